package uphill.push;

import java.util.SequencedMap;

/// One optimizer step of a policy, as it was seen.
///
/// ```text
/// L = Σₖ Lₖ      θ′ = optimizer(θ, s·∇L)      δⱼᵏ = ∂Lₖ/∂headⱼ
/// ```
///
/// @param before θ
/// @param after θ′, as it was stored
/// @param row which of the update's rows each row of the step is; −1 if it is of none of them
/// @param observation what the network read, [rows, inputs]
/// @param action of which log π was taken, [rows, actionSize]
/// @param mask what each row's state allowed, [rows, outputs]; empty where everything was
/// @param weight Ψ of each row, where the loss reads a column of that name; else empty
/// @param errors δ by term, in double precision at θ
/// @param gradients ∂Lₖ/∂θ by term, in double precision
/// @param values Lₖ by term, in double precision
/// @param gradientSize Σₖ Σⱼ |what row j adds to ∂Lₖ/∂θ|
/// @param inherited what the rounding errors that rows inherit are measured against, see
///   [uphill.autodiff.HeadErrors#inherited()]
/// @param gradient s·∇L in single precision, as the optimizer got it
/// @param gradientNorm ‖∇L‖ in training, before it was scaled down
/// @param maxGradientNorm what it is scaled down to; 0 if never
/// @param optimizer before the step
public record Step(
    double[] before,
    double[] after,
    int[] row,
    float[] observation,
    float[] action,
    float[] mask,
    float[] weight,
    SequencedMap<String, Errors> errors,
    SequencedMap<String, double[]> gradients,
    SequencedMap<String, Double> values,
    double[] gradientSize,
    double[] inherited,
    float[] gradient,
    double gradientNorm,
    double maxGradientNorm,
    OptimizerStep.Before optimizer) {

  /// The term that draws a policy towards higher entropy, if a loss has one.
  public static final String ENTROPY = "entropy";

  /// The term of a value that shares parameters, if a loss has one.
  public static final String VALUE = "value";

  /// Rows of the step.
  public int rows() {
    return row.length;
  }

  /// Its rows, in double precision.
  Samples samples(ScoreModel model) {
    return Samples.of(rows(), observation, action, model.inputs(), model.actionSize())
        .allowing(mask, mask.length / rows());
  }

  /// Whether a term is a sum over samples, each of which pushes by itself.
  static boolean bySample(String term) {
    return !term.equals(ENTROPY) && !term.equals(VALUE);
  }

  /// ∂Lₖ/∂θ of one term.
  double[] gradient(String term) {
    double[] gradient = gradients.get(term);
    if (gradient == null) {
      throw new IllegalArgumentException("the loss has no term \"%s\"".formatted(term));
    }
    return gradient;
  }
}
