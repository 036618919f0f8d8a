package uphill.push;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Independent switches, each 0 or 1.
///
/// ```text
/// h = y = z      π(1|s) = 1/(1 + e⁻ᶻ)
/// log π(a|s) = −Σⱼ softplus((1 − 2aⱼ)·zⱼ)               ∂/∂z = a − π(1)
/// H = Σⱼ π(1)·softplus(−z) + π(0)·softplus(z)           ∂/∂z = −π(1)·π(0)·z
/// KL = Σⱼ π(1)·(softplus(−z′) − softplus(−z)) + π(0)·(softplus(z′) − softplus(z))
/// ```
///
/// @param outputs how many switches
public record BernoulliHead(int outputs) implements ScoreHead {

  @Override
  public String family() {
    return "bernoulli";
  }

  @Override
  public String[] headNames() {
    return new String[] {"logits"};
  }

  @Override
  public int size() {
    return outputs;
  }

  @Override
  public int actionSize() {
    return outputs;
  }

  @Override
  public boolean density() {
    return false;
  }

  @Override
  public Optional<String> fault(double[] action) {
    for (double a : action) {
      if (a != 0 && a != 1) {
        return Optional.of(
            String.format(Locale.ROOT, "a switch is 0 or 1, got %s", Double.toString(a)));
      }
    }
    return Optional.empty();
  }

  /// 1/(1 + e⁻ˣ).
  public static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /// log(1 + eˣ).
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @Override
  public double[] heads(double[] y, double[] own) {
    return y.clone();
  }

  @Override
  public double logProb(double[] h, double[] action) {
    double sum = 0;
    for (int j = 0; j < h.length; j++) {
      sum -= softplus((1 - 2 * action[j]) * h[j]);
    }
    return sum;
  }

  @Override
  public double[] score(double[] h, double[] action) {
    double[] errors = new double[h.length];
    for (int j = 0; j < h.length; j++) {
      double away = 1 - 2 * action[j];
      errors[j] = -away * logistic(away * h[j]);
    }
    return errors;
  }

  @Override
  public double[] atOutputs(double[] y, double[] h, double[] errors) {
    return errors.clone();
  }

  /// `√(π(1)·π(0))·eⱼ`.
  @Override
  public double[][] roots(double[] y, double[] h) {
    double[][] roots = new double[h.length][h.length];
    for (int j = 0; j < h.length; j++) {
      roots[j][j] = Math.sqrt(logistic(h[j]) * logistic(-h[j]));
    }
    return roots;
  }

  @Override
  public double entropy(double[] h) {
    double sum = 0;
    for (double z : h) {
      sum += logistic(z) * softplus(-z) + logistic(-z) * softplus(z);
    }
    return sum;
  }

  @Override
  public double[] entropyErrors(double[] h) {
    double[] errors = new double[h.length];
    Arrays.setAll(errors, j -> -logistic(h[j]) * logistic(-h[j]) * h[j]);
    return errors;
  }

  @Override
  public double kl(double[] h, double[] after) {
    double sum = 0;
    for (int j = 0; j < h.length; j++) {
      double z = h[j];
      double then = after[j];
      sum +=
          logistic(z) * (softplus(-then) - softplus(-z))
              + logistic(-z) * (softplus(then) - softplus(z));
    }
    return sum;
  }
}
