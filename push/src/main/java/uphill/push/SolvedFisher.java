package uphill.push;

import java.util.Arrays;
import java.util.Locale;

/// Without a decomposition: (F + λI)·x = b by conjugate gradients in double precision, Hestenes and
/// Stiefel 1952, until ‖b − (F + λI)·x‖ ≤ 10⁻¹²·‖b‖.
///
/// ```text
/// r = b − A·x      p ← r + (rᵀr/r₋ᵀr₋)·p      x ← x + (rᵀr/pᵀAp)·p
/// ```
///
/// F itself is never there, only its products with vectors.
final class SolvedFisher implements DampedFisher {

  private static final double TOLERANCE = 1e-12;
  private static final int MOST_STEPS = 2000;

  private final FisherRoots roots;
  private final double damping;
  private double[] asked = {}; // what was solved for last
  private double[] solved = {};

  SolvedFisher(FisherRoots roots, double damping) {
    this.roots = roots;
    this.damping = damping;
  }

  @Override
  public double[] solve(double[] b) {
    if (!Arrays.equals(asked, b)) {
      solved = conjugateGradients(b);
      asked = b.clone();
    }
    return solved.clone();
  }

  private double[] conjugateGradients(double[] b) {
    double[] x = new double[b.length];
    double[] r = b.clone();
    double[] p = b.clone();
    double square = Vectors.dot(r, r);
    double enough = TOLERANCE * TOLERANCE * square;
    for (int step = 0; square > enough; step++) {
      if (step == MOST_STEPS) {
        throw new IllegalArgumentException(unsolved(Math.sqrt(square / Vectors.dot(b, b))));
      }
      double[] product = roots.product(p);
      Vectors.add(damping, p, product);
      double length = square / Vectors.dot(p, product);
      Vectors.add(length, p, x);
      Vectors.add(-length, product, r);
      double before = square;
      square = Vectors.dot(r, r);
      double ratio = square / before;
      for (int k = 0; k < p.length; k++) {
        p[k] = r[k] + ratio * p[k];
      }
    }
    return x;
  }

  private String unsolved(double residual) {
    return String.format(
        Locale.ROOT,
        "the step is not explained: its Fisher information is too large to be decomposed (%d"
            + " parameters, %d columns), and %d steps of conjugate gradients left a residual of"
            + " %.1e with a damping of %s. Train with more damping, smaller networks or fewer"
            + " batch_steps",
        roots.size(),
        roots.columns(),
        MOST_STEPS,
        residual,
        damping);
  }
}
