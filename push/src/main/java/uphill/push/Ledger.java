package uphill.push;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one step did to the log-probability of each of its samples, and by whom.
///
/// ```text
/// Δθ = P·s·(Σⱼ Jⱼᵀeⱼ + e + v) + m                   gᵢ = Jᵢᵀpᵢ = ∇log π(aᵢ|sᵢ)
///
/// predicted        gᵢ·(θ′ − θ), the sum of the parts:
///   own              gᵢᵀ·P·Jᵢᵀeᵢ                    never against the sign of wᵢ
///   own_trajectory   Σ gᵢᵀ·P·Jⱼᵀeⱼ                  j ≠ i in i's trajectory
///   shared           Σ gᵢᵀ·P·Jⱼᵀeⱼ                  j in other trajectories
///   entropy          gᵢᵀ·P·e
///   value            gᵢᵀ·P·v
///   clipping         (s − 1)·gᵢᵀ·P·(Σⱼ Jⱼᵀeⱼ + e + v)
///   momentum         gᵢ·m
///   rounding         gᵢ·(θ′ − θ − Δθ)
/// actual           log π_θ′(aᵢ|sᵢ) − log π_θ(aᵢ|sᵢ)
/// residual         actual − predicted               the curvature
/// ```
///
/// eⱼ is what the loss wants of the policy's heads at sample j, and Jⱼ their derivative by θ. A
/// policy gradient multiplies scores by weights: eⱼ = c·wⱼ·pⱼ. For other losses the weight is
/// derived from it, as far as it goes along the score:
///
/// ```text
/// wⱼ = n·⟨eⱼ, pⱼ⟩/⟨pⱼ, pⱼ⟩      cosine = ⟨eⱼ, pⱼ⟩/(‖eⱼ‖·‖pⱼ‖)      c = Σⱼ wⱼ⟨eⱼ, pⱼ⟩/Σⱼ wⱼ²⟨pⱼ, pⱼ⟩
/// ```
///
/// own_trajectory is what the trajectory pushes less own; rounding is the remainder of θ′, of
/// parameters and a gradient in single precision. Every other part is a sum of its own. All
/// arithmetic is in double precision, on the parameters as stored.
public final class Ledger {

  /// The names of the parts, in the order above.
  public enum Part {
    /// The sample's own push.
    OWN,
    /// That of the other samples of its trajectory.
    OWN_TRAJECTORY,
    /// That of other trajectories.
    SHARED,
    /// Of the entropy's gradient.
    ENTROPY,
    /// Of the value's gradient, through shared parameters.
    VALUE,
    /// Of scaling the gradient down.
    CLIPPING,
    /// Of what the optimizer remembered.
    MOMENTUM,
    /// Of storing parameters in single precision.
    ROUNDING
  }

  private final PolicyStep step;
  private final ScoreModel model;
  private final ScorePass scores;
  private final BackwardPass errors;
  private final StepWeights weights;
  private final Direction direction;
  private final SequencedMap<Part, double[]> parts = new LinkedHashMap<>();
  private final double[] predicted;
  private final double[] actual;
  private final ScorePass afterwards;

  /// The ledger of a step.
  public Ledger(ScoreModel model, PolicyStep step) {
    this.step = step;
    this.model = model;
    int n = step.samples().rows();
    scores = model.at(step.before(), step.samples());
    afterwards = model.at(step.after(), step.samples());
    errors = scores.with(step.errors());
    weights = StepWeights.of(scores, errors, step.psi());

    direction = Direction.of(step, errors);
    double[] ascent = direction.ascent();
    double clipping = direction.clipping();
    OptimizerStep taken = direction.taken();
    double[] p = taken.preconditioner();
    double[] moved = step.moved();
    double[] rounding = new double[moved.length];
    for (int k = 0; k < moved.length; k++) {
      rounding[k] = moved[k] - (p[k] * clipping * ascent[k] + taken.momentum()[k]);
    }

    for (Part part : Part.values()) {
      parts.put(part, new double[n]);
    }
    parts.put(Part.ENTROPY, scores.along(Vectors.times(p, step.entropy())));
    parts.put(Part.VALUE, scores.along(Vectors.times(p, step.value())));
    double[] lost = Vectors.times(p, ascent);
    Arrays.setAll(lost, k -> (clipping - 1) * lost[k]);
    parts.put(Part.CLIPPING, scores.along(lost));
    parts.put(Part.MOMENTUM, scores.along(taken.momentum()));
    parts.put(Part.ROUNDING, scores.along(rounding));
    bySamples(direction.policy(), p);
    predicted = scores.along(moved);
    actual = new double[n];
    for (int i = 0; i < n; i++) {
      actual[i] = afterwards.logProb(i) - scores.logProb(i);
    }
  }

  /// Fills own, own trajectory and shared, one trajectory after the other.
  ///
  /// @param policy Σⱼ Jⱼᵀeⱼ over all samples
  private void bySamples(double[] policy, double[] p) {
    double[] own = scores.score().products(errors, p);
    parts.put(Part.OWN, own);
    double[] together = part(Part.OWN_TRAJECTORY);
    double[] inside = new double[policy.length];
    double[] outside = new double[policy.length];
    for (int[] rows : Trajectories.rows(step.trajectory())) {
      Arrays.fill(inside, 0);
      errors.add(rows, inside);
      for (int k = 0; k < p.length; k++) {
        outside[k] = p[k] * (policy[k] - inside[k]);
        inside[k] *= p[k];
      }
      scores.score().along(rows, inside, together);
      scores.score().along(rows, outside, part(Part.SHARED));
      for (int i : rows) {
        together[i] -= own[i];
      }
    }
  }

  /// One part of every sample's predicted push.
  public double[] part(Part part) {
    double[] column = parts.get(part);
    if (column == null) {
      throw new IllegalStateException("no part " + part);
    }
    return column;
  }

  /// One part as the step had it, after clipping: what the gradient pushed times s, the rest as it
  /// is. [Part#CLIPPING] is no cause of its own, only what s took from the others, and 0 here.
  /// These sum to the predicted push as well.
  public double[] clipped(Part part) {
    double factor =
        switch (part) {
          case OWN, OWN_TRAJECTORY, SHARED, ENTROPY, VALUE -> clipping();
          case CLIPPING -> 0;
          case MOMENTUM, ROUNDING -> 1;
        };
    double[] scaled = part(part).clone();
    Arrays.setAll(scaled, i -> factor * scaled[i]);
    return scaled;
  }

  /// gᵢ·(θ′ − θ) of every sample.
  public double[] predicted() {
    return predicted;
  }

  /// log π_θ′ − log π_θ of every sample.
  public double[] actual() {
    return actual;
  }

  /// Actual − predicted of every sample.
  public double[] residual() {
    double[] residual = new double[actual.length];
    Arrays.setAll(residual, i -> actual[i] - predicted[i]);
    return residual;
  }

  /// The push along the plain step α·Σⱼ Jⱼᵀeⱼ of every sample, predicted: that of the sentence,
  /// with no optimizer, entropy or clipping between.
  public double[] plain(double learningRate) {
    double[] direction = new double[step.before().length];
    errors.add(direction);
    Arrays.setAll(direction, k -> learningRate * direction[k]);
    return scores.along(direction);
  }

  /// w of every sample, its cosine, and c.
  public StepWeights weights() {
    return weights;
  }

  /// w of every sample.
  public double[] weight() {
    return weights.weight();
  }

  /// A step that nobody took, along other weights by another optimizer: eⱼ·w′ⱼ/wⱼ, or c·w′ⱼ·pⱼ
  /// where wⱼ = 0. Where a weight is what it was, so is the error.
  public PolicyStep untaken(double[] weight, OptimizerStep.Before optimizer) {
    Errors other = Errors.none(model, scores.rows());
    double[] now = weights.weight();
    for (int j = 0; j < weight.length; j++) {
      int columns = model.outputs();
      if (Double.compare(weight[j], now[j]) == 0) {
        other.add(1, step.errors(), j, j, columns);
      } else if (now[j] == 0) {
        double factor = weights.scale() * weight[j];
        other.add(factor, PolicyStep.at(scores, j), 0, j, columns);
      } else if (weight[j] != 0) {
        other.add(weight[j] / now[j], step.errors(), j, j, columns);
      }
    }
    double[] psi = step.psi().length == 0 ? step.psi() : weight;
    return step.untaken(scores, other, psi, optimizer);
  }

  /// Checks that what the loss's terms want of θ, they want through the heads: the samples' errors
  /// then account for it.
  ///
  /// ```text
  /// ‖Σⱼ Jⱼᵀeⱼ + Σₖ ∂Lₖ/∂θ‖ ≤ 10⁻⁹·‖Σₖ Σⱼ|contribution|‖    over terms that are sums over samples
  /// ```
  ///
  /// and 10⁻² where units are rectified, or log σ of a state is held within bounds: near those
  /// double precision may take the other branch than training did.
  ///
  /// @throws IllegalArgumentException if they do not
  public Ledger requireThroughHeads(Step seen) {
    double[] sum = direction.policy().clone();
    seen.gradients()
        .forEach((term, gradient) -> Vectors.add(Step.bySample(term) ? 1 : 0, gradient, sum));
    double difference = Vectors.dot(sum, sum);
    double size = Vectors.dot(seen.gradientSize(), seen.gradientSize());
    double bound = model.smooth() ? 1e-9 : 1e-2;
    if (!(Math.sqrt(difference) <= bound * Math.sqrt(size))) {
      throw new IllegalArgumentException(
          "the step is not explained: the terms %s of its loss do not reach the parameters through"
                  .formatted(seen.gradients().keySet())
              + " the policy's heads alone, so they are not the pushes of its samples");
    }
    return this;
  }

  /// Adds Σ Jᵢᵀeᵢ over these samples.
  void add(int[] samples, double[] sum) {
    errors.add(samples, sum);
  }

  /// The step that this is the ledger of.
  public PolicyStep step() {
    return step;
  }

  /// s, what the gradient was scaled by.
  public double clipping() {
    return direction.clipping();
  }

  /// The scores at θ.
  public ScorePass before() {
    return scores;
  }

  /// The scores at θ′.
  public ScorePass after() {
    return afterwards;
  }

  /// What each sample j contributed to the predicted push of sample i, at s = 1: gᵢᵀ·P·Jⱼᵀeⱼ.
  public double[] contributions(int i) {
    double[] direction = new double[step.before().length];
    scores.score().add(new int[] {i}, direction);
    return errors.along(Vectors.times(this.direction.taken().preconditioner(), direction));
  }
}
