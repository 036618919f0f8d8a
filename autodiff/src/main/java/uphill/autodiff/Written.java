package uphill.autodiff;

/// Which gradients are written at once, by the one layer that reads the value, instead of being
/// filled with zeros and added to. A sum that begins at zero has the same bits either way.
final class Written {

  private final boolean[] written;

  /// @param nodes those that the loss is made of
  Written(Node[] nodes, Sums loss) {
    int[] uses = new int[nodes.length];
    written = new boolean[nodes.length];
    for (Node node : nodes) {
      use(node, node.a, uses);
      use(node, node.b, uses);
    }
    for (Node node : nodes) {
      if (node.op instanceof Op.Affine) {
        written[node.a.index] = uses[node.a.index] == 1 && !loss.sums(node.a);
      }
    }
  }

  private static void use(Node user, Node operand, int[] uses) {
    if (operand != user) {
      uses[operand.index]++;
    }
  }

  /// Whether the node's gradient is written, not added to.
  boolean has(Node node) {
    return written[node.index];
  }
}
