package uphill.autodiff;

import uphill.kernel.Kernels.Activation;

/// The rules of [Reverse] in double precision, on the branch that single precision took: given g =
/// ∂L/∂y, adds its share to ∂L/∂ of each operand, and of each parameter. It leaves g as it is.
final class DoubleReverse {

  private DoubleReverse() {}

  /// @param gradient what ∂L/∂θ is added to, row by row
  /// @param size what the absolute value of each such share is added to
  static void propagate(
      Node node, DoubleBlock block, Snapshot parameters, double[] gradient, double[] size) {
    int n = block.size(node);
    double[] g = block.gradient(node);
    double[] y = block.value(node);
    double[] a = block.value(node.a);
    double[] b = block.value(node.b);
    double[] da = block.gradient(node.a);
    double[] db = block.gradient(node.b);
    float[] takenA = block.taken(node.a);
    float[] takenB = block.taken(node.b);
    int aAt = block.at(node.a);
    int bAt = block.at(node.b);
    boolean toA = block.wants(node.a);
    boolean toB = block.wants(node.b);
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine affine -> affine(affine, node, block, parameters, gradient, size);
      case Op.LayerNorm norm ->
          DoubleLayerNorm.addGradients(norm, node, block, parameters, gradient, size);
      case Op.Variance variance ->
          DoubleVariances.addGradients(variance, node, block, parameters, gradient, size);
      case Op.Repeat(var row) -> {
        if (parameters.learns(row)) {
          addColumns(block.rows, node.columns, g, gradient, size, row.at());
        }
      }
      case Op.Add _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += g[i];
        }
      }
      case Op.Sub _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] -= g[i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * b[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += g[i] * a[i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] / b[i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] -= g[i] * y[i] / b[i];
        }
      }
      case Op.Min _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += takenA[aAt + i] <= takenB[bAt + i] ? g[i] : 0;
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += takenA[aAt + i] <= takenB[bAt + i] ? 0 : g[i];
        }
      }
      case Op.Max _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += takenA[aAt + i] >= takenB[bAt + i] ? g[i] : 0;
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += takenA[aAt + i] >= takenB[bAt + i] ? 0 : g[i];
        }
      }
      case Op.Concat _ -> {
        int left = node.a.columns;
        int right = node.b.columns;
        if (toA) {
          addRows(block.rows, left, g, 0, node.columns, da, 0, left);
        }
        if (toB) {
          addRows(block.rows, right, g, left, node.columns, db, 0, right);
        }
      }
      case Op.Columns(_, var from, _) -> {
        if (toA) {
          addRows(block.rows, node.columns, g, 0, node.columns, da, from, node.a.columns);
        }
      }
      case Op.Scale(_, var factor) -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += factor * g[i];
        }
      }
      case Op.Shift _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i];
        }
      }
      case Op.Exp _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * y[i];
        }
      }
      case Op.Log _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] / a[i];
        }
      }
      case Op.Tanh _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * tanhSlope(y[i]);
        }
      }
      case Op.Softplus _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * logistic(a[i]);
        }
      }
      case Op.Square _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * 2 * a[i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += takenA[aAt + i] < low || takenA[aAt + i] > high ? 0 : g[i];
        }
      }
      case Op.LogSoftmax _ -> {
        if (toA) {
          logSoftmax(block.rows, node.columns, y, g, da);
        }
      }
      case Op.Pick _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i * node.a.columns + (int) takenB[bAt + i]] += g[i];
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

  /// tanh′ = 1 − y², where nothing is lost to 1 − y near the ends.
  private static double tanhSlope(double y) {
    return (1 - y) * (1 + y);
  }

  /// 1/(1 + e⁻ˣ).
  static double logistic(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /// Adds a matrix [rows, columns] to another, whose rows lie so far apart.
  static void addRows(
      int rows,
      int columns,
      double[] from,
      int fromAt,
      int fromRow,
      double[] to,
      int toAt,
      int toRow) {
    for (int i = 0; i < rows; i++) {
      int x = fromAt + i * fromRow;
      int y = toAt + i * toRow;
      for (int j = 0; j < columns; j++) {
        to[y + j] += from[x + j];
      }
    }
  }

  private static void affine(
      Op.Affine affine,
      Node node,
      DoubleBlock block,
      Snapshot parameters,
      double[] gradient,
      double[] size) {
    int rows = block.rows;
    int in = node.a.columns;
    int out = node.columns;
    double[] delta = block.delta;
    Parameter weight = affine.weight();
    activate(affine.activation(), node, block);
    if (parameters.learns(weight)) {
      addOuterProducts(rows, in, out, block.value(node.a), delta, gradient, size, weight.at());
    }
    if (parameters.learns(affine.bias())) {
      addColumns(rows, out, delta, gradient, size, affine.bias().at());
    }
    if (block.wants(node.a)) {
      double[] w = parameters.of(weight);
      double[] dx = block.gradient(node.a);
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < in; k++) {
          double sum = 0;
          for (int j = 0; j < out; j++) {
            sum += delta[i * out + j] * w[weight.at() + k * out + j];
          }
          dx[i * in + k] += sum;
        }
      }
    }
  }

  /// δ = g∘f′.
  static void activate(Activation activation, Node node, DoubleBlock block) {
    double[] delta = block.delta;
    int n = block.size(node);
    double[] g = block.gradient(node);
    switch (activation) {
      case IDENTITY -> System.arraycopy(g, 0, delta, 0, n);
      case TANH -> {
        double[] y = block.value(node);
        for (int i = 0; i < n; i++) {
          delta[i] = g[i] * tanhSlope(y[i]);
        }
      }
      case RELU -> {
        float[] taken = block.taken(node);
        for (int i = 0; i < n; i++) {
          delta[i] = taken[i] > 0 ? g[i] : 0;
        }
      }
    }
  }

  private static void addOuterProducts(
      int rows,
      int in,
      int out,
      double[] x,
      double[] delta,
      double[] gradient,
      double[] size,
      int at) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < in; k++) {
        double xik = x[i * in + k];
        int row = at + k * out;
        for (int j = 0; j < out; j++) {
          double share = xik * delta[i * out + j];
          gradient[row + j] += share;
          size[row + j] += Math.abs(share);
        }
      }
    }
  }

  static void addColumns(
      int rows, int columns, double[] x, double[] gradient, double[] size, int at) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        gradient[at + j] += x[i * columns + j];
        size[at + j] += Math.abs(x[i * columns + j]);
      }
    }
  }

  private static void logSoftmax(int rows, int columns, double[] y, double[] g, double[] da) {
    for (int i = 0; i < rows * columns; i += columns) {
      double total = 0;
      for (int j = i; j < i + columns; j++) {
        total += g[j];
      }
      for (int j = i; j < i + columns; j++) {
        da[j] += g[j] - StrictMath.exp(y[j]) * total;
      }
    }
  }
}
