package uphill.autodiff;

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
    switch (node.op) {
      case Op.Input _ -> {}
      case Op.Affine affine -> affine(affine, node, block, parameters);
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
          boolean ordered = takenA[i] <= takenB[i] || takenB[i] <= takenA[i];
          y[i] = ordered ? (takenA[i] <= takenB[i] ? a[i] : b[i]) : Double.NaN;
        }
      }
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
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] * a[i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; i < n; i++) {
          y[i] = takenA[i] < low ? low : takenA[i] > high ? high : a[i];
        }
      }
      case Op.LogSoftmax _ -> logSoftmax(block.rows, node.columns, a, y);
      case Op.Pick _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i * node.a.columns + (int) takenB[i]];
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
    switch (affine.activation()) {
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
