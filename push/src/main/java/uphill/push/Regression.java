package uphill.push;

import java.util.Locale;
import java.util.stream.IntStream;

/// How well pushes are "in proportion to the weight": least squares of Δlog π on w.
///
/// ```text
/// Δlog π ≈ slope·w + intercept        rSquared     1 − Σ(p − line)²/Σ(p − p̄)²
/// Δlog π ≈ b·w,  b = Σwp/Σw²          throughZero  1 − Σ(p − b·w)²/Σp²
/// ```
///
/// Numbers count as equal if they differ by no more than 2⁻²³ of the largest: two that are equal
/// before they are rounded to single precision, each to within 2⁻²⁴ of itself, do not differ by
/// more afterwards. What cannot be said is NaN; that is everything but the counts where a weight or
/// a push is not finite.
///
/// @param samples n; 0 where all actions of an update are left out
/// @param signed samples with w ≠ 0; the others have no sign, and count in no share
/// @param against those of them that were pushed against the sign of w
/// @param notFinite samples whose weight or push is infinite or no number
/// @param slope of the line, Δlog π for each unit of weight; NaN if all weights are equal
/// @param intercept Δlog π where the weight is 0; NaN if all weights are equal
/// @param rSquared share of the variance of Δlog π that the line explains; NaN if all weights, or
///   all pushes, are equal
/// @param throughZero share of Σ(Δlog π)² that the best line through zero explains, 0 if it falls;
///   NaN if all weights, or all pushes, are 0
public record Regression(
    int samples,
    int signed,
    int against,
    int notFinite,
    double slope,
    double intercept,
    double rSquared,
    double throughZero) {

  private static final double SINGLE = 0x1p-23;

  /// Of pushes on the weights of an update. Actions that nothing moves to first order are left out,
  /// as those that alone are allowed, whatever their weight; where weights are derived they have
  /// none.
  public static Regression of(StepWeights weights, double[] push) {
    int[] told = weights.told();
    if (told.length == push.length) {
      return of(weights.weight(), push);
    }
    if (told.length == 0) {
      double unsaid = Double.NaN;
      return new Regression(0, 0, 0, 0, unsaid, unsaid, unsaid, unsaid);
    }
    return of(
        IntStream.of(told).mapToDouble(i -> weights.weight()[i]).toArray(),
        IntStream.of(told).mapToDouble(i -> push[i]).toArray());
  }

  /// Of pushes on weights.
  ///
  /// @throws IllegalArgumentException if their numbers differ, or there are none
  public static Regression of(double[] weight, double[] push) {
    int n = weight.length;
    if (n == 0 || push.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d weights and %d pushes: expected as many of both", n, push.length));
    }
    double meanWeight = 0;
    double meanPush = 0;
    for (int i = 0; i < n; i++) {
      meanWeight += weight[i] / n;
      meanPush += push[i] / n;
    }
    double ww = 0;
    double wp = 0;
    double pp = 0;
    double weights = 0;
    double products = 0;
    double pushes = 0;
    int against = 0;
    int signed = 0;
    int notFinite = 0;
    for (int i = 0; i < n; i++) {
      double w = weight[i] - meanWeight;
      double p = push[i] - meanPush;
      ww += w * w;
      wp += w * p;
      pp += p * p;
      weights += weight[i] * weight[i];
      products += weight[i] * push[i];
      pushes += push[i] * push[i];
      signed += weight[i] != 0 ? 1 : 0;
      against += weight[i] * push[i] < 0 ? 1 : 0;
      notFinite += Double.isFinite(weight[i]) && Double.isFinite(push[i]) ? 0 : 1;
    }
    if (notFinite > 0) {
      double unsaid = Double.NaN;
      return new Regression(n, signed, against, notFinite, unsaid, unsaid, unsaid, unsaid);
    }
    boolean sameWeight = allEqual(weight);
    boolean samePush = allEqual(push);
    double rising = Math.max(products, 0);
    double slope = sameWeight ? Double.NaN : samePush ? 0 : wp / ww;
    return new Regression(
        n,
        signed,
        against,
        /* notFinite= */ 0,
        slope,
        meanPush - slope * meanWeight,
        sameWeight || samePush ? Double.NaN : wp * wp / (ww * pp),
        rising * rising / (weights * pushes));
  }

  /// Whether numbers are equal up to their rounding to single precision.
  public static boolean allEqual(double[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return max - min <= SINGLE * Math.max(Math.abs(min), Math.abs(max));
  }

  /// Share of the samples with w ≠ 0 that were pushed against the sign of w; NaN if there are none,
  /// or where a weight or a push is not finite.
  public double wrongSign() {
    return notFinite > 0 ? Double.NaN : (double) against / signed;
  }
}
