package uphill.mujoco;

/// Sums in the order in which numpy adds, which decides their last bits.
///
/// ```text
/// n < 8      one after the other
/// n ≤ 128    eight sums side by side, ((s₀+s₁)+(s₂+s₃))+((s₄+s₅)+(s₆+s₇)), then the rest
/// ```
///
/// Nothing that is added here has more.
final class Numpy {

  private static final int LANES = 8;

  private Numpy() {}

  /// Σ xᵢ.
  static double sum(double[] x) {
    int whole = x.length - x.length % LANES;
    double sum = 0;
    if (whole > 0) {
      double lower =
          (lane(x, 0, whole) + lane(x, 1, whole)) + (lane(x, 2, whole) + lane(x, 3, whole));
      double upper =
          (lane(x, 4, whole) + lane(x, 5, whole)) + (lane(x, 6, whole) + lane(x, 7, whole));
      sum = lower + upper;
    }
    for (int i = whole; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  private static double lane(double[] x, int lane, int whole) {
    double sum = x[lane];
    for (int i = lane + LANES; i < whole; i += LANES) {
      sum += x[i];
    }
    return sum;
  }

  /// Squares the numbers where they are, and adds them up.
  static double squares(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= x[i];
    }
    return sum(x);
  }

  /// w·Σ aᵢ², of 32 bits throughout: what numpy 2 makes of an action, and a weight of Python's.
  static float squares(double weight, float[] a) {
    return (float) weight * squares(a);
  }

  /// Σ aᵢ² in 32 bits.
  static float squares(float[] a) {
    int whole = a.length - a.length % LANES;
    float sum = 0;
    if (whole > 0) {
      float lower =
          (lane(a, 0, whole) + lane(a, 1, whole)) + (lane(a, 2, whole) + lane(a, 3, whole));
      float upper =
          (lane(a, 4, whole) + lane(a, 5, whole)) + (lane(a, 6, whole) + lane(a, 7, whole));
      sum = lower + upper;
    }
    for (int i = whole; i < a.length; i++) {
      sum += a[i] * a[i];
    }
    return sum;
  }

  private static float lane(float[] a, int lane, int whole) {
    float sum = a[lane] * a[lane];
    for (int i = lane + LANES; i < whole; i += LANES) {
      sum += a[i] * a[i];
    }
    return sum;
  }

  /// √(x² + y²).
  static double norm(double x, double y) {
    return Math.sqrt(Math.fma(y, y, x * x));
  }

  /// √(x² + y² + z²), by fused multiply-adds, as the library that numpy has for products does it.
  static double norm(double x, double y, double z) {
    return Math.sqrt(Math.fma(z, z, Math.fma(y, y, x * x)));
  }
}
