package uphill.nn;

import uphill.autodiff.Parameter;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

/// Noise that is a random matrix times what the output layer of a policy reads: generalized
/// state-dependent exploration, Raffin et al. 2021,
/// [arXiv:2005.05719](https://arxiv.org/abs/2005.05719).
///
/// ```text
/// aⱼ = μⱼ + Σᵢ φᵢ·σᵢⱼ·ξᵢⱼ + √ε·ξⱼ            ξ ~ N(0, 1), one for each i and j, and each j
/// π(a|s) = N(μ, diag σ(s)²)                   σⱼ(s)² = Σᵢ φᵢ²·σᵢⱼ² + ε,  ε = 10⁻⁶
/// ```
///
/// φ are the features, n action components, log σᵢⱼ parameters. With the same ξ in two states, the
/// noise of the second differs from that of the first as the features do: so noise that is held
/// ([the paper's](https://arxiv.org/abs/2005.05719) point) is a deterministic policy for a while.
///
/// Not in the paper, but in its authors' library: ε keeps σ(s) from 0 where all features are 0.
/// There it is in the density alone; here it is drawn as well, so that an action comes from the
/// density that it is weighed by.
public final class StateNoise {

  private static final double EPSILON = 1e-6;

  private StateNoise() {}

  /// log σ(s). Shapes: features φ [rows, features], logStd [features, n], result [rows, n].
  public static Tensor logStd(Tensor features, Parameter logStd) {
    return features.square().variance(logStd).add(EPSILON).log().mul(0.5);
  }

  /// Draws an action; fills `action`.
  ///
  /// @param width how many features
  /// @param std σ, [features, n]
  public static void sample(
      float[] mean,
      int meanAt,
      float[] features,
      int featuresAt,
      int width,
      float[] std,
      int n,
      Rng random,
      float[] action,
      int actionAt) {
    for (int j = 0; j < n; j++) {
      double noise = Math.sqrt(EPSILON) * random.standardNormal();
      for (int i = 0; i < width; i++) {
        noise += (double) features[featuresAt + i] * std[i * n + j] * random.standardNormal();
      }
      action[actionAt + j] = (float) (mean[meanAt + j] + noise);
    }
  }
}
