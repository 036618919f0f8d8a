package uphill.push;

import java.util.Arrays;

/// Independent normal distributions, squashed into a box [low, high], on actions as the world takes
/// them.
///
/// ```text
/// h = (μ, log σ)      a = low + (tanh u + 1)·½(high − low)      u = ½·(log(a − low) − log(high − a))
/// log π(a|s) = log N(u; μ, σ) − Σⱼ log(1 − tanh²uⱼ) − Σⱼ log ½(highⱼ − lowⱼ)
/// log(1 − tanh²u) = 2·(log 2 − u − softplus(−2u))
/// KL = that of the Gaussians
/// ```
///
/// What is below log N does not depend on θ, so the score is the Gaussian's at u. An action is read
/// as [uphill.nn.SquashedGaussian#logProb] reads it: how far it is from a bound, as a share of the
/// box, by the factor in single precision that training has, and 2⁻²⁵ at least.
///
/// @param low the lower bounds
/// @param high the upper bounds
/// @param gaussian the distribution of u
public record SquashedHead(float[] low, float[] high, GaussianHead gaussian) implements ScoreHead {

  private static final double EDGE = 0x1p-25;
  private static final double WHOLE = 1 + 0x1p-24; // what is not above it is 1 in single precision

  /// Copies the arrays.
  public SquashedHead {
    low = low.clone();
    high = high.clone();
  }

  SquashedHead(float[] low, float[] high, LogStd logStd) {
    this(low, high, new GaussianHead(low.length, logStd));
  }

  @Override
  public String family() {
    return "squashed_gaussian";
  }

  @Override
  public String[] headNames() {
    return gaussian.headNames();
  }

  @Override
  public int outputs() {
    return gaussian.outputs();
  }

  @Override
  public int size() {
    return gaussian.size();
  }

  @Override
  public int logStdAt() {
    return gaussian.logStdAt();
  }

  @Override
  public int actionSize() {
    return gaussian.actionSize();
  }

  @Override
  public boolean density() {
    return true;
  }

  @Override
  public boolean smooth() {
    return gaussian.smooth();
  }

  /// The action that u is squashed to in component j.
  public double squash(double u, int j) {
    return low[j] + (StrictMath.tanh(u) + 1) * half(j);
  }

  private double half(int j) {
    return 0.5 * ((double) high[j] - low[j]);
  }

  private double below(double action, int j) {
    return Math.clamp((action - low[j]) * (float) (1 / (2 * half(j))), EDGE, WHOLE);
  }

  private double above(double action, int j) {
    return Math.clamp((action - high[j]) * (float) (-1 / (2 * half(j))), EDGE, WHOLE);
  }

  private double[] unsquashed(double[] action) {
    double[] u = new double[low.length];
    for (int j = 0; j < u.length; j++) {
      u[j] = 0.5 * (StrictMath.log(below(action[j], j)) - StrictMath.log(above(action[j], j)));
    }
    return u;
  }

  @Override
  public double[] heads(double[] y, double[] own) {
    return gaussian.heads(y, own);
  }

  @Override
  public double logProb(double[] h, double[] action) {
    double[] u = unsquashed(action);
    double sum = gaussian.logProb(h, u);
    for (int j = 0; j < u.length; j++) {
      double logSlope = 2 * (StrictMath.log(2) - u[j] - BernoulliHead.softplus(-2 * u[j]));
      sum -= logSlope + StrictMath.log(half(j));
    }
    return sum;
  }

  @Override
  public double[] score(double[] h, double[] action) {
    return gaussian.score(h, unsquashed(action));
  }

  @Override
  public double[] atOutputs(double[] y, double[] h, double[] errors) {
    return gaussian.atOutputs(y, h, errors);
  }

  @Override
  public double[][] roots(double[] y, double[] h) {
    return gaussian.roots(y, h);
  }

  @Override
  public double entropy(double[] h) {
    throw noEntropy();
  }

  @Override
  public double[] entropyErrors(double[] h) {
    throw noEntropy();
  }

  private static UnsupportedOperationException noEntropy() {
    return new UnsupportedOperationException(
        "a squashed Gaussian's entropy has no closed form: take the mean of −log π of samples"
            + " instead");
  }

  @Override
  public double kl(double[] h, double[] after) {
    return gaussian.kl(h, after);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SquashedHead(var otherLow, var otherHigh, var otherGaussian)
        && Arrays.equals(low, otherLow)
        && Arrays.equals(high, otherHigh)
        && gaussian.equals(otherGaussian);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "SquashedHead(%s … %s)".formatted(Arrays.toString(low), Arrays.toString(high));
  }
}
