package uphill.push;

import java.util.Arrays;

/// Independent normal distributions, one for each component.
///
/// ```text
/// h = (μ, log σ)      z = (a − μ)/σ
/// log π(a|s) = Σⱼ −½zⱼ² − log σⱼ − ½log 2π              ∂/∂μ = z/σ      ∂/∂log σ = z² − 1
/// H = Σⱼ log σⱼ + ½·log 2πe                             ∂/∂log σ = 1
/// KL = Σⱼ log σ′ − log σ + (σ² + (μ − μ′)²)/(2σ′²) − ½
/// ```
///
/// @param components n
/// @param logStd where log σ comes from
public record GaussianHead(int components, LogStd logStd) implements ScoreHead {

  @Override
  public String family() {
    return "gaussian";
  }

  @Override
  public String[] headNames() {
    return new String[] {"mean", "logStd"};
  }

  @Override
  public int outputs() {
    return switch (logStd) {
      case LogStd.Everywhere _ -> components;
      case LogStd.OfState _ -> 2 * components;
    };
  }

  @Override
  public int size() {
    return 2 * components;
  }

  @Override
  public int logStdAt() {
    return switch (logStd) {
      case LogStd.Everywhere(int at) -> at;
      case LogStd.OfState _ -> -1;
    };
  }

  @Override
  public int actionSize() {
    return components;
  }

  @Override
  public boolean density() {
    return true;
  }

  @Override
  public boolean smooth() {
    return logStd instanceof LogStd.Everywhere;
  }

  @Override
  public double[] heads(double[] y, double[] own) {
    double[] h = Arrays.copyOf(y, size());
    System.arraycopy(own, 0, h, y.length, own.length);
    if (logStd instanceof LogStd.OfState(float low, float high)) {
      for (int j = components; j < h.length; j++) {
        h[j] = Math.clamp(h[j], low, high);
      }
    }
    return h;
  }

  @Override
  public double logProb(double[] h, double[] action) {
    double sum = 0;
    for (int j = 0; j < components; j++) {
      double logStd = h[components + j];
      double z = (action[j] - h[j]) / StrictMath.exp(logStd);
      sum += -0.5 * z * z - logStd - 0.5 * StrictMath.log(2 * Math.PI);
    }
    return sum;
  }

  @Override
  public double[] score(double[] h, double[] action) {
    double[] errors = new double[h.length];
    for (int j = 0; j < components; j++) {
      double std = StrictMath.exp(h[components + j]);
      double z = (action[j] - h[j]) / std;
      errors[j] = z / std;
      errors[components + j] = z * z - 1;
    }
    return errors;
  }

  @Override
  public double[] atOutputs(double[] y, double[] h, double[] errors) {
    double[] at = errors.clone();
    if (logStd instanceof LogStd.OfState(float low, float high)) {
      for (int j = components; j < y.length; j++) {
        at[j] = y[j] < low || y[j] > high ? 0 : at[j];
      }
    }
    return at;
  }

  /// `eⱼ/σⱼ` at μ, and `√2·eⱼ` at log σ where that is an output and within its bounds.
  @Override
  public double[][] roots(double[] y, double[] h) {
    double[][] roots = new double[y.length][];
    for (int k = 0; k < y.length; k++) {
      double[] root = new double[y.length];
      root[k] = k < components ? StrictMath.exp(-h[components + k]) : Math.sqrt(2);
      roots[k] = atOutputs(y, h, root);
    }
    return roots;
  }

  @Override
  public double entropy(double[] h) {
    double entropy = 0;
    for (int j = components; j < h.length; j++) {
      entropy += h[j] + 0.5 * (1 + StrictMath.log(2 * Math.PI));
    }
    return entropy;
  }

  @Override
  public double[] entropyErrors(double[] h) {
    double[] errors = new double[h.length];
    Arrays.fill(errors, components, h.length, 1);
    return errors;
  }

  @Override
  public double kl(double[] h, double[] after) {
    double sum = 0;
    for (int j = 0; j < components; j++) {
      double logRatio = after[components + j] - h[components + j];
      double std = StrictMath.exp(after[components + j]);
      double shift = (h[j] - after[j]) / std;
      sum += logRatio + 0.5 * (StrictMath.exp(-2 * logRatio) + shift * shift - 1);
    }
    return sum;
  }
}
