package uphill.autodiff;

import java.util.Objects;
import uphill.kernel.Kernels;

/// The value of every operation, given the values of its operands.
final class Forward {

  private Forward() {}

  static void value(Node node, Block block, Kernels kernels) {
    int n = block.size(node);
    float[] y = block.value(node);
    float[] a = block.value(node.a);
    float[] b = block.value(node.b);
    int aAt = block.at(node.a);
    int bAt = block.at(node.b);
    switch (node.op) {
      case Op.Input _, Op.Given _ -> {}
      case Op.Affine(_, var weight, var bias, var activation) ->
          kernels.affine(
              block.rows,
              node.columns,
              node.a.columns,
              a,
              aAt,
              weight.owner().values(),
              weight.at(),
              bias.owner().values(),
              bias.at(),
              activation,
              y,
              0);
      case Op.LayerNorm norm -> LayerNorms.value(norm, node, block, kernels);
      case Op.Variance variance -> Variances.value(variance, node, block, kernels);
      case Op.Repeat(var row) -> repeat(row.owner().values(), row.at(), node.columns, n, y);
      case Op.Add _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] + b[bAt + i];
        }
      }
      case Op.Sub _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] - b[bAt + i];
        }
      }
      case Op.Mul _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] * b[bAt + i];
        }
      }
      case Op.Div _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] / b[bAt + i];
        }
      }
      case Op.Min _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.min(a[aAt + i], b[bAt + i]);
        }
      }
      case Op.Max _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.max(a[aAt + i], b[bAt + i]);
        }
      }
      case Op.Concat _ -> {
        copy(block.rows, node.a.columns, a, aAt, node.a.columns, y, 0, node.columns);
        copy(block.rows, node.b.columns, b, bAt, node.b.columns, y, node.a.columns, node.columns);
      }
      case Op.Columns(_, var from, _) ->
          copy(block.rows, node.columns, a, aAt + from, node.a.columns, y, 0, node.columns);
      case Op.Scale(_, var factor) -> {
        for (int i = 0; i < n; i++) {
          y[i] = factor * a[aAt + i];
        }
      }
      case Op.Shift(_, var offset) -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] + offset;
        }
      }
      case Op.Exp _ -> kernels.exp(n, a, aAt, y, 0);
      case Op.Log _ -> kernels.log(n, a, aAt, y, 0);
      case Op.Tanh _ -> kernels.tanh(n, a, aAt, y, 0);
      case Op.Softplus _ -> kernels.softplus(n, a, aAt, y, 0);
      case Op.Square _ -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[aAt + i] * a[aAt + i];
        }
      }
      case Op.Clamp(_, var low, var high) -> {
        for (int i = 0; i < n; i++) {
          float x = a[aAt + i];
          y[i] = x < low ? low : x > high ? high : x;
        }
      }
      case Op.LogSoftmax _ -> kernels.logSoftmax(block.rows, node.columns, a, aAt, y, 0);
      case Op.Pick _ -> {
        for (int i = 0; i < n; i++) {
          // Checked because past the last column lies the next row.
          int index = Objects.checkIndex((int) b[bAt + i], node.a.columns);
          y[i] = a[aAt + i * node.a.columns + index];
        }
      }
      case Op.SumColumns _ -> sumColumns(node.a.columns, n, a, aAt, y);
    }
  }

  /// Copies a matrix [rows, columns] whose rows lie so far apart.
  static void copy(
      int rows,
      int columns,
      float[] from,
      int fromAt,
      int fromRow,
      float[] to,
      int toAt,
      int toRow) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromAt + i * fromRow, to, toAt + i * toRow, columns);
    }
  }

  /// Copies what is there already, twice as much each time: a row may be one number.
  static void repeat(float[] row, int rowAt, int columns, int n, float[] y) {
    System.arraycopy(row, rowAt, y, 0, columns);
    for (int done = columns; done < n; done *= 2) {
      System.arraycopy(y, 0, y, done, Math.min(done, n - done));
    }
  }

  static void sumColumns(int columns, int rows, float[] a, int aAt, float[] y) {
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += a[aAt + i * columns + j];
      }
      y[i] = sum;
    }
  }
}
