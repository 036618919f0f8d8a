package uphill.push;

import java.util.Arrays;
import java.util.Locale;

/// One step of a policy that was taken, as the ledger reads it: algorithms know nothing of it.
///
/// ```text
/// Δθ = P·s·(Σⱼ Jⱼᵀeⱼ + e + v) + m
/// ```
///
/// @param before θ
/// @param after θ′, as it was stored
/// @param samples the (s, a) that are explained
/// @param trajectory to which trajectory each sample belongs, counted from 0 without gaps
/// @param errors eⱼ = −Σₖ δⱼᵏ of the loss's terms, at the heads of each sample
/// @param entropy e, −∂L/∂θ of the entropy's term; zeros if there is none
/// @param value v, of the value's terms through shared parameters; zeros if there are none
/// @param maxGradientNorm what ‖Σ Jᵀe + e + v‖ was scaled down to; 0 if it was left
/// @param optimizer before the step
/// @param psi w of each sample, for algorithms that multiply scores by weights; empty for others,
///   whose weights are derived
public record PolicyStep(
    double[] before,
    double[] after,
    Samples samples,
    int[] trajectory,
    Errors errors,
    double[] entropy,
    double[] value,
    double maxGradientNorm,
    OptimizerStep.Before optimizer,
    double[] psi) {

  /// Checks that the columns belong together.
  public PolicyStep {
    int n = samples.rows();
    if ((psi.length != 0 && psi.length != n) || trajectory.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples need as many weights and trajectories, got %d and %d",
              n,
              psi.length,
              trajectory.length));
    }
    if (before.length != after.length
        || before.length != entropy.length
        || before.length != value.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "θ has %d elements before, %d after, the entropy's gradient %d, and the value's %d",
              before.length,
              after.length,
              entropy.length,
              value.length));
    }
  }

  /// A step that was seen, for the rows of the batch that it was made of: those that are in it have
  /// its errors, once for each time; others none.
  ///
  /// @param samples all rows of the batch
  /// @param trajectory of each
  /// @param psi of each, or empty
  public static PolicyStep of(
      ScoreModel model, Step step, Samples samples, int[] trajectory, double[] psi) {
    Errors errors = Errors.none(model, samples.rows());
    step.errors()
        .forEach(
            (term, error) -> {
              for (int j = 0; Step.bySample(term) && j < step.rows(); j++) {
                errors.add(-1, error, j, step.row()[j], model.outputs());
              }
            });
    return new PolicyStep(
        step.before(),
        step.after(),
        samples,
        trajectory,
        errors,
        step.ascent(Step.ENTROPY),
        step.ascent(Step.VALUE),
        step.maxGradientNorm(),
        step.optimizer(),
        psi);
  }

  /// The step along weighted scores, cⱼ·wⱼ·gⱼ for each sample.
  ///
  /// @param scores the samples at θ
  /// @param scale c
  static Errors weighted(ScoreModel model, ScorePass scores, double scale, double[] weight) {
    Errors errors = Errors.none(model, scores.rows());
    for (int j = 0; j < weight.length; j++) {
      errors.add(scale * weight[j], at(scores, j), 0, j, model.outputs());
    }
    return errors;
  }

  /// pⱼ, as errors of one row.
  static Errors at(ScorePass scores, int j) {
    return new Errors(scores.score().output(j), scores.score().logStd(j));
  }

  /// The same step with other errors and another optimizer, ending where its own arithmetic leads:
  /// a step that nobody took.
  ///
  /// @param scores the samples at θ
  PolicyStep untaken(
      ScorePass scores, Errors errors, double[] weight, OptimizerStep.Before optimizer) {
    PolicyStep other = with(after, errors, weight, optimizer);
    double[] there = Direction.of(other, scores.with(errors)).from(before);
    return with(there, errors, weight, optimizer);
  }

  private PolicyStep with(
      double[] after, Errors errors, double[] weight, OptimizerStep.Before optimizer) {
    return new PolicyStep(
        before,
        after,
        samples,
        trajectory,
        errors,
        entropy,
        value,
        maxGradientNorm,
        optimizer,
        weight);
  }

  /// θ′ − θ.
  double[] moved() {
    double[] moved = new double[before.length];
    Arrays.setAll(moved, k -> after[k] - before[k]);
    return moved;
  }
}
