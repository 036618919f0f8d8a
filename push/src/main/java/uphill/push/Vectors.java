package uphill.push;

/// Sums of vectors in double precision, in loops that the JIT compiler turns into vector
/// instructions: it does so where all arrays are indexed by the loop's variable alone.
final class Vectors {

  private Vectors() {}

  /// x∘y.
  static double[] times(double[] x, double[] y) {
    double[] product = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      product[j] = x[j] * y[j];
    }
    return product;
  }

  /// |x|.
  static double[] absolute(double[] x) {
    double[] absolute = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      absolute[j] = Math.abs(x[j]);
    }
    return absolute;
  }

  /// y += a·x.
  static void add(double a, double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += a * x[j];
    }
  }

  /// y += a·x over the elements of x, which may be fewer.
  static void addTo(double[] y, double a, double[] x) {
    for (int j = 0; j < x.length; j++) {
      y[j] += a * x[j];
    }
  }

  /// y += Σ aₖ·xₖ for k from `from` to `to`, four at a time: `a` begins at `at`.
  static void add(double[] a, int at, double[][] x, int from, int to, double[] y) {
    int k = from;
    for (; k + 4 <= to; k += 4) {
      add4(
          a[at + k],
          x[k],
          a[at + k + 1],
          x[k + 1],
          a[at + k + 2],
          x[k + 2],
          a[at + k + 3],
          x[k + 3],
          y);
    }
    for (; k < to; k++) {
      add(a[at + k], x[k], y);
    }
  }

  /// y += a·p + b·q + c·r + d·s.
  static void add4(
      double a,
      double[] p,
      double b,
      double[] q,
      double c,
      double[] r,
      double d,
      double[] s,
      double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += (a * p[j] + b * q[j]) + (c * r[j] + d * s[j]);
    }
  }

  /// x·y, as four sums that do not wait for each other.
  static double dot(double[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 4 <= x.length; j += 4) {
      a += x[j] * y[j];
      b += x[j + 1] * y[j + 1];
      c += x[j + 2] * y[j + 2];
      d += x[j + 3] * y[j + 3];
    }
    for (; j < x.length; j++) {
      a += x[j] * y[j];
    }
    return (a + b) + (c + d);
  }
}
