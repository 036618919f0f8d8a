package uphill.autodiff;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/// The parameters that an [Onlooker] reads, in both precisions: θ, the learnt ones, as they were
/// given, in a set of its own, so that it does not matter what they are by now; others where they
/// are.
final class Snapshot {

  private final Parameters learnt;
  private final Parameters own;
  private final Map<String, Parameter> ownByName = new HashMap<>();
  private final double[] theta;
  private final IdentityHashMap<Parameters, double[]> others = new IdentityHashMap<>();
  private boolean given;

  Snapshot(Parameters learnt) {
    this.learnt = learnt;
    own = learnt.copy();
    own.entries().forEach(p -> ownByName.put(p.name(), p));
    theta = new double[own.size()];
  }

  void give(double[] values) {
    check(values.length);
    for (int i = 0; i < theta.length; i++) {
      theta[i] = values[i];
      own.values()[i] = (float) values[i];
    }
    given = true;
  }

  void give(float[] values) {
    check(values.length);
    widen(values, theta);
    own.assign(values);
    given = true;
  }

  private void check(int length) {
    if (length != theta.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "parameters have %d elements, got %d", theta.length, length));
    }
  }

  /// Begins a run, which reads the other sets as they are now.
  void begin() {
    if (!given) {
      throw new IllegalStateException("the parameters have no values yet: at(…) was not called");
    }
    others.clear();
  }

  /// The values of the set that the parameter belongs to.
  double[] of(Parameter p) {
    return learns(p) ? theta : others.computeIfAbsent(p.owner(), Snapshot::widened);
  }

  private static double[] widened(Parameters set) {
    double[] widened = new double[set.size()];
    widen(set.values(), widened);
    return widened;
  }

  private static void widen(float[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
  }

  /// Whether it is a part of θ.
  boolean learns(Parameter p) {
    return p.owner() == own;
  }

  int size() {
    return own.size();
  }

  /// What was traced, with this θ in the learnt set's place.
  Node[] reading(Tracer tracer) {
    Node[] traced = tracer.nodes();
    Node[] reading = new Node[traced.length];
    for (Node node : traced) {
      Tensor[] tensors = Node.operands(node.op);
      Node[] operands = new Node[tensors.length];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = reading[tracer.node(tensors[i]).index];
      }
      reading[node.index] =
          new Node(reading(node.op), node.index, node.columns, operands, node.learns);
    }
    return reading;
  }

  /// The same operation, with this θ in the learnt set's place.
  private Op reading(Op op) {
    return switch (op) {
      case Op.Affine(var x, var weight, var bias, var activation) ->
          new Op.Affine(x, own(weight), own(bias), activation);
      case Op.LayerNorm(var x, var gain, var bias, var activation) ->
          new Op.LayerNorm(x, own(gain), own(bias), activation);
      case Op.Variance(var x, var logStd) -> new Op.Variance(x, own(logStd));
      case Op.Repeat(var row) -> new Op.Repeat(own(row));
      case Op.Input _,
          Op.Given _,
          Op.Add _,
          Op.Sub _,
          Op.Mul _,
          Op.Div _,
          Op.Min _,
          Op.Max _,
          Op.Concat _,
          Op.Columns _,
          Op.Scale _,
          Op.Shift _,
          Op.Exp _,
          Op.Log _,
          Op.Tanh _,
          Op.Softplus _,
          Op.Square _,
          Op.Clamp _,
          Op.LogSoftmax _,
          Op.Pick _,
          Op.SumColumns _ ->
          op;
    };
  }

  private Parameter own(Parameter p) {
    return p.owner() == learnt ? Names.known("parameter", p.name(), ownByName) : p;
  }
}
