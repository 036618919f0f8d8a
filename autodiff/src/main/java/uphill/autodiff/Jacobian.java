package uphill.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import uphill.kernel.Kernels;

/// The outputs y = f_θ(x) of a network of any operations, and the rows of their Jacobian, in double
/// precision.
///
/// ```text
/// Jᵢ = ∂yᵢ/∂θ        Jᵢᵀeᵢ = what errors eᵢ at the outputs of row i pull θ along
/// ```
///
/// As for an [Onlooker], single precision decides, at every minimum, clamp, rectified unit and
/// index: the branches are those that training takes of the same rows.
///
/// Up to [#ROWS] rows at a time, so memory does not grow with their number. One thread.
public final class Jacobian {

  /// Rows that it turns to, at most.
  public static final int ROWS = Block.ROWS;

  /// One operation, as files describe it: its operands come before it.
  ///
  /// @param name `affine`, `layer_norm`, `add` …, and `input` for x
  /// @param of the operands, by their place in the list
  /// @param details names of parameters, and numbers
  public record Operation(String name, List<Integer> of, SequencedMap<String, Object> details) {}

  private final Kernels kernels;
  private final Snapshot parameters;
  private final List<Parameter> read = new ArrayList<>();
  private final Node[] nodes;
  private final Node x;
  private final Node y;
  private final boolean[] wanted;
  private final DoubleBlock block;
  private final DoubleBlock row;
  private final double[] ignored;

  /// Of a network.
  ///
  /// @param y its outputs
  /// @param x the input that they are made of
  /// @param learnt θ
  /// @param kernels those of training, or others with the same bits
  /// @throws IllegalArgumentException if it reads anything else; see [#fault]
  public Jacobian(Tensor y, Tensor x, Parameters learnt, Kernels kernels) {
    this.kernels = kernels;
    Tracer tracer = traced(y, x, learnt);
    fault(tracer, learnt)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    parameters = new Snapshot(learnt);
    for (Node node : tracer.nodes()) {
      Node.read(node.op).stream().filter(p -> !read.contains(p)).forEach(read::add);
    }
    nodes = parameters.reading(tracer);
    this.x = nodes[tracer.node(x).index];
    this.y = nodes[tracer.node(y).index];
    wanted = new boolean[nodes.length];
    for (Node node : nodes) {
      wanted[node.index] =
          node.learns || node == this.y || wanted[node.a.index] || wanted[node.b.index];
    }
    block = new DoubleBlock(nodes, wanted);
    row = new DoubleBlock(nodes, wanted);
    ignored = new double[learnt.size()];
  }

  private static Tracer traced(Tensor y, Tensor x, Parameters learnt) {
    Tracer tracer = new Tracer(learnt);
    tracer.node(x);
    tracer.node(y);
    return tracer;
  }

  /// What else than x and θ a network reads, in a sentence; empty if nothing.
  public static Optional<String> fault(Tensor y, Tensor x, Parameters learnt) {
    return fault(traced(y, x, learnt), learnt);
  }

  private static Optional<String> fault(Tracer tracer, Parameters learnt) {
    if (tracer.inputs().size() > 1 || !tracer.numbers().isEmpty()) {
      return Optional.of(
          "the network reads %s and %s: it is to read what is observed, and nothing else"
              .formatted(tracer.inputs().keySet(), tracer.numbers().keySet()));
    }
    for (Node node : tracer.nodes()) {
      for (Parameter parameter : Node.read(node.op)) {
        if (parameter.owner() != learnt) {
          return Optional.of(
              "the network reads %s, which is none of its own parameters".formatted(parameter));
        }
      }
    }
    return Optional.empty();
  }

  /// Gives θ its values. They are copied.
  public Jacobian at(double[] theta) {
    parameters.give(theta);
    return this;
  }

  /// Computes y of these rows, to which all that follows refers.
  ///
  /// @param taken x as training has it, [rows, inputs]
  /// @param exact x
  /// @throws IllegalArgumentException if they are none, or more than [#ROWS]
  /// @throws IllegalStateException if θ was not given
  public void turnTo(int rows, float[] taken, double[] exact) {
    if (rows < 1 || rows > ROWS) {
      throw new IllegalArgumentException(
          "from 1 to %s rows, got %s".formatted("" + ROWS, "" + rows));
    }
    parameters.begin();
    block.turnTo(x, taken, exact, rows);
    for (Node node : nodes) {
      Forward.value(node, block.taken, kernels);
      DoubleForward.value(node, block, parameters);
    }
  }

  /// y of row i of these.
  public double[] output(int i) {
    return Arrays.copyOfRange(block.value(y), i * y.columns, (i + 1) * y.columns);
  }

  /// Adds Σᵢ Jᵢᵀeᵢ over all these rows to a vector laid out as θ. Shape: errors [rows, outputs].
  public void pull(double[] errors, double[] sum) {
    pull(block, errors, sum);
  }

  /// Adds Jᵢᵀeᵢ of row i of these.
  public void pull(int i, double[] errors, double[] sum) {
    row.turnTo(block, i);
    pull(row, errors, sum);
  }

  private void pull(DoubleBlock of, double[] errors, double[] sum) {
    for (Node node : nodes) {
      if (of.wants(node)) {
        of.clearGradient(node);
      }
    }
    System.arraycopy(errors, 0, of.gradient(y), 0, of.size(y));
    for (int k = nodes.length - 1; k >= 0; k--) {
      if (of.wants(nodes[k])) {
        DoubleReverse.propagate(nodes[k], of, parameters, sum, ignored);
      }
    }
  }

  /// The parameters that y depends on, in the order in which they are read.
  public List<Parameter> parameters() {
    return List.copyOf(read);
  }

  /// Columns of x.
  public int inputs() {
    return x.columns;
  }

  /// Columns of y.
  public int outputs() {
    return y.columns;
  }

  /// How y is computed; the last is y.
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Node node : nodes) {
      List<Integer> of =
          switch (Node.operands(node.op).length) {
            case 0 -> List.of();
            case 1 -> List.of(node.a.index);
            default -> List.of(node.a.index, node.b.index);
          };
      operations.add(new Operation(Operations.name(node.op), of, Operations.details(node.op)));
    }
    return operations;
  }
}
