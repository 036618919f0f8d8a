package uphill.derive.number;

/// Sums over the entries of vectors.
public final class VectorMath {

  private VectorMath() {}

  /// Σₖ xₖ·yₖ.
  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  /// ‖x‖².
  public static double square(double[] x) {
    return dot(x, x);
  }

  /// The largest difference of two entries in the same place; NaN if there is a NaN.
  public static double distance(double[] x, double[] y) {
    double largest = x.length == y.length ? 0 : Double.NaN;
    for (int k = 0; k < Math.min(x.length, y.length); k++) {
      largest = Math.max(largest, Math.abs(x[k] - y[k]));
    }
    return largest;
  }

  /// The largest size of an entry.
  public static double largest(double[] x) {
    return distance(x, new double[x.length]);
  }

  public static double[] scaled(double factor, double[] x) {
    double[] scaled = x.clone();
    for (int k = 0; k < x.length; k++) {
      scaled[k] *= factor;
    }
    return scaled;
  }

  public static double[] difference(double[] x, double[] y) {
    double[] difference = x.clone();
    for (int k = 0; k < x.length; k++) {
      difference[k] -= y[k];
    }
    return difference;
  }
}
