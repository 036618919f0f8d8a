package uphill.push;

import java.util.Arrays;

/// What rounding errors that a gradient inherits from forward pass, errors and backward pass are
/// measured against: the same sums of products with the absolute value of every summand, and a plus
/// for every minus. Where much cancels, as in 1 − π of a sure policy, this stays as large as what
/// cancelled.
///
/// ```text
/// D = what the distribution makes of |δ| at its heads      at the outputs, and at log σ
/// ```
///
/// and below the outputs what the network makes of D: [DenseSizes], [uphill.autodiff.Jacobian].
final class GradientSize {

  private final ScoreModel model;
  private final ScorePass scores;
  private final Samples samples;

  /// @param scores the samples at θ
  GradientSize(ScoreModel model, Samples samples, ScorePass scores) {
    this.model = model;
    this.samples = samples;
    this.scores = scores;
  }

  /// Σⱼ over all rows, laid out as θ.
  ///
  /// @param errors Σₖ|δⱼᵏ| at the heads
  /// @param entropy δⱼ of the entropy's term
  double[] of(Errors errors, Errors entropy) {
    double[] size = new double[model.size()];
    scores.forward().addSizes((i, s) -> atOutputs(i, errors, entropy, s, size), size);
    return size;
  }

  /// D of a sample at the outputs; adds that of log σ to its place in θ.
  private double[] atOutputs(int i, Errors errors, Errors entropy, double[] s, double[] size) {
    ScoreHead head = model.head();
    double[] h = scores.head(i);
    double[] delta = errors.row(i, head);
    Vectors.add(1, head.cancelled(h, Vectors.absolute(entropy.row(i, head))), delta);
    double[] d = head.errorSize(h, samples.action(i), delta, s);
    for (int j = 0; j < model.logStdSize(); j++) {
      size[model.logStdAt() + j] += d[model.outputs() + j];
    }
    return Arrays.copyOf(d, model.outputs());
  }
}
