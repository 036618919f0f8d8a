package uphill.nn;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

/// A choice among n actions.
///
/// ```text
/// log π(a|s) = zₐ − log Σ_b e^(z_b)          H = −Σₐ π·log π
/// KL(π‖π′) = Σₐ π·(log π − log π′)
/// ```
///
/// @param logProbs log π of every action, [rows, n]
public record Categorical(Tensor logProbs) implements Distribution {

  /// The distribution with these unnormalized log-probabilities z, [rows, n].
  public static Categorical ofLogits(Tensor logits) {
    return new Categorical(logits.logSoftmax());
  }

  @Override
  public Tensor logProb(Tensor action) {
    return logProbs.pick(action);
  }

  @Override
  public Tensor entropy() {
    return logProbs.exp().mul(logProbs).sumColumns().neg();
  }

  @Override
  public Tensor kl(Distribution other) {
    if (!(other instanceof Categorical(var otherLogProbs))) {
      throw Checks.differentFamilies(this, other);
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
  public Categorical asInput(String prefix) {
    return new Categorical(Tensor.input(prefix + "logProbs", logProbs.columns()));
  }

  /// Draws an action: the first whose cumulated probability exceeds one uniform draw.
  ///
  /// @param probs π of n actions, from `at` on
  public static int sample(float[] probs, int at, int n, Rng random) {
    return draw(probs, at, n, random.random());
  }

  /// The action that u ∈ [0, 1) picks. Where rounding leaves the whole sum below u, it is the last
  /// action that is possible at all.
  static int draw(float[] probs, int at, int n, double u) {
    double cumulated = 0;
    for (int a = 0; a < n - 1; a++) {
      cumulated += probs[at + a];
      if (u < cumulated) {
        return a;
      }
    }
    int last = n - 1;
    while (last > 0 && probs[at + last] == 0) {
      last--;
    }
    return last;
  }

  /// The most probable action; the first of equals.
  public static int mode(float[] logProbs, int at, int n) {
    int best = 0;
    for (int a = 1; a < n; a++) {
      if (logProbs[at + a] > logProbs[at + best]) {
        best = a;
      }
    }
    return best;
  }
}
