package uphill.autodiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a [Program] computes: the traced tensors in their order, and what is wanted of them.
final class Plan {

  final Node[] nodes;
  final Parameters learnt;
  final Sums loss;

  /// The first so many nodes are those that the loss is made of, the others serve only metrics and
  /// outputs: nothing flows back from them, not even zero times infinity.
  final int lossNodes;

  final Written written;
  final Fed fed;
  final Map<String, Sums> metrics = new LinkedHashMap<>();
  final Map<String, Output> outputs = new LinkedHashMap<>();
  final Divisors divisors;

  Plan(
      List<Scalar.Term> loss,
      Parameters learnt,
      Map<String, Scalar> metrics,
      Map<String, Tensor> outputs) {
    this.learnt = learnt;
    var tracer = new Tracer(learnt);
    this.loss = new Sums(loss, tracer);
    lossNodes = tracer.size();
    written = new Written(tracer.nodes(), this.loss);
    metrics.forEach((name, scalar) -> this.metrics.put(name, new Sums(scalar.terms(), tracer)));
    outputs.forEach((name, x) -> this.outputs.put(name, new Output(name, tracer.node(x))));
    nodes = tracer.nodes();
    fed = new Fed(tracer);
    divisors = new Divisors(divisors(metrics));
  }

  private static SortedSet<String> divisors(Map<String, Scalar> metrics) {
    var names = new TreeSet<String>();
    metrics.values().stream()
        .flatMap(scalar -> scalar.terms().stream())
        .filter(Scalar.Term::perGiven)
        .forEach(term -> names.add(term.divisor()));
    return names;
  }

  /// Whether an error is sent back through this node's matrix.
  boolean sendsBackThroughWeight(Node node) {
    return node.op instanceof Op.Affine && node.a.learns && node.index < lossNodes;
  }
}
