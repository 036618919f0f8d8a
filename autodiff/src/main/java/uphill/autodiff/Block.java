package uphill.autodiff;

import java.util.Arrays;

/// One worker's buffers for up to [#ROWS] rows: a value, a gradient and a tangent for every node. A
/// block's numbers stay in the cache from the first operation forward to the last one backward.
final class Block {

  /// Rows that are computed together. Part of the result's definition: sums over rows are cut here.
  static final int ROWS = 128;

  final float[][] value;

  /// Where in `value` the block's first row lies: inputs are read where they are, not copied.
  final int[] at;

  final float[][] gradient;
  final float[][] tangent;
  int rows;

  private final Node[] nodes;

  Block(Node[] nodes) {
    this.nodes = nodes;
    value = new float[nodes.length][];
    at = new int[nodes.length];
    gradient = new float[nodes.length][];
    tangent = new float[nodes.length][];
    for (Node node : nodes) {
      boolean data = node.op instanceof Op.Input;
      value[node.index] = data ? new float[0] : new float[ROWS * node.columns];
      int learnt = node.learns ? ROWS * node.columns : 0;
      gradient[node.index] = new float[learnt];
      tangent[node.index] = new float[learnt];
    }
  }

  /// Turns to rows [first, first + rows) of the data.
  void turnTo(int first, int rows, float[][] data, int[] dataAt) {
    this.rows = rows;
    for (int i = 0; i < nodes.length; i++) {
      Node node = nodes[i];
      if (node.op instanceof Op.Input) {
        value[i] = data[i];
        at[i] = dataAt[i] + first * node.columns;
      }
    }
  }

  /// Fills the gradients of the first `count` nodes with zeros, but for those that are written.
  void clearGradients(int count, Written written) {
    for (int i = 0; i < count; i++) {
      if (nodes[i].learns && !written.has(nodes[i])) {
        Arrays.fill(gradient[i], 0, rows * nodes[i].columns, 0);
      }
    }
  }

  float[] value(Node node) {
    return value[node.index];
  }

  int at(Node node) {
    return at[node.index];
  }

  float[] gradient(Node node) {
    return gradient[node.index];
  }

  float[] tangent(Node node) {
    return tangent[node.index];
  }

  int size(Node node) {
    return rows * node.columns;
  }
}
