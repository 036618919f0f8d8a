package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// V with n·F = V·Vᵀ: what the roots of the Fisher information at the heads pull θ along.
///
/// ```text
/// M = Σᵣ uᵣuᵣᵀ at the outputs      V = (J₁ᵀu₁₁, J₂ᵀu₂₁, …, Jₙᵀuₙ₁, J₁ᵀu₁₂, …)      see [ScoreHead#roots]
/// ```
///
/// A log σ that is a parameter has ∂²KL/∂(log σ)² = 2 at every row, so one column √(2n)·e in all.
///
/// M is of a state, whatever was done there: rows of one state have the same columns, and are one
/// column, times the root of their number. A table of S states has S of them at most.
///
/// Of dense layers nothing of the size of V is stored: products of columns have closed forms. Of
/// other networks V is, when products are asked for.
final class FisherRoots {

  private final ScoreModel model;
  private final ForwardPass forward;
  private final BackwardPass[] roots;
  private final int rows;
  private final int[] states; // the first row of each
  private final double[] root; // of the number of rows that are of each
  private final double ofLogStd;
  private double[][] stored = {};

  FisherRoots(ScorePass pass) {
    model = pass.model();
    forward = pass.forward();
    roots = pass.roots();
    rows = pass.rows();
    Map<List<Double>, Integer> counts = new LinkedHashMap<>();
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      if (counts.merge(pass.samples().state(i), 1, Integer::sum) == 1) {
        firsts.add(i);
      }
    }
    states = firsts.stream().mapToInt(i -> i).toArray();
    root = counts.values().stream().mapToDouble(Math::sqrt).toArray();
    ofLogStd = Math.sqrt(2.0 * rows);
  }

  /// n.
  int rows() {
    return rows;
  }

  /// Columns of V.
  int columns() {
    return ofOutputs() + model.logStdSize();
  }

  /// Those that are of the outputs.
  private int ofOutputs() {
    return roots.length * states.length;
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
      roots[r].along(states, d, speed);
      for (int n = 0; n < states.length; n++) {
        along[r * states.length + n] = root[n] * speed[states[n]];
      }
    }
    for (int j = 0; j < model.logStdSize(); j++) {
      along[ofOutputs() + j] = ofLogStd * d[model.logStdAt() + j];
    }
    return along;
  }

  /// V·y.
  double[] times(double[] y) {
    double[] sum = new double[size()];
    double[] factor = new double[rows];
    for (int r = 0; r < roots.length; r++) {
      for (int n = 0; n < states.length; n++) {
        factor[states[n]] = root[n] * y[r * states.length + n];
      }
      roots[r].add(states, 1, factor, sum);
    }
    for (int j = 0; j < model.logStdSize(); j++) {
      sum[model.logStdAt() + j] += ofLogStd * y[ofOutputs() + j];
    }
    return sum;
  }

  /// F·d = (1/n)·Σᵢ Jᵢᵀ·Mᵢ·(Jᵢ·d), by one pass forwards and one backwards for all roots.
  double[] product(double[] d) {
    double[][] speeds = forward.speeds(d);
    double[][] errors = new double[rows][];
    for (int i = 0; i < rows; i++) {
      errors[i] = new double[speeds[i].length];
      for (BackwardPass pass : roots) {
        double[] u = pass.output(i);
        Vectors.add(Vectors.dot(u, speeds[i]), u, errors[i]);
      }
    }
    double[] product = new double[size()];
    double[] one = new double[rows];
    Arrays.fill(one, 1);
    double[][] none = new double[model.logStdSize() == 0 ? 0 : rows][model.logStdSize()];
    forward.back(errors, none).add(1.0 / rows, one, product);
    for (int j = 0; j < model.logStdSize(); j++) {
      product[model.logStdAt() + j] += 2 * d[model.logStdAt() + j];
    }
    return product;
  }

  /// Vᵀ·(Jⱼᵀeⱼ) for errors of a sample.
  double[] products(BackwardPass errors, int j) {
    double[] products = new double[columns()];
    fill(errors, j, products);
    double[] own = errors.logStd(j);
    for (int k = 0; k < own.length; k++) {
      products[ofOutputs() + k] = ofLogStd * own[k];
    }
    return products;
  }

  /// The first of them, as many as there is room for and but for those of log σ.
  private void fill(BackwardPass errors, int j, double[] products) {
    int count = Math.min(products.length, ofOutputs());
    double[] gradient = closed() ? new double[0] : errors.gradients(j)[0];
    for (int c = 0; c < count; c++) {
      int n = c % states.length;
      products[c] =
          closed()
              ? root[n] * roots[c / states.length].product(states[n], errors, j)
              : Vectors.dot(stored()[c], gradient);
    }
  }

  private double[][] stored() {
    if (stored.length == 0) {
      stored = new double[ofOutputs()][];
      for (int r = 0; r < roots.length; r++) {
        double[][] columns = columns(r, 0, states.length);
        System.arraycopy(columns, 0, stored, r * states.length, states.length);
      }
    }
    return stored;
  }

  /// Columns of one root, of so many states.
  private double[][] columns(int r, int from, int count) {
    double[][] columns = roots[r].gradients(Arrays.copyOfRange(states, from, from + count));
    for (int n = 0; n < count; n++) {
      double factor = root[from + n];
      double[] column = columns[n];
      Arrays.setAll(column, k -> factor * column[k]);
    }
    return columns;
  }

  /// VᵀV, the lower triangle by rows.
  double[][] gram() {
    double[][] gram = new double[columns()][];
    for (int c = 0; c < gram.length; c++) {
      gram[c] = new double[c + 1];
      if (c < ofOutputs()) {
        int n = c % states.length;
        fill(roots[c / states.length], states[n], gram[c]);
        for (int other = 0; other <= c; other++) {
          gram[c][other] *= root[n];
        }
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
    for (int r = 0; r < roots.length; r++) {
      int of = r;
      GradientBlocks.of(
          states.length, (from, count) -> GradientBlocks.addSquares(columns(of, from, count), sum));
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
