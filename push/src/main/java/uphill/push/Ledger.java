package uphill.push;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one step did to the log-probability of each of its samples, and by whom.
///
/// ```text
/// Δθ = P·s·(c·Σⱼ wⱼgⱼ + e + v) + m                  K_P(i, j) = gᵢᵀ·P·gⱼ
///
/// predicted        gᵢ·(θ′ − θ), the sum of the parts:
///   own              c·wᵢ·K_P(i, i)                  never against the sign of wᵢ
///   own_trajectory   c·Σ wⱼ·K_P(i, j)                j ≠ i in i's trajectory
///   shared           c·Σ wⱼ·K_P(i, j)                j in other trajectories
///   entropy          gᵢᵀ·P·e
///   value            gᵢᵀ·P·v
///   clipping         (s − 1)·gᵢᵀ·P·(c·Σⱼ wⱼgⱼ + e + v)
///   momentum         gᵢ·m
///   rounding         gᵢ·(θ′ − θ − Δθ)                of parameters stored in single precision
/// actual           log π_θ′(aᵢ|sᵢ) − log π_θ(aᵢ|sᵢ)
/// residual         actual − predicted               the curvature
/// ```
///
/// Each part is a sum of its own, none the remainder of others. All arithmetic is in double
/// precision, on the parameters as stored.
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
  private final ScorePass scores;
  private final Direction direction;
  private final SequencedMap<Part, double[]> parts = new LinkedHashMap<>();
  private final double[] predicted;
  private final double[] actual;
  private final ScorePass afterwards;

  /// The ledger of a step.
  public Ledger(ScoreModel model, PolicyStep step) {
    this.step = step;
    int n = step.samples().rows();
    int size = model.size();
    scores = model.at(step.before(), step.samples());
    afterwards = model.at(step.after(), step.samples());

    direction = Direction.of(step, scores);
    double[] ascent = direction.ascent();
    double clipping = direction.clipping();
    OptimizerStep taken = direction.taken();
    double[] p = taken.preconditioner();
    double[] moved = new double[size];
    double[] rounding = new double[size];
    for (int k = 0; k < size; k++) {
      moved[k] = step.after()[k] - step.before()[k];
      rounding[k] = moved[k] - (p[k] * clipping * ascent[k] + taken.momentum()[k]);
    }

    for (Part part : Part.values()) {
      parts.put(part, new double[n]);
    }
    parts.put(Part.ENTROPY, scores.along(times(p, direction.entropy())));
    parts.put(Part.VALUE, scores.along(times(p, step.valueGradient())));
    double[] lost = times(p, ascent);
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

  /// x∘y.
  private static double[] times(double[] x, double[] y) {
    double[] product = new double[x.length];
    Arrays.setAll(product, k -> x[k] * y[k]);
    return product;
  }

  /// Fills own, own trajectory and shared, one trajectory after the other.
  ///
  /// @param policy c·Σⱼ wⱼgⱼ over all samples
  private void bySamples(double[] policy, double[] p) {
    double[] own = part(Part.OWN);
    double[] together = part(Part.OWN_TRAJECTORY);
    double[] squared = scores.squared(p);
    double[] inside = new double[policy.length];
    double[] outside = new double[policy.length];
    for (int[] rows : Trajectories.rows(step.trajectory())) {
      Arrays.fill(inside, 0);
      scores.add(rows, step.scale(), step.weight(), inside);
      for (int k = 0; k < p.length; k++) {
        outside[k] = p[k] * (policy[k] - inside[k]);
        inside[k] *= p[k];
      }
      scores.along(rows, inside, together);
      scores.along(rows, outside, part(Part.SHARED));
      for (int i : rows) {
        own[i] = step.scale() * step.weight()[i] * squared[i];
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

  /// The push along the plain step α·c·Σⱼ wⱼgⱼ of every sample, predicted: that of the sentence,
  /// with no optimizer, entropy or clipping between.
  public double[] plain(double learningRate) {
    double[] direction = new double[step.before().length];
    scores.add(learningRate * step.scale(), step.weight(), direction);
    return scores.along(direction);
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

  /// What each sample j contributed to the predicted push of sample i, at s = 1: c·wⱼ·gᵢᵀ·P·gⱼ.
  public double[] contributions(int i) {
    double[] direction = new double[step.before().length];
    double[] one = new double[scores.rows()];
    one[i] = 1;
    scores.add(new int[] {i}, 1, one, direction);
    double[] p = this.direction.taken().preconditioner();
    Arrays.setAll(direction, k -> p[k] * direction[k]);
    double[] row = scores.along(direction);
    Arrays.setAll(row, j -> step.scale() * step.weight()[j] * row[j]);
    return row;
  }
}
