package uphill.autodiff;

import java.util.Arrays;
import uphill.kernel.Kernels.Activation;

/// X² of every operation, given that of its operands: the rules of [DoubleForward] for
/// [DoubleSizes].
final class ForwardSizes {

  private ForwardSizes() {}

  static void value(Node node, double[][] x, DoubleBlock block, Snapshot parameters) {
    int n = block.size(node);
    double[] y = block.value(node);
    double[] a = block.value(node.a);
    double[] b = block.value(node.b);
    double[] s = x[node.index];
    double[] xa = x[node.a.index];
    double[] xb = x[node.b.index];
    switch (node.op) {
      case Op.Affine affine -> affine(affine, node, x, block, parameters);
      case Op.LayerNorm norm -> layerNorm(norm, node, x, block, parameters);
      case Op.Variance variance -> DoubleVariances.size(variance, node, x, block, parameters);
      case Op.Concat _ -> {
        int left = node.a.columns;
        DoubleForward.copy(block.rows, left, xa, 0, left, s, 0, node.columns);
        DoubleForward.copy(
            block.rows, node.b.columns, xb, 0, node.b.columns, s, left, node.columns);
      }
      case Op.Columns(_, var from, _) ->
          DoubleForward.copy(
              block.rows, node.columns, xa, from, node.a.columns, s, 0, node.columns);
      case Op.LogSoftmax _ -> {
        for (int i = 0; i < n; i += node.columns) {
          double together = 0;
          for (int j = i; j < i + node.columns; j++) {
            together += square(StrictMath.exp(y[j])) * xa[j];
          }
          for (int j = i; j < i + node.columns; j++) {
            s[j] = y[j] * y[j] + xa[j] + together;
          }
        }
      }
      case Op.SumColumns _ -> {
        int columns = node.a.columns;
        Arrays.fill(s, 0, n, 0);
        for (int i = 0; i < n * columns; i++) {
          s[i / columns] += xa[i];
        }
      }
      case Op.Pick _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = xa[i * node.a.columns + (int) b[i]];
        }
      }
      case Op.Input _, Op.Given _, Op.Repeat _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = y[i] * y[i];
        }
      }
      case Op.Add _, Op.Sub _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = xa[i] + xb[i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = xa[i] * square(b[i]) + square(a[i]) * xb[i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = (xa[i] + square(y[i]) * xb[i]) / square(b[i]);
        }
      }
      case Op.Min _, Op.Max _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = y[i] == a[i] ? xa[i] : xb[i];
        }
      }
      case Op.Scale(_, var factor) -> {
        for (int i = 0; i < n; i++) {
          s[i] = square(factor) * xa[i];
        }
      }
      case Op.Shift(_, var offset) -> {
        for (int i = 0; i < n; i++) {
          s[i] = xa[i] + square(offset);
        }
      }
      case Op.Exp _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = square(y[i]) * (1 + xa[i]);
        }
      }
      case Op.Log _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = square(y[i]) + xa[i] / square(a[i]);
        }
      }
      case Op.Tanh _ -> {
        System.arraycopy(xa, 0, s, 0, n);
        activate(Activation.TANH, node, s, block);
      }
      case Op.Softplus _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = square(y[i]) + square(DoubleReverse.logistic(a[i])) * xa[i];
        }
      }
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = 4 * square(a[i]) * xa[i];
        }
      }
      case Op.Clamp _ -> {
        for (int i = 0; i < n; i++) {
          s[i] = y[i] == a[i] ? xa[i] : square(y[i]);
        }
      }
    }
  }

  private static void affine(
      Op.Affine affine, Node node, double[][] x, DoubleBlock block, Snapshot parameters) {
    int in = node.a.columns;
    int out = node.columns;
    double[] below = x[node.a.index];
    double[] s = x[node.index];
    double[] w = parameters.of(affine.weight());
    double[] bias = parameters.of(affine.bias());
    for (int i = 0; i < block.rows; i++) {
      for (int j = 0; j < out; j++) {
        s[i * out + j] = square(bias[affine.bias().at() + j]);
      }
      for (int k = 0; k < in; k++) {
        int row = affine.weight().at() + k * out;
        for (int j = 0; j < out; j++) {
          s[i * out + j] += below[i * in + k] * square(w[row + j]);
        }
      }
    }
    activate(affine.activation(), node, s, block);
  }

  private static void layerNorm(
      Op.LayerNorm norm, Node node, double[][] x, DoubleBlock block, Snapshot parameters) {
    int columns = node.columns;
    double[] below = x[node.a.index];
    double[] s = x[node.index];
    double[] gain = parameters.of(norm.gain());
    double[] bias = parameters.of(norm.bias());
    double[] z = new double[columns];
    double[] ofZ = new double[columns];
    for (int i = 0; i < block.rows; i++) {
      int at = i * columns;
      double scale = DoubleLayerNorm.normalize(block.value(node.a), at, z);
      ofNormalized(scale, z, below, at, ofZ);
      for (int j = 0; j < columns; j++) {
        s[at + j] =
            ofZ[j] * square(gain[norm.gain().at() + j]) + square(bias[norm.bias().at() + j]);
      }
    }
    activate(norm.activation(), node, s, block);
  }

  /// Fills X² of z, z² + s²·(X² + Σ X²/n² + z²·Σ z²X²/n²); gives what s loses of itself, s²·Σ
  /// z²X²/n².
  static double ofNormalized(double s, double[] z, double[] x, int at, double[] ofZ) {
    int n = z.length;
    double mean = 0;
    double along = 0;
    for (int j = 0; j < n; j++) {
      mean += x[at + j] / square(n);
      along += square(z[j]) * x[at + j] / square(n);
    }
    for (int j = 0; j < n; j++) {
      ofZ[j] = square(z[j]) + square(s) * (x[at + j] + mean + square(z[j]) * along);
    }
    return square(s) * along;
  }

  /// X² of f of sums that have this X².
  private static void activate(Activation activation, Node node, double[] s, DoubleBlock block) {
    int n = block.size(node);
    double[] y = block.value(node);
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> {
        for (int i = 0; i < n; i++) {
          s[i] = square(y[i]) + square(1 - y[i] * y[i]) * s[i];
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          s[i] = block.taken(node)[i] > 0 ? s[i] : 0;
        }
      }
    }
  }

  static double square(double x) {
    return x * x;
  }
}
