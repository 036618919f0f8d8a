package uphill.autodiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One term Lₖ of a loss at its place in an [Onlooker], and its pass down to the heads and on to θ.
/// It goes through those nodes only that the term is made of: nothing flows from the others, not
/// even zero times infinity.
final class TermPass {

  private final Scalar.Term[] terms;
  private final Node[] summed;
  private final Node[] nodes;
  private final boolean[] reached;
  private final SequencedMap<String, Node> heads;

  private double[] sums = {};
  private double[] gradient = {};
  private final SequencedMap<String, double[]> errors = new LinkedHashMap<>();

  /// @param wanted for which nodes a gradient is wanted at all
  TermPass(
      List<Scalar.Term> terms,
      Tracer tracer,
      Node[] nodes,
      boolean[] wanted,
      SequencedMap<String, Node> heads) {
    this.terms = terms.toArray(Scalar.Term[]::new);
    this.nodes = nodes;
    this.heads = heads;
    summed = terms.stream().map(t -> nodes[tracer.node(t.x()).index]).toArray(Node[]::new);
    reached = new boolean[nodes.length];
    for (Node node : summed) {
      reached[node.index] = wanted[node.index];
    }
    for (int i = nodes.length - 1; i >= 0; i--) {
      if (reached[i]) {
        reached[nodes[i].a.index] |= wanted[nodes[i].a.index];
        reached[nodes[i].b.index] |= wanted[nodes[i].b.index];
      }
    }
  }

  /// Marks the nodes that ∂Lₖ/∂ flows to.
  void mark(boolean[] all) {
    for (int i = 0; i < reached.length; i++) {
      all[i] |= reached[i];
    }
  }

  /// Tells what ∂Lₖ/∂ is where it begins.
  ///
  /// @param rows that a mean is over
  void seed(int rows, DoubleBlock block, Divisors divisors, DoubleSizes sizes) {
    for (int k = 0; k < terms.length; k++) {
      sizes.seed(summed[k], terms[k].factor() / divisors.of(terms[k], rows), block.rows);
    }
  }

  /// Begins a run: results go to new arrays.
  void begin(int rows, int parameters) {
    sums = new double[terms.length];
    gradient = new double[parameters];
    heads.forEach((name, node) -> errors.put(name, new double[rows * node.columns]));
  }

  /// Adds a block's share, whose rows begin at row `first` of the run.
  ///
  /// @param rows that a mean is over
  void add(
      int first,
      int rows,
      DoubleBlock block,
      Snapshot parameters,
      Divisors divisors,
      double[] size) {
    for (int i = 0; i < nodes.length; i++) {
      if (reached[i]) {
        block.clearGradient(nodes[i]);
      }
    }
    for (int k = 0; k < terms.length; k++) {
      double[] x = block.value(summed[k]);
      double[] g = block.gradient(summed[k]);
      double seed = terms[k].factor() / divisors.of(terms[k], rows);
      for (int i = 0; i < block.rows; i++) {
        sums[k] += x[i];
      }
      for (int i = 0; reached[summed[k].index] && i < block.rows; i++) {
        g[i] += seed;
      }
    }
    for (int i = nodes.length - 1; i >= 0; i--) {
      if (reached[i]) {
        DoubleReverse.propagate(nodes[i], block, parameters, gradient, size);
      }
    }
    heads.forEach(
        (name, head) -> {
          if (reached[head.index]) {
            double[] column = Names.known("head", name, errors);
            System.arraycopy(
                block.gradient(head), 0, column, first * head.columns, block.size(head));
          }
        });
  }

  HeadErrors.OfTerm result(int rows, Divisors divisors) {
    double value = 0;
    for (int k = 0; k < terms.length; k++) {
      value += terms[k].factor() * sums[k] / divisors.of(terms[k], rows);
    }
    return new HeadErrors.OfTerm(value, gradient, new LinkedHashMap<>(errors));
  }
}
