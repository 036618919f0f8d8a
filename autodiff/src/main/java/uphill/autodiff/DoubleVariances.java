package uphill.autodiff;

/// The rules of [Variances] in double precision, and those of [DoubleSizes] for them.
final class DoubleVariances {

  private DoubleVariances() {}

  static void value(Op.Variance variance, Node node, DoubleBlock block, Snapshot parameters) {
    int in = node.a.columns;
    int out = node.columns;
    double[] x = block.value(node.a);
    double[] y = block.value(node);
    double[] v = squares(variance, parameters);
    for (int i = 0; i < block.rows; i++) {
      for (int j = 0; j < out; j++) {
        double sum = 0;
        for (int k = 0; k < in; k++) {
          sum += x[i * in + k] * v[k * out + j];
        }
        y[i * out + j] = sum;
      }
    }
  }

  static void addGradients(
      Op.Variance variance,
      Node node,
      DoubleBlock block,
      Snapshot parameters,
      double[] gradient,
      double[] size) {
    int in = node.a.columns;
    int out = node.columns;
    double[] x = block.value(node.a);
    double[] g = block.gradient(node);
    double[] dx = block.gradient(node.a);
    double[] v = squares(variance, parameters);
    Parameter logStd = variance.logStd();
    boolean learns = parameters.learns(logStd);
    boolean toX = block.wants(node.a);
    for (int i = 0; i < block.rows; i++) {
      for (int k = 0; k < in; k++) {
        double back = 0;
        for (int j = 0; j < out; j++) {
          double ofSquare = g[i * out + j] * v[k * out + j];
          back += ofSquare;
          if (learns) {
            double share = 2 * x[i * in + k] * ofSquare;
            gradient[logStd.at() + k * out + j] += share;
            size[logStd.at() + k * out + j] += Math.abs(share);
          }
        }
        if (toX) {
          dx[i * in + k] += back;
        }
      }
    }
  }

  /// X² of y: as of the sum of products of x and V, which lost something of its own.
  static void size(
      Op.Variance variance, Node node, double[][] sizes, DoubleBlock block, Snapshot parameters) {
    int in = node.a.columns;
    int out = node.columns;
    double[] x = block.value(node.a);
    double[] below = sizes[node.a.index];
    double[] s = sizes[node.index];
    double[] v = squares(variance, parameters);
    double[] ofV = sizesOfSquares(variance, v, parameters);
    for (int i = 0; i < block.rows; i++) {
      for (int j = 0; j < out; j++) {
        double sum = 0;
        for (int k = 0; k < in; k++) {
          double exact = ForwardSizes.square(x[i * in + k]);
          sum += below[i * in + k] * ForwardSizes.square(v[k * out + j]) + exact * ofV[k * out + j];
        }
        s[i * out + j] = sum;
      }
    }
  }

  /// @param below X² of x
  /// @param g D² of y
  /// @param dx what D² of x is added to; empty where it is not wanted
  static void propagateSizes(
      Op.Variance variance,
      Node node,
      DoubleBlock block,
      Snapshot parameters,
      double[] below,
      double[] g,
      double[] dx,
      double[] sum) {
    int in = node.a.columns;
    int out = node.columns;
    double[] ofV = sizesOfSquares(variance, squares(variance, parameters), parameters);
    Parameter logStd = variance.logStd();
    boolean learns = parameters.learns(logStd);
    for (int i = 0; i < block.rows; i++) {
      for (int k = 0; k < in; k++) {
        double back = 0;
        for (int j = 0; j < out; j++) {
          double ofSquare = g[i * out + j] * ofV[k * out + j];
          back += ofSquare;
          if (learns) {
            sum[logStd.at() + k * out + j] += 2 * Math.sqrt(below[i * in + k] * ofSquare);
          }
        }
        if (dx.length > 0) {
          dx[i * in + k] += back;
        }
      }
    }
  }

  /// V = e^(2W).
  private static double[] squares(Op.Variance variance, Snapshot parameters) {
    Parameter logStd = variance.logStd();
    double[] w = parameters.of(logStd);
    double[] v = new double[logStd.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = StrictMath.exp(2 * w[logStd.at() + i]);
    }
    return v;
  }

  /// X² of V: V²·(1 + (2W)²).
  private static double[] sizesOfSquares(Op.Variance variance, double[] v, Snapshot parameters) {
    Parameter logStd = variance.logStd();
    double[] w = parameters.of(logStd);
    double[] sizes = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double relative = 1 + ForwardSizes.square(2 * w[logStd.at() + i]);
      sizes[i] = ForwardSizes.square(v[i]) * relative;
    }
    return sizes;
  }
}
