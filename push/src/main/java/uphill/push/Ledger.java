package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private final List<Moment> moments = new ArrayList<>();
  private final ScorePass afterwards;

  /// How far every action had been pushed when a step was done.
  ///
  /// @param predicted to first order
  /// @param actual in truth
  public record Moment(double[] predicted, double[] actual) {}

  /// The ledger of a single step.
  public Ledger(ScoreModel model, Explained explained, PolicyStep step) {
    this(model, explained, List.of(step));
  }

  /// The ledger of an update.
  ///
  /// @param steps one at least, each from where the one before it led
  /// @throws IllegalArgumentException if they are not so
  public Ledger(ScoreModel model, Explained explained, List<PolicyStep> steps) {
    this.model = model;
    this.explained = explained;
    this.steps = List.copyOf(steps);
    requireInOrder(this.steps);
    int n = explained.rows();
    parts = new Parts(n);
    clippings = new double[steps.size()];
    predicted = new double[n];
    actual = new double[n];
    plain = new double[n];
    first = new StepPush(model, explained, steps.getFirst());
    StepWeights.Sum sum = new StepWeights.Sum(model, explained);
    double[] left = steps.getFirst().optimizer().moments();
    for (int k = 0; k < clippings.length; k++) {
      StepPush push = k == 0 ? first : new StepPush(model, explained, steps.get(k));
      if (k > 0) {
        moment(push.scores());
      }
      sum.add(push.rows().score(), push.errors(), push.step().row());
      add(k, push, left);
      left = steps.get(k).optimizer().left(left);
    }
    weights = sum.weights();
    afterwards = model.at(steps.getLast().after(), explained.samples());
    moment(afterwards);
    System.arraycopy(moments.getLast().actual(), 0, actual, 0, n);
  }

  private static void requireInOrder(List<PolicyStep> steps) {
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

  private void add(int k, StepPush push, double[] left) {
    double s = push.direction().clipping();
    clippings[k] = s;
    parts.add(push, left, s);
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
    return new Ledger(model, explained.withWeights(weight), taken.untaken(model, errors, other));
  }

  /// Σ Jⱼᵀeⱼ over the rows of all steps, by the trajectories that they are of.
  double[][] ofTrajectories() {
    int trajectories = Arrays.stream(explained.trajectory()).max().orElse(-1) + 1;
    double[][] sums = new double[trajectories][model.size()];
    for (int k = 0; k < steps.size(); k++) {
      StepPush push = k == 0 ? first : new StepPush(model, explained, steps.get(k));
      int[][] rows = push.pushing(trajectories);
      for (int t = 0; t < trajectories; t++) {
        push.errors().add(rows[t], sums[t]);
      }
    }
    return sums;
  }

  /// e of a step's rows at the network's outputs y, and at log σ; empty if there is none.
  ///
  /// @param outputs [rows][outputs]
  /// @param logStd [rows][outputs], or [rows][0]
  public record Wanted(double[][] outputs, double[][] logStd) {}

  /// What the loss of step k wanted of its rows.
  public Wanted wanted(int k) {
    BackwardPass errors = (k == 0 ? first : new StepPush(model, explained, steps.get(k))).errors();
    int rows = steps.get(k).row().length;
    double[][] outputs = new double[rows][];
    double[][] logStd = new double[rows][];
    for (int j = 0; j < rows; j++) {
      outputs[j] = errors.output(j);
      logStd[j] = errors.logStd(j);
    }
    return new Wanted(outputs, logStd);
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
      double[] direction = new double[model.size()];
      push.scores().score().add(new int[] {k == 0 ? i : 0}, direction);
      Preconditioner p = push.direction().taken().preconditioner();
      double[] by = push.errors().along(p.times(direction));
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
