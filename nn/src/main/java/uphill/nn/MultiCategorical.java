package uphill.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

/// Several independent choices at once, component j among nⱼ values; aⱼ is counted from 0.
///
/// ```text
/// log π(a|s) = Σⱼ log πⱼ(aⱼ|s)          πⱼ = softmax of the j-th slice of the logits, nⱼ wide
/// H = Σⱼ H[πⱼ]          KL(π‖π′) = Σⱼ KL(πⱼ‖πⱼ′)
/// ```
///
/// Its array belongs to it: it is copied on the way in, and is not to be written to.
///
/// @param logProbs log πⱼ of every value, component by component, [rows, Σ nⱼ]
/// @param n how many values each component has
public record MultiCategorical(Tensor logProbs, int[] n) implements Distribution {

  /// Checks that slices and columns fit.
  ///
  /// @throws IllegalArgumentException if they do not
  public MultiCategorical {
    n = n.clone();
    fits(logProbs, n);
  }

  /// The distribution with these unnormalized log-probabilities, [rows, Σ nⱼ].
  ///
  /// @throws IllegalArgumentException if slices and columns do not fit
  public static MultiCategorical ofLogits(Tensor logits, int... n) {
    fits(logits, n);
    Tensor logProbs = logits.columns(0, n[0]).logSoftmax();
    for (int j = 1, from = n[0]; j < n.length; from += n[j++]) {
      logProbs = logProbs.concat(logits.columns(from, from + n[j]).logSoftmax());
    }
    return new MultiCategorical(logProbs, n);
  }

  private static void fits(Tensor values, int[] n) {
    if (n.length == 0
        || Arrays.stream(n).anyMatch(count -> count < 1)
        || IntStream.of(n).asLongStream().sum() != values.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "components of %s values do not fill %d columns",
              Arrays.toString(n),
              values.columns()));
    }
  }

  @Override
  public Tensor logProb(Tensor action) {
    Checks.columns("action", n.length, action);
    Tensor sum = logProbs.columns(0, n[0]).pick(action.columns(0, 1));
    for (int j = 1, from = n[0]; j < n.length; from += n[j++]) {
      sum = sum.add(logProbs.columns(from, from + n[j]).pick(action.columns(j, j + 1)));
    }
    return sum;
  }

  @Override
  public Tensor entropy() {
    return logProbs.exp().mul(logProbs).sumColumns().neg();
  }

  @Override
  public Tensor kl(Distribution other) {
    if (!(other instanceof MultiCategorical(var otherLogProbs, var otherN))) {
      throw Checks.differentFamilies(this, other);
    }
    if (!Arrays.equals(n, otherN)) {
      throw new IllegalArgumentException(
          "KL between components of %s and of %s values is undefined"
              .formatted(Arrays.toString(n), Arrays.toString(otherN)));
    }
    return logProbs.exp().mul(logProbs.sub(otherLogProbs)).sumColumns();
  }

  /// M·u = π·u.
  @Override
  public SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction) {
    var product = new LinkedHashMap<String, Tensor>();
    product.put("logProbs", logProbs.exp().mul(Checks.along(direction, "logProbs", logProbs)));
    return product;
  }

  @Override
  public SequencedMap<String, Tensor> heads() {
    var heads = new LinkedHashMap<String, Tensor>();
    heads.put("logProbs", logProbs);
    return heads;
  }

  @Override
  public MultiCategorical asInput(String prefix) {
    return new MultiCategorical(Tensor.input(prefix + "logProbs", logProbs.columns()), n);
  }

  /// Draws an action, component by component as [Categorical#sample] does; fills `action`.
  ///
  /// @param probs πⱼ of every value, component by component, from `at` on
  public static void sample(
      float[] probs, int at, int[] n, Rng random, float[] action, int actionAt) {
    int from = at;
    for (int j = 0; j < n.length; j++) {
      action[actionAt + j] = Categorical.sample(probs, from, n[j], random);
      from += n[j];
    }
  }

  /// The most probable action, of equals the one whose components come first; fills `action`.
  public static void mode(float[] logProbs, int at, int[] n, float[] action, int actionAt) {
    int from = at;
    for (int j = 0; j < n.length; j++) {
      action[actionAt + j] = Categorical.mode(logProbs, from, n[j]);
      from += n[j];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiCategorical(var otherLogProbs, var otherN)
        && logProbs.equals(otherLogProbs)
        && Arrays.equals(n, otherN);
  }

  @Override
  public int hashCode() {
    return 31 * logProbs.hashCode() + Arrays.hashCode(n);
  }

  @Override
  public String toString() {
    return "MultiCategorical" + Arrays.toString(n);
  }
}
