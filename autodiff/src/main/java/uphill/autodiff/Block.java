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
  private final float[][] gathered;
  private final float[] matrices;
  private float[] scratch = {};

  Block(Node[] nodes) {
    this.nodes = nodes;
    value = new float[nodes.length][0];
    at = new int[nodes.length];
    gradient = new float[nodes.length][0];
    tangent = new float[nodes.length][0];
    gathered = new float[nodes.length][0];
    for (Node node : nodes) {
      if (!(node.op instanceof Op.Input)) {
        value[node.index] = new float[ROWS * node.columns];
      }
    }
    matrices = new float[roomForMatrices(nodes)];
  }

  private static int roomForMatrices(Node[] nodes) {
    int room = 0;
    for (Node node : nodes) {
      if (node.op instanceof Op.Variance) {
        room = Math.max(room, 2 * node.a.columns * node.columns);
      }
    }
    return room;
  }

  /// Makes room for what runs of this mode compute besides values, where none has been made yet.
  void makeRoom(Mode mode) {
    switch (mode) {
      case EVALUATE -> {}
      case GRADIENTS -> {
        makeRoom(gradient);
        makeScratch();
      }
      case TANGENTS -> {
        makeRoom(tangent);
        makeScratch();
      }
    }
  }

  private void makeRoom(float[][] buffers) {
    for (Node node : nodes) {
      if (node.learns && buffers[node.index].length == 0) {
        buffers[node.index] = new float[ROWS * node.columns];
      }
    }
  }

  private void makeScratch() {
    int columns = 0;
    for (Node node : nodes) {
      columns = node.learns ? Math.max(columns, node.columns) : columns;
    }
    if (scratch.length < ROWS * columns) {
      scratch = new float[ROWS * columns];
    }
  }

  /// Makes room for rows of inputs that are gathered, where none has been made yet.
  void makeRoomToGather() {
    for (Node node : nodes) {
      if (node.op instanceof Op.Input && gathered[node.index].length == 0) {
        gathered[node.index] = new float[ROWS * node.columns];
      }
    }
  }

  /// Where an input's rows are gathered.
  float[] gathered(Node input) {
    return gathered[input.index];
  }

  /// Numbers for one operation's rule: as many as any learning node has, and at least two rows.
  float[] scratch() {
    return scratch;
  }

  /// Numbers for the rule of an [Op.Variance]: two matrices of the shape that it reads.
  float[] matrices() {
    return matrices;
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
