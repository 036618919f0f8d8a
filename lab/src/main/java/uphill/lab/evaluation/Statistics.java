package uphill.lab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// What a handful of seeds says about an algorithm, as Agarwal et al. 2021 recommend to report it,
/// [arXiv:2108.13264](https://arxiv.org/abs/2108.13264): an interquartile mean and a bootstrap
/// interval, instead of a mean and a standard error.
///
/// Every function leaves its arguments alone and accepts finite numbers only.
public final class Statistics {

  /// From `low` to `high`, both included.
  public record Interval(double low, double high) {

    public double width() {
      return high - low;
    }

    public boolean contains(double value) {
      return low <= value && value <= high;
    }
  }

  private Statistics() {}

  /// x̄ = Σᵢ xᵢ / n, summed in the order of the array.
  public static double mean(double[] values) {
    check(values, 1);
    return meanOf(values, 0, values.length);
  }

  /// √( Σᵢ (xᵢ − x̄)² / (n − 1) ), of at least two values.
  public static double standardDeviation(double[] values) {
    check(values, 2);
    double mean = meanOf(values, 0, values.length);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }

  /// The `share` quantile, linear between order statistics: NumPy's default, type 7 of Hyndman and
  /// Fan (1996).
  ///
  /// ```text
  /// h = share·(n − 1);   Q = x₍⌊h⌋₎ + (h − ⌊h⌋)·(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎),   x₍₀₎ ≤ … ≤ x₍ₙ₋₁₎
  /// ```
  public static double quantile(double[] values, double share) {
    check(values, 1);
    if (!(0 <= share && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], got " + share);
    }
    return quantileOfSorted(sorted(values), share);
  }

  /// The interquartile mean: the mean without the lowest and the highest quarter.
  ///
  /// ```text
  /// k = ⌊n / 4⌋;   IQM = Σ x₍ᵢ₎ / (n − 2k)   over i = k … n − k − 1,   x₍₀₎ ≤ … ≤ x₍ₙ₋₁₎
  /// ```
  ///
  /// As rliable computes it, which is SciPy's `trim_mean(x, 0.25)`: where n is no multiple of four,
  /// whole values are left out, and one fewer rather than one more; no value counts by a fraction.
  /// So up to three values it is the mean.
  public static double iqm(double[] values) {
    check(values, 1);
    double[] sorted = sorted(values);
    int cut = sorted.length / 4;
    return meanOf(sorted, cut, sorted.length - cut);
  }

  /// The percentile bootstrap interval of a statistic, Efron (1979): the statistic of `resamples`
  /// draws of n values with replacement, between its (1 − confidence)/2 quantiles from either end.
  ///
  /// The bits depend on the values, their order and the generator's `nextLong` only. Generators in
  /// the same state draw the same places, whatever the values.
  public static Interval bootstrapInterval(
      double[] values,
      ToDoubleFunction<double[]> statistic,
      double confidence,
      int resamples,
      RandomGenerator random) {
    check(values, 1);
    double[] resample = new double[values.length];
    return bootstrap(
        () -> {
          draw(values, resample, random);
          return statistic.applyAsDouble(resample);
        },
        confidence,
        resamples);
  }

  /// The same of a statistic of two samples: each is resampled by itself, x first.
  public static Interval bootstrapInterval(
      double[] x,
      double[] y,
      ToDoubleBiFunction<double[], double[]> statistic,
      double confidence,
      int resamples,
      RandomGenerator random) {
    check(x, 1);
    check(y, 1);
    double[] ofX = new double[x.length];
    double[] ofY = new double[y.length];
    return bootstrap(
        () -> {
          draw(x, ofX, random);
          draw(y, ofY, random);
          return statistic.applyAsDouble(ofX, ofY);
        },
        confidence,
        resamples);
  }

  private static Interval bootstrap(DoubleSupplier resampled, double confidence, int resamples) {
    if (!(0 < confidence && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), got " + confidence);
    }
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
    }
    double[] statistics = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      statistics[b] = resampled.getAsDouble();
    }
    Arrays.sort(statistics);
    double tail = (1 - confidence) / 2;
    return new Interval(quantileOfSorted(statistics, tail), quantileOfSorted(statistics, 1 - tail));
  }

  private static void draw(double[] values, double[] resample, RandomGenerator random) {
    for (int i = 0; i < resample.length; i++) {
      resample[i] = values[below(values.length, random)];
    }
  }

  /// The probability that a value of x is larger than one of y, Agarwal et al. 2021, after Mann and
  /// Whitney (1947):
  ///
  /// ```text
  /// P(X > Y) = Σᵢ Σⱼ S(xᵢ, yⱼ) / (n·m),   S = 1 if xᵢ > yⱼ, ½ if they are equal, else 0
  /// ```
  public static double probabilityOfImprovement(double[] x, double[] y) {
    check(x, 1);
    check(y, 1);
    long halves = 0;
    for (double one : x) {
      for (double other : y) {
        halves += one > other ? 2 : one == other ? 1 : 0;
      }
    }
    return halves / (2.0 * x.length * y.length);
  }

  /// A number from 0 to `bound`, exclusive: ⌊u·bound / 2⁶⁴⌋ for a uniform u of 64 bits. The default
  /// `nextInt(bound)` of a generator is not specified to the bit.
  private static int below(int bound, RandomGenerator random) {
    return (int) Math.unsignedMultiplyHigh(random.nextLong(), bound);
  }

  private static double quantileOfSorted(double[] sorted, double share) {
    double h = share * (sorted.length - 1);
    int below = (int) h;
    if (below == sorted.length - 1) {
      return sorted[below];
    }
    return sorted[below] + (h - below) * (sorted[below + 1] - sorted[below]);
  }

  private static double meanOf(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static void check(double[] values, int atLeast) {
    if (values.length < atLeast) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "needs at least %d value%s, got %d",
              atLeast,
              atLeast == 1 ? "" : "s",
              values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "value %d is %s", i, values[i]));
      }
    }
  }
}
