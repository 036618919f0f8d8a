package uphill.contract;

import static org.junit.jupiter.api.Assertions.fail;

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

  /// The laws, as tests of their names; a broken one says what is wrong and what to do.
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    return EnvChecker.check(this::create).stream()
        .map(
            finding ->
                DynamicTest.dynamicTest(
                    finding.name(),
                    () -> {
                      if (finding.failed()) {
                        fail(finding.sentence());
                      }
                    }));
  }
}
