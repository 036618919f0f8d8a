package uphill.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Rng;
import uphill.lab.evaluation.Statistics.Interval;

class StatisticsTest {

  private static final double ROUNDING = 1e-12;

  @Test
  void meanAndDeviationOfAKnownSample() {
    double[] values = {2, 4, 4, 4, 5, 5, 7, 9}; // squares about the mean 5 sum to 32

    assertThat(Statistics.mean(values)).isEqualTo(5);
    assertThat(Statistics.standardDeviation(values)).isEqualTo(Math.sqrt(32.0 / 7));
  }

  /// NumPy's example: np.quantile([10, 20, 30, 40], q).
  @ParameterizedTest
  @CsvSource({"0, 10", "0.25, 17.5", "0.5, 25", "0.9, 37", "1, 40"})
  void quantilesAreLinearBetweenOrderStatistics(double share, double expected) {
    double[] values = {40, 10, 30, 20};

    assertThat(Statistics.quantile(values, share)).isEqualTo(expected, within(ROUNDING));
  }

  @Test
  void interquartileMeanOfOneToEightIsTheMeanOfThreeToSix() {
    assertThat(Statistics.iqm(new double[] {8, 1, 7, 2, 6, 3, 5, 4})).isEqualTo(4.5);
  }

  /// SciPy's trim_mean leaves out ⌊n / 4⌋ whole values at either end.
  @ParameterizedTest
  @CsvSource({
    // n, the mean of which values of 1, 4, 9, …, n² remains
    "1, 1, 1",
    "2, 1, 2",
    "3, 1, 3",
    "4, 2, 3",
    "5, 2, 4",
    "7, 2, 6",
    "8, 3, 6",
    "9, 3, 7",
  })
  void interquartileMeanLeavesOutWholeValuesOnly(int n, int from, int to) {
    double[] squares = IntStream.rangeClosed(1, n).mapToDouble(i -> i * i).toArray();
    double[] kept = Arrays.copyOfRange(squares, from - 1, to);

    assertThat(Statistics.iqm(squares)).isEqualTo(Statistics.mean(kept));
  }

  @Test
  void interquartileMeanIgnoresOneOutlierAmongFour() {
    assertThat(Statistics.iqm(new double[] {1, 2, 3, 1e9})).isEqualTo(2.5);
  }

  @Test
  void aShiftAndAScaleGoThroughEveryStatistic() {
    double[] values = normal(11, 7);
    double[] moved = Arrays.stream(values).map(value -> 3 * value - 5).toArray();

    assertThat(Statistics.mean(moved)).isEqualTo(3 * Statistics.mean(values) - 5, within(ROUNDING));
    assertThat(Statistics.standardDeviation(moved))
        .isEqualTo(3 * Statistics.standardDeviation(values), within(ROUNDING));
    assertThat(Statistics.iqm(moved)).isEqualTo(3 * Statistics.iqm(values) - 5, within(ROUNDING));
    assertThat(Statistics.quantile(moved, 0.3))
        .isEqualTo(3 * Statistics.quantile(values, 0.3) - 5, within(ROUNDING));
    Interval interval = interval(values, 0.9);
    assertThat(interval(moved, 0.9).low()).isEqualTo(3 * interval.low() - 5, within(ROUNDING));
    assertThat(interval(moved, 0.9).high()).isEqualTo(3 * interval.high() - 5, within(ROUNDING));
  }

  @Test
  void orderDoesNotMatterAndArgumentsStayAsTheyWere() {
    double[] values = normal(10, 3);
    double[] before = values.clone();
    double[] reversed = new double[values.length];
    Arrays.setAll(reversed, i -> values[values.length - 1 - i]);

    assertThat(Statistics.iqm(reversed)).isEqualTo(Statistics.iqm(values));
    assertThat(Statistics.quantile(reversed, 0.7)).isEqualTo(Statistics.quantile(values, 0.7));
    assertThat(Statistics.mean(reversed)).isEqualTo(Statistics.mean(values), within(ROUNDING));
    assertThat(values).containsExactly(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 30})
  void constantDataLeaveNoDoubt(int n) {
    double[] values = new double[n];
    Arrays.fill(values, 475);

    assertThat(interval(values, 0.95)).isEqualTo(new Interval(475, 475));
  }

  @Test
  void moreConfidenceMakesAWiderIntervalWithinTheData() {
    double[] values = normal(12, 5);

    Interval narrow = interval(values, 0.5);
    Interval wide = interval(values, 0.99);

    assertThat(narrow.width()).isPositive();
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
    assertThat(wide.low()).isGreaterThanOrEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(wide.high()).isLessThanOrEqualTo(Arrays.stream(values).max().orElseThrow());
  }

  /// Of two values, a resample's mean is one of 0, ½, 1 with probabilities ¼, ½, ¼.
  @Test
  void resamplesAreDrawnEvenlyWithReplacement() {
    double[] values = {0, 1};

    assertThat(interval(values, 0.6)).isEqualTo(new Interval(0, 1)); // 20 % from either end
    assertThat(interval(values, 0.4)).isEqualTo(new Interval(0.5, 0.5)); // 30 %
  }

  /// The percentile interval of a mean of 20 covers about 93 % where 95 % are asked for; of 600
  /// samples that share has a standard error of 1 %.
  @Test
  void coverageOnNormalSamplesIsAboutNominal() {
    int samples = 600;
    int covered = 0;
    for (int k = 0; k < samples; k++) {
      Interval interval =
          Statistics.bootstrapInterval(normal(20, k), Statistics::mean, 0.95, 400, Rng.seeded(~k));
      if (interval.contains(0)) {
        covered++;
      }
    }

    assertThat(covered / (double) samples).isBetween(0.90, 0.97);
  }

  @Test
  void theSameGeneratorGivesTheSameInterval() {
    double[] values = normal(9, 1);

    assertThat(interval(values, 0.95)).isEqualTo(interval(values, 0.95));
  }

  @Test
  void mistakesAreNamed() {
    double[] some = {1, 2};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.mean(new double[0]))
        .withMessage("needs at least 1 value, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.standardDeviation(new double[] {1}))
        .withMessage("needs at least 2 values, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.iqm(new double[] {1, Double.NaN}))
        .withMessage("value 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.quantile(some, 1.5))
        .withMessage("share must be in [0, 1], got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> interval(some, 95))
        .withMessage("confidence must be in (0, 1), got 95.0");
  }

  private static Interval interval(double[] values, double confidence) {
    return Statistics.bootstrapInterval(values, Statistics::mean, confidence, 2000, Rng.seeded(1));
  }

  private static double[] normal(int n, long seed) {
    var random = Rng.seeded(seed);
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
