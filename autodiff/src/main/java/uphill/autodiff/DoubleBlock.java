package uphill.autodiff;

import java.util.Arrays;

/// An [Onlooker]'s buffers for up to [Block#ROWS] rows: a value and a gradient for every node, in
/// double precision, and beside them what training computed from the same rows.
final class DoubleBlock {

  /// The rows in single precision.
  final Block taken;

  /// Room for one node's δ.
  final double[] delta;

  int rows;

  private final Node[] nodes;
  private final double[][] value;
  private final double[][] gradient;
  private final boolean[] wanted;

  /// @param wanted for which nodes ∂L/∂ is wanted
  DoubleBlock(Node[] nodes, boolean[] wanted) {
    this.nodes = nodes;
    this.wanted = wanted;
    taken = new Block(nodes);
    taken.makeRoomToGather();
    value = new double[nodes.length][];
    gradient = new double[nodes.length][];
    int widest = 0;
    for (Node node : nodes) {
      int n = Block.ROWS * node.columns;
      value[node.index] = new double[n];
      gradient[node.index] = new double[wanted[node.index] ? n : 0];
      widest = Math.max(widest, n);
    }
    delta = new double[widest];
  }

  /// Turns to rows [first, first + rows) of the run.
  void turnTo(Fed fed, int first, int rows) {
    this.rows = rows;
    fed.turn(taken, first, rows);
    for (Node node : nodes) {
      if (node.op instanceof Op.Input || node.op instanceof Op.Given) {
        float[] x = taken(node);
        int at = at(node);
        for (int i = 0; i < size(node); i++) {
          value[node.index][i] = x[at + i];
        }
      }
    }
  }

  /// Turns to rows of the one input, given in both precisions. Shapes: [rows, columns].
  void turnTo(Node input, float[] taken, double[] exact, int rows) {
    this.rows = rows;
    this.taken.rows = rows;
    this.taken.value[input.index] = taken;
    this.taken.at[input.index] = 0;
    System.arraycopy(exact, 0, value[input.index], 0, size(input));
  }

  /// Turns to one row of another block, and to everything that was computed of it.
  void turnTo(DoubleBlock other, int row) {
    rows = 1;
    taken.rows = 1;
    for (Node node : nodes) {
      int from = row * node.columns;
      if (node.op instanceof Op.Input) {
        taken.value[node.index] = taken.gathered(node);
      }
      System.arraycopy(
          other.taken(node), other.at(node) + from, taken.value[node.index], 0, node.columns);
      System.arraycopy(other.value(node), from, value[node.index], 0, node.columns);
    }
  }

  /// What training computed: it decides between the branches.
  float[] taken(Node node) {
    return taken.value(node);
  }

  /// Where in [#taken(Node)] the block's first row lies.
  int at(Node node) {
    return taken.at(node);
  }

  double[] value(Node node) {
    return value[node.index];
  }

  double[] gradient(Node node) {
    return gradient[node.index];
  }

  /// Whether ∂L/∂ of the node is wanted: it is a head, or reads θ, or depends on one that is or
  /// does.
  boolean wants(Node node) {
    return wanted[node.index];
  }

  void clearGradient(Node node) {
    Arrays.fill(gradient[node.index], 0, size(node), 0);
  }

  int size(Node node) {
    return rows * node.columns;
  }
}
