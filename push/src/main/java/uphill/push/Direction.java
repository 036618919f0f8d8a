package uphill.push;

import java.util.Arrays;

/// Which way a step goes, from its samples: the gradient, its clipping, and what the optimizer
/// makes of it.
///
/// ```text
/// ascent = c·Σⱼ wⱼgⱼ + e + v      Δθ = P·s·ascent + m
/// ```
///
/// @param policy c·Σⱼ wⱼgⱼ
/// @param entropy e
/// @param ascent the whole
/// @param clipping s
/// @param taken P and m
record Direction(
    double[] policy, double[] entropy, double[] ascent, double clipping, OptimizerStep taken) {

  /// The direction of a step, whose θ′ does not count.
  ///
  /// @param scores its samples at θ
  static Direction of(PolicyStep step, ScorePass scores) {
    int size = step.before().length;
    double[] policy = new double[size];
    for (int i = 0; i < scores.rows(); i++) {
      scores.add(i, step.scale() * step.weight()[i], policy);
    }
    double[] entropy = new double[size];
    if (step.entropyWeight() != 0) {
      ScorePass.addScaled(size, step.entropyWeight(), scores.entropyGradient(), 0, entropy, 0);
    }
    double[] ascent = policy.clone();
    ScorePass.addScaled(size, 1, entropy, 0, ascent, 0);
    ScorePass.addScaled(size, 1, step.valueGradient(), 0, ascent, 0);
    double norm = Math.sqrt(ScorePass.dot(size, ascent, 0, ascent, 0));
    boolean clips = step.maxGradientNorm() > 0 && norm > step.maxGradientNorm();
    double clipping = clips ? step.maxGradientNorm() / norm : 1;
    double[] clipped = ascent.clone();
    Arrays.setAll(clipped, k -> clipping * clipped[k]);
    return new Direction(policy, entropy, ascent, clipping, step.optimizer().along(clipped));
  }

  /// θ + Δθ, in single precision as parameters are stored.
  double[] from(double[] before) {
    double[] after = new double[before.length];
    double[] p = taken.preconditioner();
    for (int k = 0; k < after.length; k++) {
      after[k] = (float) (before[k] + p[k] * clipping * ascent[k] + taken.momentum()[k]);
    }
    return after;
  }
}
