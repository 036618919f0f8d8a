package uphill.autodiff;

/// The rules of [LayerNorms] in double precision, forward and in reverse.
final class DoubleLayerNorm {

  private static final double EPSILON = 1e-5;

  private DoubleLayerNorm() {}

  static void value(Op.LayerNorm norm, Node node, DoubleBlock block, Snapshot parameters) {
    int columns = node.columns;
    double[] y = block.value(node);
    double[] z = new double[columns];
    double[] gain = parameters.of(norm.gain());
    double[] bias = parameters.of(norm.bias());
    for (int i = 0; i < block.rows; i++) {
      normalize(block.value(node.a), i * columns, z);
      for (int j = 0; j < columns; j++) {
        y[i * columns + j] = z[j] * gain[norm.gain().at() + j] + bias[norm.bias().at() + j];
      }
    }
    DoubleForward.activate(norm.activation(), node, block);
  }

  static void addGradients(
      Op.LayerNorm norm,
      Node node,
      DoubleBlock block,
      Snapshot parameters,
      double[] gradient,
      double[] size) {
    int columns = node.columns;
    int gainAt = norm.gain().at();
    double[] gain = parameters.of(norm.gain());
    double[] delta = block.delta;
    double[] dx = block.gradient(node.a);
    double[] z = new double[columns];
    double[] u = new double[columns];
    DoubleReverse.activate(norm.activation(), node, block);
    for (int i = 0; i < block.rows; i++) {
      int at = i * columns;
      double s = normalize(block.value(node.a), at, z);
      for (int j = 0; j < columns; j++) {
        if (parameters.learns(norm.gain())) {
          double share = delta[at + j] * z[j];
          gradient[gainAt + j] += share;
          size[gainAt + j] += Math.abs(share);
        }
        u[j] = delta[at + j] * gain[gainAt + j];
      }
      if (block.wants(node.a)) {
        addProjection(s, z, u, dx, at);
      }
    }
    if (parameters.learns(norm.bias())) {
      DoubleReverse.addColumns(block.rows, columns, delta, gradient, size, norm.bias().at());
    }
  }

  /// Fills z with the row, shifted and scaled, and gives s.
  static double normalize(double[] x, int at, double[] z) {
    int n = z.length;
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += x[at + j];
    }
    double squares = 0;
    for (int j = 0; j < n; j++) {
      z[j] = x[at + j] - sum / n;
      squares += z[j] * z[j];
    }
    double s = 1 / Math.sqrt(squares / n + EPSILON);
    for (int j = 0; j < n; j++) {
      z[j] *= s;
    }
    return s;
  }

  /// Adds s·(u − mean u − z·mean(u∘z)).
  private static void addProjection(double s, double[] z, double[] u, double[] dx, int at) {
    int n = z.length;
    double sum = 0;
    double along = 0;
    for (int j = 0; j < n; j++) {
      sum += u[j];
      along += u[j] * z[j];
    }
    for (int j = 0; j < n; j++) {
      dx[at + j] += s * (u[j] - sum / n - z[j] * along / n);
    }
  }
}
