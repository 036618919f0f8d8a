package uphill.push;

import java.util.Locale;

/// How well pushes are "in proportion to the weight": least squares of Δlog π on w.
///
/// @param slope of the line, Δlog π for each unit of weight
/// @param intercept Δlog π where the weight is 0
/// @param rSquared share of the variance of Δlog π that the line explains; NaN if there is none
/// @param wrongSign share of the samples with w ≠ 0 that were pushed against the sign of w
public record Regression(double slope, double intercept, double rSquared, double wrongSign) {

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
    int wrong = 0;
    int signed = 0;
    for (int i = 0; i < n; i++) {
      double w = weight[i] - meanWeight;
      double p = push[i] - meanPush;
      ww += w * w;
      wp += w * p;
      pp += p * p;
      signed += weight[i] != 0 ? 1 : 0;
      wrong += weight[i] * push[i] < 0 ? 1 : 0;
    }
    double slope = wp / ww;
    return new Regression(
        slope, meanPush - slope * meanWeight, wp * wp / (ww * pp), (double) wrong / signed);
  }
}
