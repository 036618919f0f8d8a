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
