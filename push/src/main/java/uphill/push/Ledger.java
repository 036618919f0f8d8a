package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What the steps of one update did to the log-probability of each of its actions, and by whom.
///
/// ```text
/// Δθ = P·s·(Σⱼ Jⱼᵀeⱼ + e + v) + m + r               gᵢ = Jᵢᵀpᵢ = ∇log π(aᵢ|sᵢ)      of each step
///
/// predicted          Σ gᵢ·(θ′ − θ) over the steps, each at its θ; the sum of the parts:
///   own                gᵢᵀ·P·Jⱼᵀeⱼ                    j is i: never against the sign of wᵢ
///   own_trajectory     Σ gᵢᵀ·P·Jⱼᵀeⱼ                  j is another action of i's trajectory
///   shared             Σ gᵢᵀ·P·Jⱼᵀeⱼ                  all other j
///   entropy            gᵢᵀ·P·e
///   value              gᵢᵀ·P·v
///   clipping           (s − 1)·gᵢᵀ·P·(Σⱼ Jⱼᵀeⱼ + e + v)
///   momentum           gᵢ·m                           of gradients before the update
///   momentum_within    gᵢ·m                           of the update's own
///   solver             gᵢ·r                           of what was solved for, and not exactly
///   rounding           gᵢ·(θ′ − θ − Δθ)
/// actual             log π(aᵢ|sᵢ) after the last step − before the first
/// residual           actual − predicted               the curvature
/// ```
///
/// eⱼ is what the loss wants of the policy's heads at row j, and Jⱼ their derivative by θ. A policy
/// gradient multiplies scores by weights: eⱼ = c·wⱼ·pⱼ. For other losses the weight is derived from
/// it, as far as it goes along the score: [StepWeights].
///
/// own_trajectory is what the trajectory pushes less own, and momentum_within all momentum less
/// that of before; rounding is the remainder of θ′, of parameters and a gradient in single
/// precision. Every other part is a sum of its own. All arithmetic is in double precision, on the
/// parameters as stored.
public final class Ledger {

  /// The names of the parts, in the order above.
  public enum Part {
    /// The sample's own push.
    OWN,
    /// That of the other samples of its trajectory.
    OWN_TRAJECTORY,
    /// That of all others.
    SHARED,
    /// Of the entropy's gradient.
    ENTROPY,
    /// Of the value's gradient, through shared parameters.
    VALUE,
    /// Of scaling the gradient down.
    CLIPPING,
    /// Of what the optimizer remembered of gradients before the update.
    MOMENTUM,
    /// Of what it remembered of the update's own earlier steps.
    MOMENTUM_WITHIN,
    /// Of what conjugate gradients left over of P·g.
    SOLVER,
    /// Of storing parameters in single precision.
    ROUNDING
  }

  private final ScoreModel model;
  private final Explained explained;
  private final List<PolicyStep> steps;
  private final StepPush first;
  private final StepWeights weights;
  private final Parts parts;
  private final double[] clippings;
  private final double[] predicted;
  private final double[] actual;
  private final double[] plain;
  private final Choice choice;
  private final int[] apart;
  private final List<Moment> moments = new ArrayList<>();
  private final ScorePass afterwards;

  /// How far every action had been pushed when a step was done.
  ///
  /// @param predicted to first order
  /// @param actual in truth
  public record Moment(double[] predicted, double[] actual) {}

  /// Chooses of which actions is told who pushed them, where that takes a linear system for each.
  @FunctionalInterface
  public interface Choice {
    /// Rows, each once.
    ///
    /// @param actual how far each action was pushed, log π_θ′ − log π_θ
    int[] of(double[] actual);
  }

  /// The ledger of a single step.
  public Ledger(ScoreModel model, Explained explained, PolicyStep step) {
    this(model, explained, List.of(step));
  }

  /// The ledger of an update.
  ///
  /// @param steps one at least, each from where the one before it led
  public Ledger(ScoreModel model, Explained explained, List<PolicyStep> steps) {
    this(model, explained, steps, _ -> new int[0]);
  }

  /// The same.
  ///
  /// @param steps one at least, each from where the one before it led
  /// @param choice of which actions is told who pushed them, where not of all: [#apart()]
  /// @throws IllegalArgumentException if they are not so
  public Ledger(ScoreModel model, Explained explained, List<PolicyStep> steps, Choice choice) {
    this.model = model;
    this.explained = explained;
    this.steps = List.copyOf(steps);
    PolicyStep.requireInOrder(this.steps);
    int n = explained.rows();
    parts = new Parts(n);
    clippings = new double[steps.size()];
    predicted = new double[n];
    actual = new double[n];
    plain = new double[n];
    first = new StepPush(model, explained, steps.getFirst());
    afterwards = model.at(steps.getLast().after(), explained.samples());
    Arrays.setAll(actual, i -> afterwards.logProb(i) - first.scores().logProb(i));
    this.choice = choice;
    apart = first.decomposed() ? IntStream.range(0, n).toArray() : choice.of(actual);
    StepWeights.Sum sum = new StepWeights.Sum(model, explained);
    double[] left = steps.getFirst().optimizer().moments();
    for (int k = 0; k < clippings.length; k++) {
      StepPush push = push(k);
      if (k > 0) {
        moment(push.scores());
      }
      sum.add(push.rows().score(), push.errors(), push.step().row());
      add(k, push, left);
      left = steps.get(k).optimizer().left(left);
    }
    weights = sum.weights();
    moment(afterwards);
  }

  private void add(int k, StepPush push, double[] left) {
    double s = push.direction().clipping();
    clippings[k] = s;
    parts.add(push, left, s, apart);
    Vectors.add(1, push.predicted(), predicted);
    Vectors.add(1, push.plain(), plain);
  }

  private void moment(ScorePass then) {
    double[] pushed = new double[explained.rows()];
    Arrays.setAll(pushed, i -> then.logProb(i) - first.scores().logProb(i));
    moments.add(new Moment(predicted.clone(), pushed));
  }

  /// One part of every action's predicted push.
  public double[] part(Part part) {
    return parts.of(part);
  }

  /// One part as the steps had it, after clipping: what a gradient pushed times its s, the rest as
  /// it is. [Part#CLIPPING] is no cause of its own, only what s took from the others, and 0 here.
  /// These sum to the predicted push as well.
  public double[] clipped(Part part) {
    return parts.clipped(part);
  }

  /// Of which actions is told who pushed them: all, unless the inverse of a natural gradient's
  /// Fisher information is too large to be decomposed. Of others [Part#OWN], [Part#OWN_TRAJECTORY]
  /// and [Part#SHARED] are NaN.
  public int[] apart() {
    return apart.clone();
  }

  /// √(mean of squares) of a column, over the actions that are told [#apart()].
  public double size(double... column) {
    double sum = 0;
    for (int i : apart) {
      sum += column[i] * column[i];
    }
    return Math.sqrt(sum / apart.length);
  }

  /// Σ gᵢ·(θ′ − θ) of every action.
  public double[] predicted() {
    return predicted;
  }

  /// log π_θ′ − log π_θ of every action, over the whole update.
  public double[] actual() {
    return actual;
  }

  /// Actual − predicted of every action.
  public double[] residual() {
    double[] residual = new double[actual.length];
    Arrays.setAll(residual, i -> actual[i] - predicted[i]);
    return residual;
  }

  /// The push along plain steps α·Σⱼ Jⱼᵀeⱼ of every action, predicted: that of the sentence, with
  /// no optimizer, entropy or clipping between.
  public double[] plain() {
    return plain;
  }

  /// How far every action had been pushed after each step.
  public List<Moment> moments() {
    return moments;
  }

  /// w of every action, its cosine, and c.
  public StepWeights weights() {
    return weights;
  }

  /// w of every action.
  public double[] weight() {
    return weights.weight();
  }

  /// The step that nobody took, along other weights by another optimizer: eⱼ·w′ᵢ/wᵢ, or c·w′ᵢ·pⱼ
  /// where wᵢ = 0, of row j, which is action i. Where a weight is what it was, so is the error.
  ///
  /// @throws IllegalArgumentException for an update of several steps: what its loss would have
  ///   wanted after another first step, nobody knows
  public Ledger untaken(double[] weight, OptimizerStep.Before optimizer) {
    if (steps.size() > 1) {
      throw new IllegalArgumentException(
          "this update took %s steps of the policy. After another first step its loss would have wanted other things of the next ones, so what another choice makes of it cannot be told; of an update of one step it can."
              .formatted(Integer.toString(steps.size())));
    }
    PolicyStep taken = steps.getFirst();
    Errors errors = Reweighted.errors(model, taken, first.rows(), weights, weight);
    OptimizerStep.Before other =
        Arrays.equals(weight, weights.weight()) ? optimizer : optimizer.afresh();
    PolicyStep untaken = taken.untaken(model, errors, other);
    return new Ledger(model, explained.withWeights(weight), List.of(untaken), choice);
  }

  /// A step.
  StepPush push(int k) {
    return k == 0 ? first : new StepPush(model, explained, steps.get(k));
  }

  /// The policy.
  ScoreModel model() {
    return model;
  }

  /// The actions that are explained.
  public Explained explained() {
    return explained;
  }

  /// The steps, in order.
  public List<PolicyStep> steps() {
    return steps;
  }

  /// θ before the update.
  public double[] parametersBefore() {
    return steps.getFirst().before();
  }

  /// θ after it.
  public double[] parametersAfter() {
    return steps.getLast().after();
  }

  /// s of every step, what its gradient was scaled by.
  public double[] clippings() {
    return clippings;
  }

  /// The scores at θ before the update.
  public ScorePass before() {
    return first.scores();
  }

  /// The scores after it.
  public ScorePass after() {
    return afterwards;
  }

  /// What each action j contributed to the predicted push of action i, at s = 1: Σ gᵢᵀ·P·Jⱼᵀeⱼ.
  public double[] contributions(int i) {
    return contributions(i, /* clipping= */ false);
  }

  /// The same after clipping.
  public double[] clippedContributions(int i) {
    return contributions(i, /* clipping= */ true);
  }

  private double[] contributions(int i, boolean clipping) {
    double[] contributions = new double[explained.rows()];
    Explained one = explained.only(i);
    for (int k = 0; k < steps.size(); k++) {
      StepPush push = k == 0 ? first : new StepPush(model, one, steps.get(k));
      double[] by = push.by(k == 0 ? i : 0);
      int[] row = steps.get(k).row();
      for (int j = 0; j < row.length; j++) {
        if (row[j] >= 0) {
          contributions[row[j]] += clipping ? clippings[k] * by[j] : by[j];
        }
      }
    }
    return contributions;
  }
}
