package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every [Env] promises: one test per law of [EnvChecker]. A new environment gets them by
/// implementing one method.
interface EnvContract {

  /// A new environment.
  Env create();

  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    return EnvChecker.check(this::create).stream()
        .map(
            finding ->
                DynamicTest.dynamicTest(
                    finding.name(),
                    () -> assertThat(finding.failed()).as(finding.sentence()).isFalse()));
  }
}
