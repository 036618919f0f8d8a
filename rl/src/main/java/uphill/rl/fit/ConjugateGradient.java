package uphill.rl.fit;

import java.util.Arrays;
import java.util.Locale;

/// Conjugate gradients, Hestenes and Stiefel 1952: solves A·x = b by products with A alone.
///
/// ```text
/// x = 0, r = b, p = b
/// α = r·p/(p·Ap)      x ← x + α·p      r′ = r − α·Ap      p ← r′ + (r′·r′/(r·r))·p
/// ```
///
/// until ‖r‖ ≤ tolerance·‖b‖. Vectors come and go in single precision; everything between is
/// accumulated in double precision, in a fixed order. Nothing is allocated by a solution.
public final class ConjugateGradient {

  /// A symmetric and positive definite matrix.
  @FunctionalInterface
  public interface Matrix {
    /// Fills `product` with A·v.
    void times(float[] v, float[] product);
  }

  private static final double TINY = 1e-60; // ‖b‖²

  private final double[] x;
  private final double[] r;
  private final double[] p;
  private final float[] direction;
  private final float[] product;
  private int steps;
  private double residual = Double.NaN;

  /// @param size elements of x
  public ConjugateGradient(int size) {
    x = new double[size];
    r = new double[size];
    p = new double[size];
    direction = new float[size];
    product = new float[size];
  }

  /// Fills `solution` with x; with 0 where ‖b‖ is below 10⁻³⁰: nearer to 0, products vanish in
  /// single precision, and b is their rounding.
  ///
  /// @param mostSteps products with A that it may take, and one more at the end
  /// @return x·Ax of the solution as it is given
  /// @throws ArithmeticException if b is not finite, or A not positive definite
  public double solve(Matrix a, float[] b, float[] solution, int mostSteps, double tolerance) {
    requireSize("b", b);
    requireSize("the solution", solution);
    for (int k = 0; k < x.length; k++) {
      x[k] = 0;
      r[k] = b[k];
      p[k] = b[k];
    }
    double square = dot(r, r);
    if (!Double.isFinite(square)) {
      throw new ArithmeticException("the right-hand side is not finite: ‖b‖² is " + square);
    }
    if (square < TINY) {
      Arrays.fill(solution, 0);
      steps = 0;
      residual = Math.sqrt(square);
      return 0;
    }
    double bound = tolerance * tolerance * square;
    for (steps = 0; steps < mostSteps && square > bound; steps++) {
      double next = step(a);
      double kept = next / square;
      for (int k = 0; k < p.length; k++) {
        p[k] = r[k] + kept * p[k];
      }
      square = next;
    }
    for (int k = 0; k < x.length; k++) {
      solution[k] = (float) x[k];
    }
    return check(a, b, solution);
  }

  /// One step along p; ‖r‖² after it.
  private double step(Matrix a) {
    for (int k = 0; k < p.length; k++) {
      direction[k] = (float) p[k];
    }
    a.times(direction, product);
    double curvature = dot(direction, product);
    if (!(curvature > 0 && curvature < Double.POSITIVE_INFINITY)) {
      throw new ArithmeticException(
          "the matrix is not positive definite: p·Ap is %s; more damping may help"
              .formatted(curvature));
    }
    double along = 0;
    for (int k = 0; k < r.length; k++) {
      along += r[k] * direction[k];
    }
    double length = along / curvature;
    for (int k = 0; k < x.length; k++) {
      x[k] += length * direction[k];
      r[k] -= length * product[k];
    }
    return dot(r, r);
  }

  /// What the solution is worth, by a product of its own.
  private double check(Matrix a, float[] b, float[] solution) {
    a.times(solution, product);
    double left = 0;
    for (int k = 0; k < b.length; k++) {
      double difference = (double) b[k] - product[k];
      left += difference * difference;
    }
    residual = Math.sqrt(left);
    return dot(solution, product);
  }

  /// ‖b − A·x‖ of the last solution, as it was given.
  public double residual() {
    return residual;
  }

  /// Steps that the last solution took.
  public int steps() {
    return steps;
  }

  private void requireSize(String what, float[] vector) {
    if (vector.length != x.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has %d elements, expected %d", what, vector.length, x.length));
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += (double) x[k] * y[k];
    }
    return sum;
  }
}
