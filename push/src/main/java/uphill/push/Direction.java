package uphill.push;

import java.util.Arrays;

/// Which way a step goes, from its samples: the gradient, its clipping, and what the optimizer
/// makes of it.
///
/// ```text
/// ascent = Σⱼ Jⱼᵀeⱼ + e + v      Δθ = P·s·ascent + m + r
/// ```
///
/// @param policy Σⱼ Jⱼᵀeⱼ
/// @param ascent the whole
/// @param clipping s
/// @param taken P, m and r
record Direction(double[] policy, double[] ascent, double clipping, OptimizerStep taken) {

  /// The direction of a step, whose θ′ does not count.
  ///
  /// @param rows its samples at θ
  /// @param errors theirs
  static Direction of(PolicyStep step, ScorePass rows, BackwardPass errors) {
    double[] policy = new double[step.before().length];
    errors.add(policy);
    double[] ascent = policy.clone();
    for (double[] other : new double[][] {step.entropy(), step.value()}) {
      if (other.length > 0) {
        Vectors.add(1, other, ascent);
      }
    }
    double norm = Math.sqrt(Vectors.dot(ascent, ascent));
    boolean clips = step.maxGradientNorm() > 0 && norm > step.maxGradientNorm();
    double clipping = clips ? step.maxGradientNorm() / norm : 1;
    OptimizerStep taken = step.optimizer().along(clipped(ascent, clipping), rows);
    return new Direction(policy, ascent, clipping, taken);
  }

  private static double[] clipped(double[] ascent, double clipping) {
    double[] clipped = ascent.clone();
    Arrays.setAll(clipped, k -> clipping * clipped[k]);
    return clipped;
  }

  /// θ′ − θ − Δθ: what storing numbers in single precision did.
  double[] rounding(double[] moved) {
    double[] rounding = moved.clone();
    Vectors.add(-1, taken.of(clipping, ascent), rounding);
    return rounding;
  }

  /// θ + Δθ, in single precision as parameters are stored.
  double[] from(double[] before) {
    double[] after = taken.preconditioner().times(clipping, ascent);
    for (int k = 0; k < after.length; k++) {
      after[k] = (float) (before[k] + after[k] + taken.momentum()[k] + taken.solver()[k]);
    }
    return after;
  }
}
