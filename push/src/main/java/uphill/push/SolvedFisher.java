package uphill.push;

import java.util.Arrays;
import java.util.Locale;

/// Without a decomposition: (F + λI)·x = b by conjugate gradients in double precision, Hestenes and
/// Stiefel 1952, until ‖b − (F + λI)·x‖ ≤ 10⁻¹²·‖b‖.
///
/// ```text
/// r = b − A·x      z = M·r      p ← z + (rᵀz/r₋ᵀz₋)·p      x ← x + (rᵀz/pᵀAp)·p
/// ```
///
/// F itself is never there, only its products with vectors. M is the inverse, decomposed, of that
/// of some of the rows, evenly spaced: the fewer of its columns there is room for, the more steps.
final class SolvedFisher implements DampedFisher {

  private static final double TOLERANCE = 1e-12;
  private static final int MOST_STEPS = 2000;
  private static final int MOST_COLUMNS = 2048; // of M's own V

  private final FisherRoots roots;
  private final GramFisher nearby;
  private final double damping;
  private double[] asked = {}; // what was solved for last
  private double[] solved = {};

  SolvedFisher(ScorePass rows, FisherRoots roots, double damping) {
    this.roots = roots;
    this.damping = damping;
    nearby = new GramFisher(new FisherRoots(rows.some(evenlySpaced(rows, roots))), damping);
  }

  private static int[] evenlySpaced(ScorePass rows, FisherRoots roots) {
    int room = Math.min(MOST_COLUMNS, MOST_NUMBERS / rows.size());
    int most = Math.max(1, room / Math.ceilDiv(roots.columns(), rows.rows()));
    int[] some = new int[Math.min(rows.rows(), most)];
    Arrays.setAll(some, k -> (int) ((long) k * rows.rows() / some.length));
    return some;
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
    double[] z = nearby.solve(r);
    double[] p = z;
    double product = Vectors.dot(r, z);
    double enough = TOLERANCE * TOLERANCE * Vectors.dot(b, b);
    for (int step = 0; Vectors.dot(r, r) > enough; step++) {
      if (step == MOST_STEPS) {
        throw new IllegalArgumentException(
            unsolved(Math.sqrt(Vectors.dot(r, r) / Vectors.dot(b, b))));
      }
      double[] along = roots.product(p);
      Vectors.add(damping, p, along);
      double length = product / Vectors.dot(p, along);
      Vectors.add(length, p, x);
      Vectors.add(-length, along, r);
      z = nearby.solve(r);
      double before = product;
      product = Vectors.dot(r, z);
      double[] next = z.clone();
      Vectors.add(product / before, p, next);
      p = next;
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
