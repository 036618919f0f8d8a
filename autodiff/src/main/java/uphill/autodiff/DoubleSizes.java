package uphill.autodiff;

import java.util.Arrays;

/// What rounding errors are measured against that a gradient inherits from forward pass, errors and
/// reverse pass. Errors of single numbers are as good as independent, so within a row their squares
/// are summed, by the rules of [DoubleForward] and [DoubleReverse]; what rows add is summed as it
/// is, for rows that are alike have the same errors.
///
/// ```text
/// X² = y² + Σ (∂y/∂operand)²·X²            of a value: its own rounding, and what it inherits
/// D² = Σ (∂y/∂operand)²·D², with X for values that are multiplied by            of ∂L/∂y
///      tanh: (1 − h²)² of h with its X is (1 + h²)² + 4h²·(X² − h²)
/// A  = Σ over rows of X·D                  of a weight
/// ```
///
/// Where much cancels these stay as large as what cancelled.
final class DoubleSizes {

  private final Node[] nodes;
  private final boolean[] reached;
  private final int depth;
  private final double[][] x;
  private final double[][] d;
  private final ReverseSizes reverse;

  /// @param reached which of the nodes ∂L/∂ flows to
  DoubleSizes(Node[] nodes, boolean[] reached) {
    this.nodes = nodes;
    this.reached = reached;
    depth = depth(nodes, reached);
    x = new double[nodes.length][];
    d = new double[nodes.length][];
    for (Node node : nodes) {
      x[node.index] = new double[Block.ROWS * node.columns];
      d[node.index] = new double[reached[node.index] ? Block.ROWS * node.columns : 0];
    }
    reverse = new ReverseSizes(x, d, reached);
  }

  private static int depth(Node[] nodes, boolean[] reached) {
    int[] depth = new int[nodes.length];
    int most = 0;
    for (Node node : nodes) {
      boolean computes =
          !(node.op instanceof Op.Input
              || node.op instanceof Op.Concat
              || node.op instanceof Op.Columns);
      int below = Math.max(depth[node.a.index], depth[node.b.index]);
      depth[node.index] = reached[node.index] ? below + (computes ? 1 : 0) : 0;
      most = Math.max(most, depth[node.index]);
    }
    return most;
  }

  /// Operations that compute, on the longest way from θ to the loss.
  int depth() {
    return depth;
  }

  /// Turns to a block's rows: computes X² of all nodes.
  void turnTo(DoubleBlock block, Snapshot parameters) {
    for (Node node : nodes) {
      ForwardSizes.value(node, x, block, parameters);
      if (reached[node.index]) {
        Arrays.fill(d[node.index], 0, block.size(node), 0);
      }
    }
  }

  /// Adds to D² at a node of one column what ∂L/∂ is in each of these rows.
  void seed(Node node, double error, int rows) {
    for (int i = 0; reached[node.index] && i < rows; i++) {
      d[node.index][i] += error * error;
    }
  }

  /// Adds A of all parameters.
  void reverse(DoubleBlock block, Snapshot parameters, double[] sum) {
    for (int k = nodes.length - 1; k >= 0; k--) {
      if (reached[k]) {
        reverse.propagate(nodes[k], block, parameters, sum);
      }
    }
  }
}
