package uphill.autodiff;

import uphill.kernel.Kernels.Activation;

/// D² of the operands of every operation, given its own: the rules of [DoubleReverse] for
/// [DoubleSizes].
final class ReverseSizes {

  private final double[][] x; // X² by node
  private final double[][] d; // D²
  private final boolean[] wanted;

  ReverseSizes(double[][] x, double[][] d, boolean[] wanted) {
    this.x = x;
    this.d = d;
    this.wanted = wanted;
  }

  void propagate(Node node, DoubleBlock block, Snapshot parameters, double[] sum) {
    int n = block.size(node);
    double[] y = block.value(node);
    double[] a = block.value(node.a);
    double[] b = block.value(node.b);
    double[] xa = x[node.a.index];
    double[] xb = x[node.b.index];
    double[] xy = x[node.index];
    double[] g = d[node.index];
    double[] da = d[node.a.index];
    double[] db = d[node.b.index];
    boolean toA = wanted[node.a.index];
    boolean toB = wanted[node.b.index];
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine affine -> propagate(affine, node, block, parameters, sum);
      case Op.LayerNorm norm -> propagate(norm, node, block, parameters, sum);
      case Op.Variance variance ->
          DoubleVariances.propagateSizes(
              variance, node, block, parameters, xa, g, toA ? da : new double[0], sum);
      case Op.Repeat(var row) -> {
        if (parameters.learns(row)) {
          addRoots(block.rows, node.columns, g, sum, row.at());
        }
      }
      case Op.Add _, Op.Sub _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += g[i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * xb[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += g[i] * xa[i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * xb[i] / ForwardSizes.square(b[i] * b[i]);
        }
        for (int i = 0; toB && i < n; i++) {
          double of = xy[i] + ForwardSizes.square(y[i] / b[i]) * xb[i];
          db[i] += g[i] * of / ForwardSizes.square(b[i]);
        }
      }
      case Op.Min _, Op.Max _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += y[i] == a[i] ? g[i] : 0;
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += y[i] == a[i] ? 0 : g[i];
        }
      }
      case Op.Concat _ -> {
        int left = node.a.columns;
        int right = node.b.columns;
        if (toA) {
          DoubleReverse.addRows(block.rows, left, g, 0, node.columns, da, 0, left);
        }
        if (toB) {
          DoubleReverse.addRows(block.rows, right, g, left, node.columns, db, 0, right);
        }
      }
      case Op.Columns(_, var from, _) -> {
        if (toA) {
          DoubleReverse.addRows(
              block.rows, node.columns, g, 0, node.columns, da, from, node.a.columns);
        }
      }
      case Op.Scale(_, var factor) -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += ForwardSizes.square(factor) * g[i];
        }
      }
      case Op.Shift _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i];
        }
      }
      case Op.Exp _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * xy[i];
        }
      }
      case Op.Log _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * xa[i] / ForwardSizes.square(a[i] * a[i]);
        }
      }
      case Op.Tanh _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * tanhSlope(y[i], xy[i]);
        }
      }
      case Op.Softplus _ -> {
        for (int i = 0; toA && i < n; i++) {
          double slope = DoubleReverse.logistic(a[i]);
          da[i] += g[i] * ForwardSizes.square(slope) * (1 + ForwardSizes.square(1 - slope) * xa[i]);
        }
      }
      case Op.Square _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * 4 * xa[i];
        }
      }
      case Op.Clamp _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += y[i] == a[i] ? g[i] : 0;
        }
      }
      case Op.LogSoftmax _ -> {
        for (int i = 0; toA && i < n; i += node.columns) {
          double total = 0;
          for (int j = i; j < i + node.columns; j++) {
            total += g[j];
          }
          for (int j = i; j < i + node.columns; j++) {
            da[j] += g[j] + ForwardSizes.square(StrictMath.exp(y[j])) * (1 + xy[j]) * total;
          }
        }
      }
      case Op.Pick _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i * node.a.columns + (int) b[i]] += g[i];
        }
      }
      case Op.SumColumns _ -> {
        int columns = node.a.columns;
        for (int i = 0; toA && i < n * columns; i++) {
          da[i] += g[i / columns];
        }
      }
    }
  }

  /// (1 − h²)², with what it loses where h has this X².
  private static double tanhSlope(double h, double x) {
    return ForwardSizes.square(1 + h * h) + 4 * h * h * (x - h * h);
  }

  /// D² of an activation's sums, in place.
  private void reverse(Activation activation, Node node, DoubleBlock block) {
    int n = block.size(node);
    double[] g = d[node.index];
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> {
        for (int i = 0; i < n; i++) {
          g[i] *= tanhSlope(block.value(node)[i], x[node.index][i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          g[i] = block.taken(node)[i] > 0 ? g[i] : 0;
        }
      }
    }
  }

  private void propagate(
      Op.Affine affine, Node node, DoubleBlock block, Snapshot parameters, double[] sum) {
    int in = node.a.columns;
    int out = node.columns;
    reverse(affine.activation(), node, block);
    double[] g = d[node.index];
    double[] below = x[node.a.index];
    double[] w = parameters.of(affine.weight());
    double[] da = d[node.a.index];
    double[] roots = roots(g, block.size(node));
    boolean learns = parameters.learns(affine.weight());
    if (parameters.learns(affine.bias())) {
      addRoots(block.rows, out, g, sum, affine.bias().at());
    }
    for (int i = 0; i < block.rows; i++) {
      for (int k = 0; k < in; k++) {
        int row = affine.weight().at() + k * out;
        double of = Math.sqrt(below[i * in + k]);
        double back = 0;
        for (int j = 0; j < out; j++) {
          if (learns) {
            sum[row + j] += of * roots[i * out + j];
          }
          back += ForwardSizes.square(w[row + j]) * g[i * out + j];
        }
        if (wanted[node.a.index]) {
          da[i * in + k] += back;
        }
      }
    }
  }

  private void propagate(
      Op.LayerNorm norm, Node node, DoubleBlock block, Snapshot parameters, double[] sum) {
    int columns = node.columns;
    reverse(norm.activation(), node, block);
    double[] g = d[node.index];
    double[] gain = parameters.of(norm.gain());
    double[] z = new double[columns];
    double[] ofZ = new double[columns];
    double[] u = new double[columns];
    boolean learns = parameters.learns(norm.gain());
    if (parameters.learns(norm.bias())) {
      addRoots(block.rows, columns, g, sum, norm.bias().at());
    }
    for (int i = 0; i < block.rows; i++) {
      int at = i * columns;
      double s = DoubleLayerNorm.normalize(block.value(node.a), at, z);
      double lost = ForwardSizes.ofNormalized(s, z, x[node.a.index], at, ofZ);
      for (int j = 0; j < columns; j++) {
        if (learns) {
          sum[norm.gain().at() + j] += Math.sqrt(ofZ[j] * g[at + j]);
        }
        u[j] = ForwardSizes.square(gain[norm.gain().at() + j]) * g[at + j];
      }
      if (wanted[node.a.index]) {
        addProjection(s, lost, z, ofZ, u, d[node.a.index], at);
      }
    }
  }

  /// Adds that of s·(u − mean u − z·mean(u∘z)).
  private static void addProjection(
      double s, double lost, double[] z, double[] ofZ, double[] u, double[] da, int at) {
    int n = z.length;
    double mean = 0;
    double along = 0;
    double alongSize = 0;
    for (int j = 0; j < n; j++) {
      mean += u[j] / ForwardSizes.square(n);
      along += u[j] * ForwardSizes.square(z[j]) / ForwardSizes.square(n);
      alongSize += u[j] * ofZ[j] / ForwardSizes.square(n);
    }
    for (int j = 0; j < n; j++) {
      double projected = u[j] + mean + ForwardSizes.square(z[j]) * along;
      double slopes = ofZ[j] * along + ForwardSizes.square(z[j]) * alongSize;
      da[at + j] += ForwardSizes.square(s) * ((1 + lost) * projected + slopes);
    }
  }

  private static double[] roots(double[] squares, int n) {
    double[] roots = new double[n];
    for (int i = 0; i < n; i++) {
      roots[i] = Math.sqrt(squares[i]);
    }
    return roots;
  }

  private static void addRoots(int rows, int columns, double[] from, double[] sum, int at) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sum[at + j] += Math.sqrt(from[i * columns + j]);
      }
    }
  }
}
