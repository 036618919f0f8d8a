package uphill.oracle;

/// How good an estimator of ∇J is.
///
/// ```text
/// biasNorm         ‖E[X] − ∇J‖
/// varianceTrace    E‖X − E[X]‖², X the estimate from one trajectory
/// cosine           ⟨E[X], ∇J⟩ / (‖E[X]‖·‖∇J‖)
/// samplesForCosine n with cosine·‖E[X]‖ / √(‖E[X]‖² + varianceTrace/n) = 0.9
/// ```
///
/// @param name of the estimator
/// @param formula Ψₜ
/// @param biasNorm distance of its expectation from ∇J
/// @param varianceTrace of one trajectory's estimate
/// @param varianceLow the lower end of a 95 % interval for it; itself where it is exact
/// @param varianceHigh the upper end
/// @param signal ‖`E[X]`‖²
/// @param cosine of the expectation with ∇J; NaN where one of them is 0
/// @param samplesForCosine trajectories to average over until the estimate points where ∇J does;
///   infinite where the bias forbids it, NaN where there is no direction
public record Score(
    String name,
    String formula,
    double biasNorm,
    double varianceTrace,
    double varianceLow,
    double varianceHigh,
    double signal,
    double cosine,
    double samplesForCosine) {

  /// The cosine that [#samplesForCosine()] is for.
  public static final double COSINE = 0.9;

  private static final double NORMAL_95 = 1.959963984540054;

  /// The score of what was seen of an estimator.
  ///
  /// @param gradient ∇J
  /// @param expectation `E[X]`
  /// @param seen X of all trajectories, or of those that were drawn
  /// @param drawn how many were drawn; 0 where `seen` is exact
  static Score of(
      Weighting weighting, double[] gradient, double[] expectation, Moments seen, long drawn) {
    double bias = 0;
    double product = 0;
    double square = 0;
    double size = 0;
    for (int i = 0; i < gradient.length; i++) {
      bias += (expectation[i] - gradient[i]) * (expectation[i] - gradient[i]);
      product += expectation[i] * gradient[i];
      square += expectation[i] * expectation[i];
      size += gradient[i] * gradient[i];
    }
    double variance = Math.max(0, seen.norm() - square);
    double margin = drawn == 0 ? 0 : NORMAL_95 * seen.normDeviation() / Math.sqrt((double) drawn);
    double cosine =
        square == 0 || size == 0
            ? Double.NaN
            : Math.clamp(product / (Math.sqrt(square) * Math.sqrt(size)), -1, 1);
    return new Score(
        weighting.name(),
        weighting.formula(),
        Math.sqrt(bias),
        variance,
        Math.max(0, variance - margin),
        variance + margin,
        square,
        cosine,
        samples(cosine, square, variance));
  }

  private static double samples(double cosine, double square, double variance) {
    if (Double.isNaN(cosine)) {
      return Double.NaN;
    }
    if (cosine <= COSINE) {
      return Double.POSITIVE_INFINITY;
    }
    double room = cosine * cosine / (COSINE * COSINE) - 1;
    return Math.max(1, variance / (square * room));
  }

  /// The cosine with ∇J of the mean of n trajectories' estimates, by the root of its mean squared
  /// length, as in [#samplesForCosine()].
  public double cosineAfter(double trajectories) {
    return cosine / Math.sqrt(1 + varianceTrace / (signal * trajectories));
  }
}
