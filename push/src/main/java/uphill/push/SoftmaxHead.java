package uphill.push;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// One choice, or several independent ones, component j among nⱼ values.
///
/// ```text
/// h = log πⱼ(v|s) = y_v − log Σ_b e^(y_b)      over the j-th slice of the outputs, nⱼ wide
/// log π(a|s) = Σⱼ log πⱼ(aⱼ|s)                 ∂/∂h = e_aⱼ        δ at h is δ − π·Σδ at y, by slice
/// H = −Σ π·log π                               KL = Σ π·(log π − log π′)
/// ```
///
/// @param values nⱼ of every component
public record SoftmaxHead(String family, int... values) implements ScoreHead {

  /// Copies the array.
  public SoftmaxHead {
    values = values.clone();
  }

  @Override
  public String[] headNames() {
    return new String[] {"logProbs"};
  }

  @Override
  public int outputs() {
    return IntStream.of(values).sum();
  }

  @Override
  public int size() {
    return outputs();
  }

  @Override
  public int actionSize() {
    return values.length;
  }

  @Override
  public boolean density() {
    return false;
  }

  @Override
  public boolean forced(double[] mask) {
    for (int j = 0, from = 0; j < values.length; from += values[j++]) {
      int allowed = 0;
      for (int b = from; b < from + values[j]; b++) {
        allowed += mask.length == 0 || mask[b] == 0 ? 1 : 0;
      }
      if (allowed != 1) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<String> fault(double[] action) {
    for (int j = 0; j < values.length; j++) {
      int a = (int) action[j];
      if (a != action[j] || a < 0 || a >= values[j]) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "there are the actions 0 to %d, got %s",
                values[j] - 1,
                Double.toString(action[j])));
      }
    }
    return Optional.empty();
  }

  @Override
  public double[] heads(double[] y, double[] own) {
    double[] h = new double[y.length];
    for (int j = 0, from = 0; j < values.length; from += values[j++]) {
      double max = Double.NEGATIVE_INFINITY;
      for (int b = from; b < from + values[j]; b++) {
        max = Math.max(max, y[b]);
      }
      double sum = 0;
      for (int b = from; b < from + values[j]; b++) {
        sum += StrictMath.exp(y[b] - max);
      }
      double logSum = max + StrictMath.log(sum);
      for (int b = from; b < from + values[j]; b++) {
        h[b] = y[b] - logSum;
      }
    }
    return h;
  }

  @Override
  public double logProb(double[] h, double[] action) {
    double sum = h[(int) action[0]];
    for (int j = 1, from = values[0]; j < values.length; from += values[j++]) {
      sum += h[from + (int) action[j]];
    }
    return sum;
  }

  @Override
  public double[] score(double[] h, double[] action) {
    double[] errors = new double[h.length];
    for (int j = 0, from = 0; j < values.length; from += values[j++]) {
      errors[from + (int) action[j]] = 1;
    }
    return errors;
  }

  @Override
  public double[] atOutputs(double[] y, double[] h, double[] errors) {
    double[] at = errors.clone();
    for (int j = 0, from = 0; j < values.length; from += values[j++]) {
      double total = 0;
      for (int b = from; b < from + values[j]; b++) {
        total += at[b];
      }
      for (int b = from; b < from + values[j]; b++) {
        at[b] -= StrictMath.exp(h[b]) * total;
      }
    }
    return at;
  }

  /// `diag π − ππᵀ = L·D·Lᵀ`, Tanabe and Sagae 1992, slice by slice: a root less than values. With
  /// tails tⱼ = Σ_{b>j} π_b,
  ///
  /// ```text
  /// uⱼ = √(πⱼ·tⱼ/(πⱼ + tⱼ))·(eⱼ − Σ_{b>j} (π_b/tⱼ)·e_b)
  /// ```
  @Override
  public double[][] roots(double[] y, double[] h) {
    double[][] roots = new double[h.length - values.length][h.length];
    int at = 0;
    for (int j = 0, from = 0; j < values.length; from += values[j++]) {
      double tail = StrictMath.exp(h[from + values[j] - 1]);
      for (int b = from + values[j] - 2; b >= from; b--) {
        double p = StrictMath.exp(h[b]);
        double size = p * tail == 0 ? 0 : Math.sqrt(p * (tail / (p + tail)));
        double[] root = roots[at++];
        root[b] = size;
        for (int c = b + 1; size > 0 && c < from + values[j]; c++) {
          root[c] = -size * (StrictMath.exp(h[c]) / tail);
        }
        tail += p;
      }
    }
    return roots;
  }

  @Override
  public double entropy(double[] h) {
    double entropy = 0;
    for (double logProb : h) {
      entropy += -StrictMath.exp(logProb) * logProb;
    }
    return entropy;
  }

  @Override
  public double[] entropyErrors(double[] h) {
    double[] errors = new double[h.length];
    Arrays.setAll(errors, b -> -StrictMath.exp(h[b]) * (h[b] + 1));
    return errors;
  }

  @Override
  public double kl(double[] h, double[] after) {
    double sum = 0;
    for (int b = 0; b < h.length; b++) {
      sum += StrictMath.exp(h[b]) * (h[b] - after[b]);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxHead(var otherFamily, var otherValues)
        && family.equals(otherFamily)
        && Arrays.equals(values, otherValues);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return family + Arrays.toString(values);
  }
}
