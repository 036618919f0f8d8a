package uphill.autodiff;

import org.jspecify.annotations.Nullable;
import uphill.kernel.Kernels;

/// One line of calculus per operation, backward: given g = ∂L/∂y, adds its share to ∂L/∂ of each
/// operand, and of each parameter.
///
/// ```text
/// y = f(x·W + b):    δ = g∘f′      ∂W += xᵀ·δ      ∂b += Σ rows δ      ∂x += δ·Wᵀ
/// y = f(norm x):     in [LayerNorms]
/// y = x·e^(2W):      in [Variances]
/// y = log softmax a: ∂a += g − eʸ·Σⱼ gⱼ
/// ```
final class Reverse {

  private Reverse() {}

  /// @param learnt the set whose gradient is wanted, and `gradient` the array it is added to
  /// @param transposed Wᵀ, where the node is affine and its operand learns
  /// @param adds whether ∂L/∂x of an affine node is added to what is there, or written
  static void propagate(
      Node node,
      Block block,
      Kernels kernels,
      Parameters learnt,
      float[] gradient,
      float @Nullable [] transposed,
      boolean adds) {
    int n = block.size(node);
    float[] g = block.gradient(node);
    float[] y = block.value(node);
    float[] a = block.value(node.a);
    float[] b = block.value(node.b);
    int aAt = block.at(node.a);
    int bAt = block.at(node.b);
    float[] da = block.gradient(node.a);
    float[] db = block.gradient(node.b);
    boolean toA = node.a.learns;
    boolean toB = node.b.learns;
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine(_, var weight, var bias, var activation) -> {
        int rows = block.rows;
        int in = node.a.columns;
        int out = node.columns;
        switch (activation) {
          case IDENTITY -> {}
          case TANH -> kernels.tanhGradient(n, y, 0, g, 0);
          case RELU -> kernels.reluGradient(n, y, 0, g, 0);
        }
        if (weight.owner() == learnt) {
          kernels.matmulTransposeA(in, out, rows, a, aAt, g, 0, true, gradient, weight.at());
        }
        if (bias.owner() == learnt) {
          kernels.addColumnSums(rows, out, g, 0, gradient, bias.at());
        }
        if (transposed != null) {
          kernels.matmul(rows, in, out, g, 0, transposed, 0, adds, da, 0);
        }
      }
      case Op.LayerNorm norm ->
          LayerNorms.addGradients(norm, node, block, kernels, learnt, gradient);
      case Op.Variance variance ->
          Variances.addGradients(variance, node, block, kernels, learnt, gradient);
      case Op.Repeat(var row) ->
          kernels.addColumnSums(block.rows, node.columns, g, 0, gradient, row.at());
      case Op.Add _ -> {
        if (toA) {
          kernels.add(n, g, 0, da, 0);
        }
        if (toB) {
          kernels.add(n, g, 0, db, 0);
        }
      }
      case Op.Sub _ -> {
        if (toA) {
          kernels.add(n, g, 0, da, 0);
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] -= g[i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] * b[bAt + i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += g[i] * a[aAt + i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += g[i] / b[bAt + i];
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] -= g[i] * y[i] / b[bAt + i];
        }
      }
      case Op.Min _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += a[aAt + i] <= b[bAt + i] ? g[i] : 0;
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += a[aAt + i] <= b[bAt + i] ? 0 : g[i];
        }
      }
      case Op.Max _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i] += a[aAt + i] >= b[bAt + i] ? g[i] : 0;
        }
        for (int i = 0; toB && i < n; i++) {
          db[i] += a[aAt + i] >= b[bAt + i] ? 0 : g[i];
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
      case Op.Columns(_, var from, _) ->
          addRows(block.rows, node.columns, g, 0, node.columns, da, from, node.a.columns);
      case Op.Scale(_, var factor) -> {
        for (int i = 0; i < n; i++) {
          da[i] += factor * g[i];
        }
      }
      case Op.Shift _ -> kernels.add(n, g, 0, da, 0);
      case Op.Exp _ -> {
        for (int i = 0; i < n; i++) {
          da[i] += g[i] * y[i];
        }
      }
      case Op.Log _ -> {
        for (int i = 0; i < n; i++) {
          da[i] += g[i] / a[aAt + i];
        }
      }
      case Op.Tanh _ -> {
        for (int i = 0; i < n; i++) {
          da[i] += g[i] * Math.fma(-y[i], y[i], 1);
        }
      }
      case Op.Softplus _ -> {
        float[] slope = block.scratch();
        kernels.logistic(n, a, aAt, slope, 0);
        for (int i = 0; i < n; i++) {
          da[i] += g[i] * slope[i];
        }
      }
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          da[i] += g[i] * 2 * a[aAt + i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; i < n; i++) {
          float x = a[aAt + i];
          da[i] += x < low || x > high ? 0 : g[i];
        }
      }
      case Op.LogSoftmax _ -> {
        float[] probability = block.scratch();
        kernels.exp(n, y, 0, probability, 0);
        logSoftmax(node.columns, block.rows, probability, g, da);
      }
      case Op.Pick _ -> {
        for (int i = 0; toA && i < n; i++) {
          da[i * node.a.columns + (int) b[bAt + i]] += g[i];
        }
      }
      case Op.SumColumns _ -> {
        int columns = node.a.columns;
        for (int i = 0; i < n * columns; i++) {
          da[i] += g[i / columns];
        }
      }
    }
  }

  /// Adds a matrix [rows, columns] to another, whose rows lie so far apart.
  private static void addRows(
      int rows,
      int columns,
      float[] from,
      int fromAt,
      int fromRow,
      float[] to,
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

  private static void logSoftmax(int columns, int rows, float[] pi, float[] g, float[] da) {
    for (int i = 0; i < rows; i++) {
      float total = 0;
      for (int j = 0; j < columns; j++) {
        total += g[i * columns + j];
      }
      for (int j = i * columns; j < (i + 1) * columns; j++) {
        da[j] += g[j] - pi[j] * total;
      }
    }
  }
}
