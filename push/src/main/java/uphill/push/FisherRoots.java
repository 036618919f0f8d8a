package uphill.push;

import java.util.Arrays;

/// V with n·F = V·Vᵀ: what the roots of the Fisher information at the heads pull θ along.
///
/// ```text
/// M = Σᵣ uᵣuᵣᵀ at the outputs      V = (J₁ᵀu₁₁, J₂ᵀu₂₁, …, Jₙᵀuₙ₁, J₁ᵀu₁₂, …)      see [ScoreHead#roots]
/// ```
///
/// A log σ that is a parameter has ∂²KL/∂(log σ)² = 2 at every row, so one column √(2n)·e in all.
///
/// Of dense layers nothing of the size of V is stored: products of columns have closed forms. Of
/// other networks V is, when products are asked for.
final class FisherRoots {

  private final ScoreModel model;
  private final BackwardPass[] roots;
  private final int rows;
  private final int[] all;
  private final double ofLogStd;
  private double[][] stored = {};

  FisherRoots(ScorePass pass) {
    model = pass.model();
    roots = pass.roots();
    rows = pass.rows();
    all = new int[rows];
    Arrays.setAll(all, i -> i);
    ofLogStd = Math.sqrt(2.0 * rows);
  }

  /// n.
  int rows() {
    return rows;
  }

  /// Columns of V.
  int columns() {
    return roots.length * rows + model.logStdSize();
  }

  /// Elements of θ.
  int size() {
    return model.size();
  }

  /// Whether products have closed forms.
  boolean closed() {
    return model.network() instanceof DenseNetwork;
  }

  /// Vᵀ·d.
  double[] along(double[] d) {
    double[] along = new double[columns()];
    double[] speed = new double[rows];
    for (int r = 0; r < roots.length; r++) {
      roots[r].along(all, d, speed);
      System.arraycopy(speed, 0, along, r * rows, rows);
    }
    for (int j = 0; j < model.logStdSize(); j++) {
      along[roots.length * rows + j] = ofLogStd * d[model.logStdAt() + j];
    }
    return along;
  }

  /// V·y.
  double[] times(double[] y) {
    double[] sum = new double[size()];
    for (int r = 0; r < roots.length; r++) {
      roots[r].add(1, Arrays.copyOfRange(y, r * rows, (r + 1) * rows), sum);
    }
    for (int j = 0; j < model.logStdSize(); j++) {
      sum[model.logStdAt() + j] += ofLogStd * y[roots.length * rows + j];
    }
    return sum;
  }

  /// Vᵀ·(Jⱼᵀeⱼ) for errors of a sample.
  double[] products(BackwardPass errors, int j) {
    double[] products = new double[columns()];
    fill(errors, j, products);
    double[] own = errors.logStd(j);
    for (int k = 0; k < own.length; k++) {
      products[roots.length * rows + k] = ofLogStd * own[k];
    }
    return products;
  }

  /// The first of them, as many as there is room for and but for those of log σ.
  private void fill(BackwardPass errors, int j, double[] products) {
    int count = Math.min(products.length, roots.length * rows);
    double[] gradient = closed() ? new double[0] : errors.gradients(j)[0];
    for (int c = 0; c < count; c++) {
      products[c] =
          closed()
              ? roots[c / rows].product(c % rows, errors, j)
              : Vectors.dot(stored()[c], gradient);
    }
  }

  private double[][] stored() {
    if (stored.length == 0) {
      stored = new double[roots.length * rows][];
      for (int r = 0; r < roots.length; r++) {
        System.arraycopy(roots[r].gradients(all), 0, stored, r * rows, rows);
      }
    }
    return stored;
  }

  /// VᵀV, the lower triangle by rows.
  double[][] gram() {
    double[][] gram = new double[columns()][];
    for (int c = 0; c < gram.length; c++) {
      gram[c] = new double[c + 1];
      if (c < roots.length * rows) {
        fill(roots[c / rows], c % rows, gram[c]);
      } else {
        gram[c][c] = ofLogStd * ofLogStd;
      }
    }
    return gram;
  }

  /// F, the lower triangle by rows.
  double[][] fisher() {
    double[][] sum = new double[size()][];
    Arrays.setAll(sum, k -> new double[k + 1]);
    for (BackwardPass root : roots) {
      GradientBlocks.of(
          rows,
          (from, count) ->
              GradientBlocks.addSquares(
                  root.gradients(Arrays.copyOfRange(all, from, from + count)), sum));
    }
    for (int k = 0; k < sum.length; k++) {
      for (int l = 0; l <= k; l++) {
        sum[k][l] /= rows;
      }
    }
    for (int j = 0; j < model.logStdSize(); j++) {
      sum[model.logStdAt() + j][model.logStdAt() + j] += 2;
    }
    return sum;
  }
}
