package uphill.push;

import java.util.Arrays;

/// Which way a step goes, from its samples: the gradient, its clipping, and what the optimizer
/// makes of it.
///
/// ```text
/// ascent = Σⱼ Jⱼᵀeⱼ + e + v      Δθ = P·s·ascent + m
/// ```
///
/// @param policy Σⱼ Jⱼᵀeⱼ
/// @param ascent the whole
/// @param clipping s
/// @param taken P and m
record Direction(double[] policy, double[] ascent, double clipping, OptimizerStep taken) {

  /// The direction of a step, whose θ′ does not count.
  ///
  /// @param errors its samples' at θ
  static Direction of(PolicyStep step, BackwardPass errors) {
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
    OptimizerStep taken = step.optimizer().along(clipped(ascent, clipping));
    return new Direction(policy, ascent, clipping, taken);
  }

  private static double[] clipped(double[] ascent, double clipping) {
    double[] clipped = ascent.clone();
    Arrays.setAll(clipped, k -> clipping * clipped[k]);
    return clipped;
  }

  /// θ′ − θ − Δθ: what storing numbers in single precision did.
  double[] rounding(double[] moved) {
    double[] rounding = new double[moved.length];
    double[] p = taken.preconditioner();
    for (int k = 0; k < moved.length; k++) {
      rounding[k] = moved[k] - (p[k] * clipping * ascent[k] + taken.momentum()[k]);
    }
    return rounding;
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
