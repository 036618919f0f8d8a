package uphill.autodiff;

import java.util.Arrays;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;

/// One line of calculus per operation, forward: the tangent ẏ of y along a direction θ̇ of the
/// parameters, given the tangents of its operands. A whole pass is a Jacobian-vector product: how
/// every number of every sample begins to move when θ moves along θ̇.
///
/// ```text
/// y = f(x·W + b):    ẏ = (ẋ·W + x·Ẇ + ḃ)∘f′
/// y = f(norm x):     in [LayerNorms]
/// y = x·e^(2W):      in [Variances]
/// y = log softmax a: ẏ = ȧ − Σⱼ eʸⱼ·ȧⱼ
/// ```
final class Tangents {

  private Tangents() {}

  /// @param direction θ̇, laid out as `learnt`
  static void propagate(
      Node node, Block block, Kernels kernels, Parameters learnt, float[] direction) {
    int n = block.size(node);
    float[] t = block.tangent(node);
    float[] y = block.value(node);
    float[] a = block.value(node.a);
    float[] b = block.value(node.b);
    int aAt = block.at(node.a);
    int bAt = block.at(node.b);
    float[] ta = block.tangent(node.a);
    float[] tb = block.tangent(node.b);
    boolean fromA = node.a.learns;
    boolean fromB = node.b.learns;
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine affine -> affine(affine, node, block, kernels, learnt, direction);
      case Op.LayerNorm norm -> LayerNorms.tangent(norm, node, block, kernels, learnt, direction);
      case Op.Variance variance ->
          Variances.tangent(variance, node, block, kernels, learnt, direction);
      case Op.Repeat(var row) -> Forward.repeat(direction, row.at(), node.columns, n, t);
      case Op.Add _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = (fromA ? ta[i] : 0) + (fromB ? tb[i] : 0);
        }
      }
      case Op.Sub _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = (fromA ? ta[i] : 0) - (fromB ? tb[i] : 0);
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = (fromA ? ta[i] * b[bAt + i] : 0) + (fromB ? a[aAt + i] * tb[i] : 0);
        }
      }
      case Op.Div _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = ((fromA ? ta[i] : 0) - (fromB ? y[i] * tb[i] : 0)) / b[bAt + i];
        }
      }
      case Op.Min _ -> {
        for (int i = 0; i < n; i++) {
          boolean first = a[aAt + i] <= b[bAt + i];
          t[i] = first ? (fromA ? ta[i] : 0) : (fromB ? tb[i] : 0);
        }
      }
      case Op.Max _ -> {
        for (int i = 0; i < n; i++) {
          boolean first = a[aAt + i] >= b[bAt + i];
          t[i] = first ? (fromA ? ta[i] : 0) : (fromB ? tb[i] : 0);
        }
      }
      case Op.Concat _ -> {
        int left = node.a.columns;
        int right = node.b.columns;
        Arrays.fill(t, 0, n, 0);
        if (fromA) {
          Forward.copy(block.rows, left, ta, 0, left, t, 0, node.columns);
        }
        if (fromB) {
          Forward.copy(block.rows, right, tb, 0, right, t, left, node.columns);
        }
      }
      case Op.Columns(_, var from, _) ->
          Forward.copy(block.rows, node.columns, ta, from, node.a.columns, t, 0, node.columns);
      case Op.Scale(_, var factor) -> {
        for (int i = 0; i < n; i++) {
          t[i] = factor * ta[i];
        }
      }
      case Op.Shift _ -> System.arraycopy(ta, 0, t, 0, n);
      case Op.Exp _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = ta[i] * y[i];
        }
      }
      case Op.Log _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = ta[i] / a[aAt + i];
        }
      }
      case Op.Tanh _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = ta[i] * Math.fma(-y[i], y[i], 1);
        }
      }
      case Op.Softplus _ -> {
        kernels.logistic(n, a, aAt, t, 0);
        for (int i = 0; i < n; i++) {
          t[i] *= ta[i];
        }
      }
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = 2 * a[aAt + i] * ta[i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; i < n; i++) {
          float x = a[aAt + i];
          t[i] = x < low || x > high ? 0 : ta[i];
        }
      }
      case Op.LogSoftmax _ -> logSoftmax(node.columns, block.rows, y, ta, t);
      case Op.Pick _ -> {
        for (int i = 0; i < n; i++) {
          t[i] = fromA ? ta[i * node.a.columns + (int) b[bAt + i]] : 0;
        }
      }
      case Op.SumColumns _ -> Forward.sumColumns(node.a.columns, n, ta, 0, t);
    }
  }

  private static void affine(
      Op.Affine affine,
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] direction) {
    int rows = block.rows;
    int in = node.a.columns;
    int out = node.columns;
    int n = rows * out;
    float[] x = block.value(node.a);
    float[] y = block.value(node);
    float[] t = block.tangent(node);
    Parameter weight = affine.weight();
    Parameter bias = affine.bias();
    if (bias.owner() == learnt) {
      Forward.repeat(direction, bias.at(), out, n, t);
    } else {
      Arrays.fill(t, 0, n, 0);
    }
    if (weight.owner() == learnt) {
      kernels.matmul(rows, out, in, x, block.at(node.a), direction, weight.at(), true, t, 0);
    }
    if (node.a.learns) {
      float[] w = weight.owner().values();
      kernels.matmul(rows, out, in, block.tangent(node.a), 0, w, weight.at(), true, t, 0);
    }
    switch (affine.activation()) {
      case IDENTITY -> {}
      case TANH -> kernels.tanhGradient(n, y, 0, t, 0);
      case RELU -> kernels.reluGradient(n, y, 0, t, 0);
    }
  }

  private static void logSoftmax(int columns, int rows, float[] y, float[] ta, float[] t) {
    for (int i = 0; i < rows; i++) {
      float mean = 0;
      for (int j = i * columns; j < (i + 1) * columns; j++) {
        mean += ScalarKernels.exp(y[j]) * ta[j];
      }
      for (int j = i * columns; j < (i + 1) * columns; j++) {
        t[j] = ta[j] - mean;
      }
    }
  }
}
