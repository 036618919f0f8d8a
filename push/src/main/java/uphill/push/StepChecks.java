package uphill.push;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Refuses a step that a ledger would be wrong about: each check is of what was seen in training
/// against the mathematics that the ledger stands on.
public final class StepChecks {

  /// Half the distance between neighbours of single precision, as a share.
  private static final double ROUNDING = 0x1p-24;

  /// Roundings of an optimizer's arithmetic for one element of its step.
  private static final int OF_THE_STEP = 16;

  /// Roundings of a row's own gradient, for each operation.
  private static final int OF_AN_OPERATION = 8;

  private StepChecks() {}

  /// θ′ − θ is what the optimizer makes of the gradient that training used.
  ///
  /// ```text
  /// |θ′ − θ − (P·g + m)| ≤ ulp(θ) + 16·2⁻²⁴·(P·|g| + |m|)
  /// ```
  ///
  /// and of a direction that was solved for −α·x in place of P·g.
  ///
  /// @throws IllegalArgumentException if it is not
  public static void requireOptimizer(Step step) {
    double[] ascent = Samples.doubles(step.gradient(), step.gradient().length);
    for (int k = 0; k < ascent.length; k++) {
      ascent[k] = -ascent[k];
    }
    double[] gradient;
    double[] momentum = new double[ascent.length];
    switch (step.optimizer()) {
      case OptimizerStep.Elementwise optimizer -> {
        OptimizerStep made = optimizer.along(ascent);
        gradient = made.preconditioner().times(ascent);
        momentum = made.momentum();
      }
      case OptimizerStep.Solved(var rate, _, var direction) -> {
        gradient = direction.clone();
        Arrays.setAll(gradient, k -> -rate * direction[k]);
      }
    }
    for (int k = 0; k < ascent.length; k++) {
      double wanted = gradient[k] + momentum[k];
      double moved = step.after()[k] - step.before()[k];
      double size = Math.abs(gradient[k]) + Math.abs(momentum[k]);
      double bound =
          Math.ulp((float) Math.max(Math.abs(step.before()[k]), Math.abs(step.after()[k])))
              + OF_THE_STEP * ROUNDING * size;
      if (!(Math.abs(moved - wanted) <= bound)) {
        throw refused(
            k,
            "moved by %s, and the optimizer makes %s of the gradient that training used",
            moved,
            wanted,
            bound);
      }
    }
  }

  /// That gradient is Σₖ ∂Lₖ/∂θ in double precision.
  ///
  /// ```text
  /// |g/s − Σₖ ∂Lₖ/∂θ| ≤ 2⁻²⁴·(n·Σₖ Σⱼ|contribution of row j| + 8·operations·A)
  /// ```
  ///
  /// n rounded sums, and what each row's contribution has inherited: see
  /// [uphill.autodiff.HeadErrors#inherited()].
  ///
  /// @throws IllegalArgumentException if it is not
  public static void requireGradient(Step step) {
    double[] sum = new double[step.before().length];
    step.gradients().values().forEach(gradient -> Vectors.add(1, gradient, sum));
    double norm = step.gradientNorm();
    double limit = step.maxGradientNorm();
    double clipping = limit > 0 && norm > limit ? limit / norm : 1;
    for (int k = 0; k < sum.length; k++) {
      double used = step.gradient()[k] / clipping;
      double bound =
          ROUNDING * (step.rows() * step.gradientSize()[k] + OF_AN_OPERATION * step.inherited()[k])
              + Float.MIN_NORMAL;
      if (!(Math.abs(used - sum[k]) <= bound)) {
        throw refused(
            k,
            "went along the gradient %s in training, and the terms of the loss sum to %s",
            used,
            sum[k],
            bound);
      }
    }
  }

  /// Observations, actions and masks of the step's rows are, bit for bit, those of the rows of the
  /// update that they are said to be.
  ///
  /// @param observation of all rows of the update
  /// @param action likewise
  /// @param mask likewise; empty where the world masks nothing
  /// @throws IllegalArgumentException if they are not
  public static void requireRows(Step step, float[] observation, float[] action, float[] mask) {
    int inputs = step.observation().length / step.rows();
    int size = step.action().length / step.rows();
    if (mask.length > 0 && step.mask().length == 0) {
      throw new IllegalArgumentException(
          "the step is not explained: its world masks actions, and its loss reads no mask. Write it"
              + " with policy.distribution(rollout)");
    }
    int choices = step.mask().length / step.rows();
    for (int j = 0; j < step.rows(); j++) {
      int row = step.row()[j];
      boolean same =
          same(step.observation(), j, observation, row, inputs)
              && same(step.action(), j, action, row, size)
              && same(step.mask(), j, mask, row, choices);
      if (row >= 0 && !same) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the step is not explained: its row %d is said to be row %d of the update, which"
                    + " has another observation, action or mask",
                j,
                step.row()[j]));
      }
    }
  }

  private static boolean same(float[] x, int i, float[] y, int j, int columns) {
    if (j < 0 || (j + 1) * columns > y.length) {
      return false;
    }
    for (int k = 0; k < columns; k++) {
      if (Float.floatToRawIntBits(x[i * columns + k])
          != Float.floatToRawIntBits(y[j * columns + k])) {
        return false;
      }
    }
    return true;
  }

  /// The policy moved by these steps alone.
  ///
  /// @param before θ before the update
  /// @param after θ after it
  /// @throws IllegalArgumentException if it did not
  public static void requireWhole(List<Step> steps, double[] before, double[] after) {
    double[] theta = before;
    for (int s = 0; s < steps.size(); s++) {
      requireSame(theta, steps.get(s).before(), "before step %s".formatted(Integer.toString(s)));
      theta = steps.get(s).after();
    }
    requireSame(theta, after, "after the last step");
  }

  private static void requireSame(double[] left, double[] found, String where) {
    for (int k = 0; k < left.length; k++) {
      if (left[k] != found[k]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the update is not explained: parameter %d was left at %s by the steps that were"
                    + " seen, and is %s %s, so a step is missing",
                k,
                left[k],
                found[k],
                where));
      }
    }
  }

  /// What the loss's terms want of θ, they want through the heads: the rows' errors then account
  /// for it.
  ///
  /// ```text
  /// ‖Σⱼ Jⱼᵀeⱼ + Σₖ ∂Lₖ/∂θ‖ ≤ 10⁻⁹·‖Σₖ Σⱼ|contribution|‖    over terms that are sums over samples
  /// ```
  ///
  /// and 10⁻² where units are rectified, or log σ of a state is held within bounds: near those
  /// double precision may take the other branch than training did.
  ///
  /// @throws IllegalArgumentException if they do not
  public static void requireThroughHeads(ScoreModel model, Step step) {
    double[] sum = new double[step.before().length];
    ScorePass scores = model.at(step.before(), step.samples(model));
    step.errors()
        .forEach(
            (term, errors) -> {
              if (Step.bySample(term)) {
                scores.with(errors).add(sum);
                Vectors.add(-1, step.gradient(term), sum);
              }
            });
    if (!throughHeads(model, sum, step.gradientSize())) {
      throw new IllegalArgumentException(
          "the step is not explained: the terms %s of its loss do not reach the parameters through"
                  .formatted(step.gradients().keySet())
              + " the policy's heads alone, so they are not the pushes of its samples");
    }
  }

  /// Whether Σⱼ Jⱼᵀeⱼ accounts for a gradient.
  ///
  /// @param difference of both
  /// @param size of the gradient's summands
  static boolean throughHeads(ScoreModel model, double[] difference, double[] size) {
    double bound = model.smooth() ? 1e-9 : 1e-2;
    return Math.sqrt(Vectors.dot(difference, difference))
        <= bound * Math.sqrt(Vectors.dot(size, size));
  }

  private static IllegalArgumentException refused(
      int k, String what, double is, double wanted, double bound) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "the step is not explained: its parameter %d %s; rounding explains a difference of %s,"
                + " not %s",
            k,
            what.formatted("" + is, "" + wanted),
            bound,
            Math.abs(is - wanted)));
  }
}
