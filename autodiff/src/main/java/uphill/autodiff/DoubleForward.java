package uphill.autodiff;

import uphill.kernel.Kernels.Activation;

/// The value of every operation in double precision, given the values of its operands, on the
/// branch that single precision took: where x is below a bound, which of two numbers is less, and
/// whether a unit is active are read from what training computed.
final class DoubleForward {

  private DoubleForward() {}

  static void value(Node node, DoubleBlock block, Snapshot parameters) {
    int n = block.size(node);
    double[] y = block.value(node);
    double[] a = block.value(node.a);
    double[] b = block.value(node.b);
    float[] takenA = block.taken(node.a);
    float[] takenB = block.taken(node.b);
    int aAt = block.at(node.a);
    int bAt = block.at(node.b);
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine affine -> affine(affine, node, block, parameters);
      case Op.LayerNorm norm -> DoubleLayerNorm.value(norm, node, block, parameters);
      case Op.Variance variance -> DoubleVariances.value(variance, node, block, parameters);
      case Op.Repeat(var row) -> repeat(parameters.of(row), row.at(), node.columns, n, y);
      case Op.Add _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] + b[i];
        }
      }
      case Op.Sub _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] - b[i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] * b[i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] / b[i];
        }
      }
      case Op.Min _ -> {
        for (int i = 0; i < n; i++) {
          float p = takenA[aAt + i];
          float q = takenB[bAt + i];
          y[i] = p <= q ? a[i] : q < p ? b[i] : Double.NaN;
        }
      }
      case Op.Max _ -> {
        for (int i = 0; i < n; i++) {
          float p = takenA[aAt + i];
          float q = takenB[bAt + i];
          y[i] = p >= q ? a[i] : q > p ? b[i] : Double.NaN;
        }
      }
      case Op.Concat _ -> {
        int left = node.a.columns;
        copy(block.rows, left, a, 0, left, y, 0, node.columns);
        copy(block.rows, node.b.columns, b, 0, node.b.columns, y, left, node.columns);
      }
      case Op.Columns(_, var from, _) ->
          copy(block.rows, node.columns, a, from, node.a.columns, y, 0, node.columns);
      case Op.Scale(_, var factor) -> {
        for (int i = 0; i < n; i++) {
          y[i] = factor * a[i];
        }
      }
      case Op.Shift(_, var offset) -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] + offset;
        }
      }
      case Op.Exp _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = StrictMath.exp(a[i]);
        }
      }
      case Op.Log _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = StrictMath.log(a[i]);
        }
      }
      case Op.Tanh _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = StrictMath.tanh(a[i]);
        }
      }
      case Op.Softplus _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.max(a[i], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a[i])));
        }
      }
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] * a[i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; i < n; i++) {
          float x = takenA[aAt + i];
          y[i] = x < low ? low : x > high ? high : a[i];
        }
      }
      case Op.LogSoftmax _ -> logSoftmax(block.rows, node.columns, a, y);
      case Op.Pick _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i * node.a.columns + (int) takenB[bAt + i]];
        }
      }
      case Op.SumColumns _ -> sumColumns(node.a.columns, n, a, y);
    }
  }

  private static void affine(Op.Affine affine, Node node, DoubleBlock block, Snapshot parameters) {
    int in = node.a.columns;
    int out = node.columns;
    int n = block.size(node);
    double[] x = block.value(node.a);
    double[] y = block.value(node);
    double[] w = parameters.of(affine.weight());
    int wAt = affine.weight().at();
    repeat(parameters.of(affine.bias()), affine.bias().at(), out, n, y);
    for (int i = 0; i < block.rows; i++) {
      for (int k = 0; k < in; k++) {
        double xik = x[i * in + k];
        int row = wAt + k * out;
        for (int j = 0; j < out; j++) {
          y[i * out + j] += xik * w[row + j];
        }
      }
    }
    activate(affine.activation(), node, block);
  }

  /// y ← f(y).
  static void activate(Activation activation, Node node, DoubleBlock block) {
    int n = block.size(node);
    double[] y = block.value(node);
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[i] = StrictMath.tanh(y[i]);
        }
      }
      case RELU -> {
        float[] taken = block.taken(node);
        for (int i = 0; i < n; i++) {
          y[i] = taken[i] > 0 ? y[i] : taken[i]; // 0, or NaN
        }
      }
    }
  }

  /// Copies a matrix [rows, columns] whose rows lie so far apart.
  static void copy(
      int rows,
      int columns,
      double[] from,
      int fromAt,
      int fromRow,
      double[] to,
      int toAt,
      int toRow) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromAt + i * fromRow, to, toAt + i * toRow, columns);
    }
  }

  private static void repeat(double[] row, int rowAt, int columns, int n, double[] y) {
    for (int i = 0; i < n; i += columns) {
      System.arraycopy(row, rowAt, y, i, columns);
    }
  }

  private static void logSoftmax(int rows, int columns, double[] a, double[] y) {
    for (int i = 0; i < rows * columns; i += columns) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = i; j < i + columns; j++) {
        max = Math.max(max, a[j]);
      }
      double sum = 0;
      for (int j = i; j < i + columns; j++) {
        sum += StrictMath.exp(a[j] - max);
      }
      double logSum = StrictMath.log(sum);
      for (int j = i; j < i + columns; j++) {
        y[j] = (a[j] - max) - logSum;
      }
    }
  }

  private static void sumColumns(int columns, int rows, double[] a, double[] y) {
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += a[i * columns + j];
      }
      y[i] = sum;
    }
  }
}
