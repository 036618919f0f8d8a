package uphill.autodiff;

import java.util.Arrays;
import java.util.List;

/// A [Scalar] at its place in one [Program]: its terms, the nodes they sum, and one partial sum for
/// every block of rows and term.
final class Sums {

  private final Scalar.Term[] terms;
  private final Node[] nodes;
  private double[] partials = {};

  Sums(List<Scalar.Term> terms, Tracer tracer) {
    this.terms = terms.toArray(Scalar.Term[]::new);
    this.nodes = terms.stream().map(term -> tracer.node(term.x())).toArray(Node[]::new);
  }

  /// Whether the node is one of those that are summed.
  boolean sums(Node node) {
    return Arrays.asList(nodes).contains(node);
  }

  void makeRoom(int blocks) {
    if (partials.length < blocks * terms.length) {
      partials = Arrays.copyOf(partials, blocks * terms.length);
    }
  }

  /// Sums the block's rows: in row order, in double precision.
  void sumUp(int index, Block block) {
    for (int k = 0; k < terms.length; k++) {
      float[] x = block.value(nodes[k]);
      int at = block.at(nodes[k]);
      double sum = 0;
      for (int i = 0; i < block.rows; i++) {
        sum += x[at + i];
      }
      partials[index * terms.length + k] = sum;
    }
  }

  /// Σₖ factorₖ · Σᵢ xₖᵢ / divisorₖ, blocks in order.
  double total(int blocks, int rows, Divisors divisors) {
    double total = 0;
    for (int k = 0; k < terms.length; k++) {
      double sum = 0;
      for (int block = 0; block < blocks; block++) {
        sum += partials[block * terms.length + k];
      }
      total += terms[k].factor() * sum / divisors.of(terms[k], rows);
    }
    return total;
  }

  /// Adds ∂/∂xₖᵢ = factorₖ / divisorₖ to the gradients of the summed nodes.
  void seed(Block block, int rows, Divisors divisors) {
    for (int k = 0; k < terms.length; k++) {
      float[] g = block.gradient(nodes[k]);
      float seed = (float) (terms[k].factor() / divisors.of(terms[k], rows));
      for (int i = 0; nodes[k].learns && i < block.rows; i++) {
        g[i] += seed;
      }
    }
  }
}
