package uphill.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;

class MeanReturnTest {

  @ParameterizedTest
  @CsvSource({
    "500, 0, 500.0",
    "423.27, 9.6, 423.3",
    "423.27, 96, 423.3",
    "-82.73, 0.61, -82.73",
    "9.35, 2.3, 9.35",
    "0.68, 0.0469, 0.680",
    "0.0473, 0.0015, 0.0473",
    "0.0473, 0.02, 0.0473",
    "0.7, 0, 0.700",
    "0.7, 1e-17, 0.700", // the rounding of a sum is no error
    "-0.001, 5, 0.00",
    "0, 0, 0.0",
    "1e20, 1e18, 1.00e+20",
    "NaN, 0, -",
  })
  void twoDigitsOfTheErrorThreeOfTheNumberAndOneDecimalAreShown(
      double value, double error, String shown) {
    assertThat(new MeanReturn(value, error).text()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0.6999, 0.046, 0.7, 0.6999",
    "0.7, 0.046, 0.7, 0.700",
    "0.69999999999999996, 0.046, 0.7, 0.700", // the same double
    "474.97, 20, 475, 474.97",
    "475.04, 20, 475, 475.0",
    "0.8496, 0.036, 0.85, 0.8496",
    "-110.04, 3, -110, -110.04",
    "0.68, 0.0469, 0.7, 0.680",
  })
  void roundingNeverCarriesAMeanAcrossTheThreshold(
      double value, double error, double threshold, String shown) {
    MeanReturn mean = new MeanReturn(value, error);

    assertThat(mean.text(OptionalDouble.of(threshold))).isEqualTo(shown);
    assertThat(Double.parseDouble(shown) >= threshold).isEqualTo(value >= threshold);
  }

  @Test
  void theErrorOfEpisodesIsTheirDeviationOverTheRootOfTheirNumber() {
    Evaluation evaluation = new Evaluation(new double[] {0, 0, 1, 1}, new int[4], new Ending[4]);

    assertThat(MeanReturn.of(evaluation))
        .isEqualTo(new MeanReturn(0.5, Math.sqrt(1.0 / 3) / Math.sqrt(4)));
    assertThat(MeanReturn.of(new Evaluation(new double[] {3}, new int[1], new Ending[1])))
        .isEqualTo(new MeanReturn(3, 0));
  }

  /// Of returns that are 0 or 1 it is the deviation itself, with n.
  @Test
  void extremesBoundTheError() {
    assertThat(MeanReturn.of(0.2, 0, 1, 100)).isEqualTo(new MeanReturn(0.2, Math.sqrt(0.16) / 10));
    assertThat(MeanReturn.of(7, 7, 7, 3).text()).isEqualTo("7.00");
    assertThat(MeanReturn.of(Double.NaN, Double.NaN, Double.NaN, 0).text()).isEqualTo("-");
  }

  @Test
  void theMeanOfSeveralHasTheErrorOfTheirSum() {
    MeanReturn mean = MeanReturn.of(List.of(new MeanReturn(1, 3), new MeanReturn(3, 4)));

    assertThat(mean).isEqualTo(new MeanReturn(2, 2.5));
    assertThat(MeanReturn.of(List.of()).text()).isEqualTo("-");
  }

  @Test
  void aThresholdIsShownToItsLastDigitAndAReturnWithoutZerosAtItsEnd() {
    assertThat(List.of(475.0, 0.7, 0.85, -110.0, 0.0, 1e7).stream().map(MeanReturn::threshold))
        .containsExactly("475", "0.7", "0.85", "-110", "0", "10000000");
    assertThat(new MeanReturn(0.68, 0.0469).brief(0.95312)).isEqualTo("0.953");
    assertThat(new MeanReturn(423.3, 10).brief(500)).isEqualTo("500");
    assertThat(new MeanReturn(423.3, 10).brief(-0.001)).isEqualTo("0");
  }

  @Test
  void whatIsTooLongToReadIsWrittenWithAnExponent() {
    MeanReturn mean = new MeanReturn(-1.0301733463507181e37, 1e35);

    assertThat(mean.text()).isEqualTo("-1.03e+37");
    assertThat(mean.text(OptionalDouble.of(475))).isEqualTo("-1.03e+37");
    assertThat(mean.text(2.5e36)).isEqualTo("2.50e+36");
    assertThat(mean.brief(-3e37)).isEqualTo("-3.00e+37");
  }
}
