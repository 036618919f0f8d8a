package uphill.autodiff;

import uphill.kernel.Kernels;

/// The rules of [Op.LayerNorm], row by row:
///
/// ```text
/// s = 1/√(var x + 10⁻⁵)      z = (x − mean x)·s      y = f(z·gain + bias)
/// δ = g∘f′      ∂gain += Σ rows δ∘z      ∂bias += Σ rows δ      ∂x += s·N(δ∘gain)
/// ẏ = f′∘(s·N(ẋ)∘gain + z∘gaiṅ + biaṡ)
/// N(u) = u − mean u − z·mean(u∘z)
/// ```
///
/// N is its own transpose, so both directions use it. Means are taken in double precision, four
/// chains over j mod 4, summed in order: the same bits everywhere.
final class LayerNorms {

  private static final double EPSILON = 1e-5;

  private LayerNorms() {}

  static void value(Op.LayerNorm norm, Node node, Block block, Kernels kernels) {
    int columns = node.columns;
    float[] x = block.value(node.a);
    float[] y = block.value(node);
    float[] gain = norm.gain().owner().values();
    float[] bias = norm.bias().owner().values();
    for (int i = 0; i < block.rows; i++) {
      int from = block.at(node.a) + i * columns;
      int to = i * columns;
      normalize(columns, x, from, y, to);
      for (int j = 0; j < columns; j++) {
        y[to + j] = Math.fma(y[to + j], gain[norm.gain().at() + j], bias[norm.bias().at() + j]);
      }
    }
    int n = block.size(node);
    switch (norm.activation()) {
      case IDENTITY -> {}
      case TANH -> kernels.tanh(n, y, 0, y, 0);
      case RELU -> {
        for (int i = 0; i < n; i++) {
          y[i] = y[i] < 0 ? 0 : y[i];
        }
      }
    }
  }

  static void addGradients(
      Op.LayerNorm norm,
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] gradient) {
    int columns = node.columns;
    Parameter gain = norm.gain();
    Parameter bias = norm.bias();
    float[] gains = gain.owner().values();
    float[] g = block.gradient(node);
    float[] dx = block.gradient(node.a);
    float[] z = block.scratch();
    int u = columns; // z and u lie one after another
    activate(norm, node, block, kernels, g);
    for (int i = 0; i < block.rows; i++) {
      int at = i * columns;
      float s = normalize(columns, block.value(node.a), block.at(node.a) + at, z, 0);
      if (gain.owner() == learnt) {
        for (int j = 0; j < columns; j++) {
          gradient[gain.at() + j] += g[at + j] * z[j];
        }
      }
      if (node.a.learns) {
        for (int j = 0; j < columns; j++) {
          z[u + j] = g[at + j] * gains[gain.at() + j];
        }
        project(columns, s, z, 0, z, u);
        for (int j = 0; j < columns; j++) {
          dx[at + j] += z[u + j];
        }
      }
    }
    if (bias.owner() == learnt) {
      kernels.addColumnSums(block.rows, columns, g, 0, gradient, bias.at());
    }
  }

  static void tangent(
      Op.LayerNorm norm,
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] direction) {
    int columns = node.columns;
    Parameter gain = norm.gain();
    Parameter bias = norm.bias();
    float[] gains = gain.owner().values();
    float[] t = block.tangent(node);
    float[] tx = block.tangent(node.a);
    float[] z = block.scratch();
    for (int i = 0; i < block.rows; i++) {
      int at = i * columns;
      float s = normalize(columns, block.value(node.a), block.at(node.a) + at, z, 0);
      for (int j = 0; j < columns; j++) {
        t[at + j] = node.a.learns ? tx[at + j] : 0;
      }
      project(columns, s, z, 0, t, at);
      for (int j = 0; j < columns; j++) {
        float fromX = t[at + j] * gains[gain.at() + j];
        float fromGain = gain.owner() == learnt ? z[j] * direction[gain.at() + j] : 0;
        t[at + j] = fromX + fromGain + (bias.owner() == learnt ? direction[bias.at() + j] : 0);
      }
    }
    activate(norm, node, block, kernels, t);
  }

  /// Multiplies d by f′.
  private static void activate(
      Op.LayerNorm norm, Node node, Block block, Kernels kernels, float[] d) {
    int n = block.size(node);
    switch (norm.activation()) {
      case IDENTITY -> {}
      case TANH -> kernels.tanhGradient(n, block.value(node), 0, d, 0);
      case RELU -> kernels.reluGradient(n, block.value(node), 0, d, 0);
    }
  }

  /// Fills z with the row, shifted and scaled, and gives s.
  private static float normalize(int n, float[] x, int xAt, float[] z, int zAt) {
    float mean = (float) (sum(n, x, xAt) / n);
    for (int j = 0; j < n; j++) {
      z[zAt + j] = x[xAt + j] - mean;
    }
    double variance = product(n, z, zAt, z, zAt) / n;
    float s = (float) (1 / Math.sqrt(variance + EPSILON));
    for (int j = 0; j < n; j++) {
      z[zAt + j] *= s;
    }
    return s;
  }

  /// u ← s·N(u).
  private static void project(int n, float s, float[] z, int zAt, float[] u, int uAt) {
    float mean = (float) (sum(n, u, uAt) / n);
    float along = (float) (product(n, u, uAt, z, zAt) / n);
    for (int j = 0; j < n; j++) {
      u[uAt + j] = s * (u[uAt + j] - mean - z[zAt + j] * along);
    }
  }

  private static double sum(int n, float[] x, int at) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      s0 += x[at + j];
      s1 += x[at + j + 1];
      s2 += x[at + j + 2];
      s3 += x[at + j + 3];
    }
    double rest = 0;
    for (; j < n; j++) {
      rest += x[at + j];
    }
    return s0 + s1 + s2 + s3 + rest;
  }

  private static double product(int n, float[] x, int xAt, float[] y, int yAt) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      s0 = Math.fma((double) x[xAt + j], y[yAt + j], s0);
      s1 = Math.fma((double) x[xAt + j + 1], y[yAt + j + 1], s1);
      s2 = Math.fma((double) x[xAt + j + 2], y[yAt + j + 2], s2);
      s3 = Math.fma((double) x[xAt + j + 3], y[yAt + j + 3], s3);
    }
    double rest = 0;
    for (; j < n; j++) {
      rest = Math.fma((double) x[xAt + j], y[yAt + j], rest);
    }
    return s0 + s1 + s2 + s3 + rest;
  }
}
