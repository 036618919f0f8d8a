package uphill.autodiff;

import java.util.SequencedMap;

/// What an [Onlooker] saw of one evaluation of L = Σₖ Lₖ, all in double precision. The arrays are
/// its own.
///
/// ```text
/// errors     δⱼᵏ = ∂Lₖ/∂hⱼ of every term k, head h and row j
/// gradient   ∂Lₖ/∂θ
/// value      Lₖ
/// ```
public final class HeadErrors {

  /// Lₖ of one term, and its derivatives.
  record OfTerm(double value, double[] gradient, SequencedMap<String, double[]> errors) {}

  private final int rows;
  private final SequencedMap<String, OfTerm> terms;
  private final double[] gradientSize;
  private final double[] inherited;

  HeadErrors(
      int rows, SequencedMap<String, OfTerm> terms, double[] gradientSize, double[] inherited) {
    this.rows = rows;
    this.terms = terms;
    this.gradientSize = gradientSize;
    this.inherited = inherited;
  }

  /// How many rows were evaluated.
  public int rows() {
    return rows;
  }

  /// δⱼᵏ = ∂Lₖ/∂hⱼ: the total derivative with respect to the head's value, [rows, columns]; 0 where
  /// the head does not occur in the term.
  public double[] errors(String term, String head) {
    return Names.known("head", head, Names.known("term", term, terms).errors());
  }

  /// ∂Lₖ/∂θ, laid out as the parameters.
  public double[] gradient(String term) {
    return Names.known("term", term, terms).gradient();
  }

  /// Lₖ.
  public double value(String term) {
    return Names.known("term", term, terms).value();
  }

  /// ∂L/∂θ = Σₖ ∂Lₖ/∂θ, terms in order.
  public double[] gradient() {
    double[] sum = new double[gradientSize.length];
    for (OfTerm term : terms.values()) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += term.gradient()[i];
      }
    }
    return sum;
  }

  /// Σₖ Σⱼ |what row j adds to ∂Lₖ/∂θ|, laid out as the parameters: what a rounding error of the
  /// gradient is measured against, for the gradient itself may nearly cancel.
  public double[] gradientSize() {
    return gradientSize;
  }

  /// What the rounding errors are measured against that ∂L/∂θ in single precision inherits from
  /// forward pass, errors and reverse pass, times the operations that are made one after the other;
  /// laid out as the parameters, and as large as what cancelled. Empty unless the onlooker was told
  /// to measure it.
  public double[] inherited() {
    return inherited;
  }
}
