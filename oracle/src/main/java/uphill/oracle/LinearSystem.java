package uphill.oracle;

/// M·x = b for a square M, by LU factors with partial pivoting and one step of refinement.
final class LinearSystem {

  private final int n;
  private final double[][] matrix;
  private final double[][] factors; // L below the diagonal, U on and above it, rows permuted
  private final int[] order; // row i of the factors is row order[i] of M

  /// @throws ArithmeticException if M is singular
  LinearSystem(double[][] matrix) {
    n = matrix.length;
    this.matrix = matrix;
    factors = new double[n][];
    order = new int[n];
    for (int i = 0; i < n; i++) {
      factors[i] = matrix[i].clone();
      order[i] = i;
    }
    for (int k = 0; k < n; k++) {
      pivot(k);
      double[] top = factors[k];
      for (int i = k + 1; i < n; i++) {
        double[] row = factors[i];
        double factor = row[k] / top[k];
        row[k] = factor;
        if (factor != 0) {
          for (int j = k + 1; j < n; j++) {
            row[j] -= factor * top[j];
          }
        }
      }
    }
  }

  private void pivot(int k) {
    int best = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(factors[i][k]) > Math.abs(factors[best][k])) {
        best = i;
      }
    }
    if (factors[best][k] == 0) {
      throw new ArithmeticException("the linear system is singular in column " + k);
    }
    double[] row = factors[k];
    factors[k] = factors[best];
    factors[best] = row;
    int number = order[k];
    order[k] = order[best];
    order[best] = number;
  }

  /// x with M·x = b.
  double[] solve(double[] b) {
    double[] x = substitute(b);
    double[] residual = b.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        residual[i] -= matrix[i][j] * x[j];
      }
    }
    return add(x, substitute(residual));
  }

  /// x with Mᵀ·x = b.
  double[] solveTransposed(double[] b) {
    double[] x = substituteTransposed(b);
    double[] residual = b.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        residual[j] -= matrix[i][j] * x[i];
      }
    }
    return add(x, substituteTransposed(residual));
  }

  private static double[] add(double[] x, double[] correction) {
    for (int i = 0; i < x.length; i++) {
      x[i] += correction[i];
    }
    return x;
  }

  private double[] substitute(double[] b) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = b[order[i]];
      for (int j = 0; j < i; j++) {
        sum -= factors[i][j] * x[j];
      }
      x[i] = sum;
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int j = i + 1; j < n; j++) {
        sum -= factors[i][j] * x[j];
      }
      x[i] = sum / factors[i][i];
    }
    return x;
  }

  /// Uᵀ·y = b, Lᵀ·z = y, and the permutation undone.
  private double[] substituteTransposed(double[] b) {
    double[] y = b.clone();
    for (int i = 0; i < n; i++) {
      y[i] /= factors[i][i];
      for (int j = i + 1; j < n; j++) {
        y[j] -= factors[i][j] * y[i];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = 0; j < i; j++) {
        y[j] -= factors[i][j] * y[i];
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[order[i]] = y[i];
    }
    return x;
  }
}
