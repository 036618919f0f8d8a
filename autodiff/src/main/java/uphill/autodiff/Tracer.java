package uphill.autodiff;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Orders tensors so that each comes after its operands. Inputs of one name become one node, and so
/// do given numbers.
final class Tracer {

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> inputs = new LinkedHashMap<>();
  private final Map<String, Node> numbers = new LinkedHashMap<>();
  private final IdentityHashMap<Tensor, Node> known = new IdentityHashMap<>();
  private final Parameters learnt;

  Tracer(Parameters learnt) {
    this.learnt = learnt;
  }

  Node[] nodes() {
    return nodes.toArray(Node[]::new);
  }

  /// Nodes so far.
  int size() {
    return nodes.size();
  }

  Map<String, Node> inputs() {
    return inputs;
  }

  /// The numbers that each run gives.
  Map<String, Node> numbers() {
    return numbers;
  }

  Node node(Tensor tensor) {
    Node node = known.get(tensor);
    if (node == null) {
      node =
          switch (tensor.op()) {
            case Op.Input(var name) -> input(name, tensor);
            case Op.Given(var name) -> numbers.computeIfAbsent(name, _ -> create(tensor));
            default -> create(tensor);
          };
      known.put(tensor, node);
    }
    return node;
  }

  private Node input(String name, Tensor tensor) {
    Node same = inputs.get(name);
    if (same == null) {
      same = create(tensor);
      inputs.put(name, same);
    } else if (same.columns != tensor.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input %s is used with %d and with %d columns",
              name,
              same.columns,
              tensor.columns()));
    }
    return same;
  }

  private Node create(Tensor tensor) {
    Node.parameters(tensor.op()).forEach(Parameters::complete);
    Tensor[] tensors = Node.operands(tensor.op());
    Node[] operands = new Node[tensors.length];
    boolean learns = Node.parameters(tensor.op()).contains(learnt);
    for (int i = 0; i < operands.length; i++) {
      operands[i] = node(tensors[i]);
      learns |= operands[i].learns;
    }
    Node node = new Node(tensor.op(), nodes.size(), tensor.columns(), operands, learns);
    nodes.add(node);
    return node;
  }
}
