package uphill.push;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One step of a policy that was taken, as the ledger reads it: algorithms know nothing of it.
///
/// ```text
/// Δθ = P·s·(Σⱼ Jⱼᵀeⱼ + e + v) + m + r
/// ```
///
/// @param before θ
/// @param after θ′, as it was stored
/// @param samples the rows of the step
/// @param row which of the explained actions each of them is; −1 if it is none of them. The same
///   may come several times
/// @param errors eⱼ = −Σₖ δⱼᵏ of the loss's terms, at the heads of each row
/// @param entropy e, −∂L/∂θ of the entropy's term; empty if there is none
/// @param value v, of the value's terms through shared parameters; empty if there are none
/// @param maxGradientNorm what ‖Σ Jᵀe + e + v‖ was scaled down to; 0 if it was left
/// @param optimizer before the step
public record PolicyStep(
    double[] before,
    double[] after,
    Samples samples,
    int[] row,
    Errors errors,
    double[] entropy,
    double[] value,
    double maxGradientNorm,
    OptimizerStep.Before optimizer) {

  private static final double[] NONE = {};

  /// Checks that the columns belong together.
  public PolicyStep {
    if (row.length != samples.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a step of %d rows says of %d which they are",
              samples.rows(),
              row.length));
    }
    requireLike(before, after, "after");
    requireLike(before, entropy.length == 0 ? before : entropy, "the entropy's gradient");
    requireLike(before, value.length == 0 ? before : value, "the value's gradient");
  }

  private static void requireLike(double[] theta, double[] other, String what) {
    if (other.length != theta.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "θ has %d elements, %s %d", theta.length, what, other.length));
    }
  }

  /// Checks that each begins where the one before it ended.
  static void requireInOrder(List<PolicyStep> steps) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a ledger is of one step at least, got none");
    }
    for (int k = 1; k < steps.size(); k++) {
      if (!Arrays.equals(steps.get(k - 1).after(), steps.get(k).before())) {
        throw new IllegalArgumentException(
            "step %s does not begin where the one before it ended, so a step is missing"
                .formatted(Integer.toString(k)));
      }
    }
  }

  /// A step that was seen.
  ///
  /// @param explained the actions of its update: where the step is of all of them, in their order,
  ///   they are its rows
  public static PolicyStep of(ScoreModel model, Step step, Explained explained) {
    int rows = step.rows();
    Errors errors = Errors.none(model, rows);
    step.errors()
        .forEach(
            (term, error) -> {
              for (int j = 0; Step.bySample(term) && j < rows; j++) {
                errors.add(-1, error, j, j, model.outputs());
              }
            });
    Samples own = inOrder(step.row(), explained.rows()) ? explained.samples() : step.samples(model);
    return new PolicyStep(
        step.before(),
        step.after(),
        own,
        step.row(),
        errors,
        ascent(step, Step.ENTROPY),
        ascent(step, Step.VALUE),
        step.maxGradientNorm(),
        step.optimizer());
  }

  private static boolean inOrder(int[] row, int rows) {
    boolean inOrder = row.length == rows;
    for (int j = 0; inOrder && j < rows; j++) {
      inOrder = row[j] == j;
    }
    return inOrder;
  }

  private static double[] ascent(Step step, String term) {
    if (!step.gradients().containsKey(term)) {
      return NONE;
    }
    double[] ascent = step.gradient(term).clone();
    for (int k = 0; k < ascent.length; k++) {
      ascent[k] = -ascent[k];
    }
    return ascent;
  }

  /// Errors along weighted scores, c·wⱼ·pⱼ for each sample.
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
  PolicyStep untaken(ScoreModel model, Errors errors, OptimizerStep.Before optimizer) {
    ScorePass rows = model.at(before, samples);
    PolicyStep step = with(before, errors, optimizer);
    double[] there = Direction.of(step, rows, rows.with(errors)).from(before);
    return with(there, errors, optimizer);
  }

  private PolicyStep with(double[] to, Errors errors, OptimizerStep.Before optimizer) {
    return new PolicyStep(
        before, to, samples, row, errors, entropy, value, maxGradientNorm, optimizer);
  }

  /// The same step, of which only these actions are known.
  ///
  /// @param rows which, each once; they are then counted as they stand here
  /// @param explained how many there were
  PolicyStep among(int explained, int... rows) {
    int[] place = new int[explained];
    Arrays.fill(place, -1);
    for (int k = 0; k < rows.length; k++) {
      place[rows[k]] = k;
    }
    int[] which = new int[row.length];
    Arrays.setAll(which, j -> row[j] < 0 ? -1 : place[row[j]]);
    return new PolicyStep(
        before, after, samples, which, errors, entropy, value, maxGradientNorm, optimizer);
  }

  /// θ′ − θ.
  double[] moved() {
    double[] moved = new double[before.length];
    for (int k = 0; k < moved.length; k++) {
      moved[k] = after[k] - before[k];
    }
    return moved;
  }
}
