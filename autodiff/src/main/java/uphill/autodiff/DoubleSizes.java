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
  private final boolean[] wanted;
  private final double[][] x;
  private final double[][] d;
  private final ReverseSizes reverse;

  DoubleSizes(Node[] nodes, boolean[] wanted) {
    this.nodes = nodes;
    this.wanted = wanted;
    x = new double[nodes.length][];
    d = new double[nodes.length][];
    for (Node node : nodes) {
      x[node.index] = new double[Block.ROWS * node.columns];
      d[node.index] = new double[wanted[node.index] ? Block.ROWS * node.columns : 0];
    }
    reverse = new ReverseSizes(x, d, wanted);
  }

  /// Computes X² of all nodes, whose values the block has; gives X of this one.
  double[] forward(Node y, DoubleBlock block, Snapshot parameters) {
    for (Node node : nodes) {
      ForwardSizes.value(node, x, block, parameters);
    }
    double[] roots = new double[block.size(y)];
    Arrays.setAll(roots, i -> Math.sqrt(x[y.index][i]));
    return roots;
  }

  /// Adds A of all parameters.
  ///
  /// @param errors D at the last node, y
  void reverse(Node y, double[] errors, DoubleBlock block, Snapshot parameters, double[] sum) {
    for (Node node : nodes) {
      if (wanted[node.index]) {
        Arrays.fill(d[node.index], 0, block.size(node), 0);
      }
    }
    for (int i = 0; i < block.size(y); i++) {
      d[y.index][i] = errors[i] * errors[i];
    }
    for (int k = nodes.length - 1; k >= 0; k--) {
      if (wanted[k]) {
        reverse.propagate(nodes[k], block, parameters, sum);
      }
    }
  }
}
