package uphill.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchReportTest {

  /// Humanoid's step is of 0.015 s.
  @ParameterizedTest
  @CsvSource({"66.66666666666667, 66.67", "50, 50", "20.000000000000004, 20", "0.5, 0.5"})
  void aRateHasFourDigits(double framesPerSecond, String shown) {
    assertThat(WatchReport.rate(framesPerSecond)).isEqualTo(shown);
  }
}
