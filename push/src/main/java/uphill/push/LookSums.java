package uphill.push;

import java.util.Arrays;

/// Sums over the steps of an update, for some of its actions.
///
/// ```text
/// predictedᵢ = Σₖ gᵢ(θₖ)·(θₖ₊₁ − θₖ)      wᵢ = mean n·⟨eⱼ, pⱼ⟩/⟨pⱼ, pⱼ⟩    over the rows j that are action i
/// G_τ = Σₖ Σⱼ Jⱼᵀeⱼ                        over the rows j that are actions of τ
/// ```
final class LookSums {

  private static final double[] NONE = {};

  private final ScoreModel model;
  private final Explained actions;
  private final double[] predicted;
  private final double[] derived;
  private final int[] times;
  private final boolean[] moved;
  private final int[][] trajectories;
  private final boolean whole;
  private final double[][] wanted; // G_τ, where trajectories are whole
  private boolean checked;

  /// @param whole whether trajectories are
  LookSums(ScoreModel model, Explained actions, boolean whole) {
    this.model = model;
    this.actions = actions;
    predicted = new double[actions.rows()];
    derived = new double[actions.rows()];
    times = new int[actions.rows()];
    moved = new boolean[actions.rows()];
    trajectories = Trajectories.rows(actions.trajectory());
    this.whole = whole;
    wanted = new double[whole ? trajectories.length : 0][model.size()];
  }

  /// A step, as far as it is of these actions.
  ///
  /// @param before θ
  /// @param after θ′
  /// @param size n, all rows of the step
  /// @param action which action each of its known rows is
  /// @param samples these rows
  /// @param errors what the loss wanted of them, e
  /// @param gradient what they add to ∂L/∂θ, over all terms that are sums over samples
  /// @param gradientSize what that is measured against
  record Seen(
      double[] before,
      double[] after,
      int size,
      int[] action,
      Samples samples,
      Errors errors,
      double[] gradient,
      double[] gradientSize) {

    /// A step of other rows.
    static Seen of(double[] theta) {
      Samples samples = new Samples(0, NONE, NONE);
      return new Seen(theta, theta, 0, new int[0], samples, new Errors(NONE, NONE), NONE, NONE);
    }

    /// The same, and where it led.
    Seen to(double[] theta) {
      return new Seen(before, theta, size, action, samples, errors, gradient, gradientSize);
    }
  }

  /// Adds a step.
  ///
  /// @throws IllegalArgumentException if its rows are not what they are said to be, or its loss
  ///   does not reach θ through the policy's heads alone
  void add(Seen step) {
    ScorePass scores = model.at(step.before(), actions.samples());
    double[] along = step.after().clone();
    Vectors.add(-1, step.before(), along);
    Vectors.add(1, scores.along(along), predicted);
    if (step.action().length == 0) {
      return;
    }
    requireRows(step);
    Errors sum = Errors.none(model, actions.rows());
    int[] count = new int[actions.rows()];
    for (int k = 0; k < step.action().length; k++) {
      sum.add(1, step.errors(), k, step.action()[k], model.outputs());
      count[step.action()[k]]++;
    }
    BackwardPass errors = scores.with(sum);
    if (!checked) {
      double[] difference = step.gradient().clone();
      errors.add(difference);
      if (!StepChecks.throughHeads(model, difference, step.gradientSize())) {
        throw new IllegalArgumentException(
            "the loss reaches θ not through the policy's heads alone");
      }
      checked = true;
    }
    for (int i = 0; i < count.length; i++) {
      if (count[i] > 0) {
        BackwardPass score = scores.score();
        derived[i] += step.size() * (errors.atHeads(score, i) / score.atHeads(score, i));
        times[i] += count[i];
        moved[i] |= !scores.still(i);
      }
    }
    for (int t = 0; t < wanted.length; t++) {
      errors.add(trajectories[t], wanted[t]);
    }
  }

  private void requireRows(Seen step) {
    for (int k = 0; k < step.action().length; k++) {
      Samples one = step.samples().only(k);
      Samples other = actions.samples().only(step.action()[k]);
      if (!Arrays.equals(one.observation(), other.observation())
          || !Arrays.equals(one.action(), other.action())
          || !Arrays.equals(one.mask(), other.mask())) {
        throw new IllegalArgumentException("a row of a step is another than it is said to be");
      }
    }
  }

  /// What the update says of itself.
  ///
  /// @param before θ before it
  /// @param after θ after it
  /// @param psi w; empty if derived
  PushStatistics statistics(
      double[] before, double[] after, double[] psi, PushStatistics.Choices choices) {
    double[] weight = psi;
    if (psi.length == 0) {
      weight = new double[derived.length];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = times[i] == 0 ? 0 : derived[i] / times[i];
      }
    }
    boolean[] still = actions.forced(model);
    for (int i = 0; i < still.length; i++) {
      still[i] |= times[i] > 0 && !moved[i];
    }
    ScorePass then = model.at(before, actions.samples());
    ScorePass now = model.at(after, actions.samples());
    StepWeights weights = StepWeights.of(weight, psi.length == 0, still);
    return whole
        ? PushStatistics.of(then, now, predicted, weights, actions.trajectory(), wanted, choices)
        : PushStatistics.of(then, now, predicted, weights);
  }
}
