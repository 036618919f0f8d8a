package uphill.autodiff;

import java.util.Arrays;

/// An [Onlooker]'s buffers for up to [Block#ROWS] rows: a value and a gradient for every node, in
/// double precision, and beside them what training computed from the same rows.
final class DoubleBlock {

  /// The rows in single precision. Inputs are gathered, so that every node begins at element 0.
  final Block taken;

  /// Room for one node's δ.
  final double[] delta;

  int rows;

  private final Node[] nodes;
  private final float[][] gathered;
  private final int[] nowhere;
  private final double[][] value;
  private final double[][] gradient;
  private final boolean[] wanted;

  /// @param wanted for which nodes ∂L/∂ is wanted
  DoubleBlock(Node[] nodes, boolean[] wanted) {
    this.nodes = nodes;
    this.wanted = wanted;
    taken = new Block(nodes);
    gathered = new float[nodes.length][0];
    nowhere = new int[nodes.length];
    value = new double[nodes.length][];
    gradient = new double[nodes.length][];
    int widest = 0;
    for (Node node : nodes) {
      int n = Block.ROWS * node.columns;
      value[node.index] = new double[n];
      gradient[node.index] = new double[wanted[node.index] ? n : 0];
      if (node.op instanceof Op.Input) {
        gathered[node.index] = new float[n];
      }
      widest = Math.max(widest, n);
    }
    delta = new double[widest];
  }

  /// Turns to rows row[0], row[1] … row[rows − 1] of the data.
  void turnTo(int[] row, int rows, float[][] data, int[] dataAt) {
    this.rows = rows;
    for (Node node : nodes) {
      if (node.op instanceof Op.Input) {
        int i = node.index;
        for (int j = 0; j < rows; j++) {
          int from = dataAt[i] + row[j] * node.columns;
          System.arraycopy(data[i], from, gathered[i], j * node.columns, node.columns);
        }
        for (int k = 0; k < rows * node.columns; k++) {
          value[i][k] = gathered[i][k];
        }
      }
    }
    taken.turnTo(0, rows, gathered, nowhere);
  }

  /// What training computed: it decides between the branches.
  float[] taken(Node node) {
    return taken.value(node);
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
