package uphill.contract;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import uphill.env.Env;
import uphill.env.check.EnvChecker;

/// What every [Env] promises: one test for each law of [EnvChecker]. A new environment gets them by
/// implementing one method.
///
/// ```java
/// class GreenhouseTest implements EnvContract {
///   @Override
///   public Env create() {
///     return new Greenhouse();
///   }
/// }
/// ```
public interface EnvContract {

  /// A new environment.
  Env create();

  /// The laws, as tests of their names; a broken one says what is wrong and what to do, and which
  /// others are broken for the same reason: those are left out.
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    List<EnvChecker.Finding> findings = EnvChecker.check(this::create);
    return findings.stream()
        .map(
            finding ->
                DynamicTest.dynamicTest(
                    finding.name(),
                    () -> {
                      if (!finding.sameAs().isEmpty()) {
                        abort("broken for the same reason as \"%s\"".formatted(finding.sameAs()));
                      } else if (finding.failed()) {
                        fail((finding.sentence() + " " + finding.also(findings)).strip());
                      }
                    }));
  }
}
