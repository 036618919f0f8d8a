package uphill.autodiff;

import uphill.kernel.Kernels;

/// The rules of [Op.Variance]:
///
/// ```text
/// V = e^(2W)      y = x·V      ∂x += g·Vᵀ      ∂W += 2·V∘(xᵀ·g)      ẏ = ẋ·V + x·(2·V∘Ẇ)
/// ```
final class Variances {

  private Variances() {}

  static void value(Op.Variance variance, Node node, Block block, Kernels kernels) {
    float[] v = squares(variance, block, kernels);
    int in = node.a.columns;
    float[] x = block.value(node.a);
    int at = block.at(node.a);
    kernels.matmul(block.rows, node.columns, in, x, at, v, 0, false, block.value(node), 0);
  }

  static void addGradients(
      Op.Variance variance,
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] gradient) {
    int in = node.a.columns;
    int out = node.columns;
    float[] g = block.gradient(node);
    Parameter logStd = variance.logStd();
    int n = logStd.size();
    float[] v = squares(variance, block, kernels);
    if (logStd.owner() == learnt) {
      float[] x = block.value(node.a);
      kernels.matmulTransposeA(in, out, block.rows, x, block.at(node.a), g, 0, false, v, n);
      for (int i = 0; i < n; i++) {
        gradient[logStd.at() + i] += 2 * v[i] * v[n + i];
      }
    }
    if (node.a.learns) {
      kernels.transpose(in, out, v, 0, v, n);
      kernels.matmul(block.rows, in, out, g, 0, v, n, true, block.gradient(node.a), 0);
    }
  }

  static void tangent(
      Op.Variance variance,
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] direction) {
    int in = node.a.columns;
    int out = node.columns;
    float[] t = block.tangent(node);
    Parameter logStd = variance.logStd();
    float[] v = squares(variance, block, kernels);
    if (node.a.learns) {
      kernels.matmul(block.rows, out, in, block.tangent(node.a), 0, v, 0, false, t, 0);
    }
    if (logStd.owner() == learnt) {
      for (int i = 0; i < logStd.size(); i++) {
        v[i] *= 2 * direction[logStd.at() + i];
      }
      float[] x = block.value(node.a);
      kernels.matmul(block.rows, out, in, x, block.at(node.a), v, 0, node.a.learns, t, 0);
    }
  }

  /// V, at the beginning of the block's matrices.
  private static float[] squares(Op.Variance variance, Block block, Kernels kernels) {
    Parameter logStd = variance.logStd();
    float[] w = logStd.owner().values();
    float[] v = block.matrices();
    for (int i = 0; i < logStd.size(); i++) {
      v[i] = 2 * w[logStd.at() + i];
    }
    kernels.exp(logStd.size(), v, 0, v, 0);
    return v;
  }
}
