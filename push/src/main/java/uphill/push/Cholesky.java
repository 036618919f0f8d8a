package uphill.push;

/// A = LᵀL of a symmetric and positive definite matrix, with L lower triangular.
///
/// ```text
/// Lᵢᵢ·Lᵢⱼ = Aᵢⱼ − Σ_{k>i} Lₖᵢ·Lₖⱼ      for j ≤ i, from the last row to the first
/// ```
///
/// Rows, and never columns, are what is summed, all of them from their beginning.
final class Cholesky {

  private final double[][] l;

  /// @param a its lower triangle by rows, i + 1 numbers in row i; L is written over it
  /// @throws ArithmeticException if it is not positive definite
  Cholesky(double[][] a) {
    l = a;
    double[] column = new double[a.length];
    for (int i = a.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < a.length; k++) {
        column[k] = -a[k][i];
      }
      Vectors.add(column, 0, a, i + 1, a.length, a[i]);
      double square = a[i][i];
      if (!(square > 0 && square < Double.POSITIVE_INFINITY)) {
        throw new ArithmeticException(
            "the Fisher information with its damping is not positive definite");
      }
      double root = Math.sqrt(square);
      for (int j = 0; j <= i; j++) {
        a[i][j] /= root;
      }
    }
  }

  /// L⁻ᵀ·b of several b, in place: bᵀA⁻¹b′ is the product of two of these.
  void half(double[]... b) {
    for (int k = l.length - 1; k >= 0; k--) {
      for (double[] y : b) {
        double z = y[k] / l[k][k];
        Vectors.addTo(y, -z, l[k]);
        y[k] = z;
      }
    }
  }

  /// A⁻¹·b, in place.
  void solve(double[] b) {
    half(b);
    for (int i = 0; i < b.length; i++) {
      double z = b[i];
      b[i] = 0;
      b[i] = (z - Vectors.dot(l[i], b)) / l[i][i];
    }
  }
}
