package uphill.rl;

import java.util.Arrays;
import java.util.List;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.rl.data.Rollout;

/// What a network reads of observations that are normalized: its first layer, or nothing at all.
///
/// ```text
/// x = clip((s − μ)·(1/σ), ±c)      σ = √(variance + 10⁻⁸)      over all rows so far
/// ```
///
/// μ and 1/σ are parameters that no descent learns, `normalizer`: saved with the policy, because
/// they are part of what it does, read wherever it acts or is explained, and at rest while it is
/// evaluated. Policy and critic share them. A rollout holds observations as the world gave them.
///
/// They move once for each round, after it was learnt from ([#move(Rollout)]), so a policy is one
/// function while a round is gathered and learnt from. Before, μ = 0 and 1/σ = 1.
///
/// Unlike VecNormalize of Stable-Baselines3, which moves them at every step, and begins as if it
/// had seen 10⁻⁴ of a row already, of mean 0 and variance 1.
public final class Normalizer {

  /// What the names of its numbers begin with: [#state(State)].
  public static final String MOMENTS = "observations";

  private static final Normalizer NONE = new Normalizer(new Parameters(), 0, 0);

  private final Parameters parameters;
  private final int size;
  private final double limit;
  private final RunningMoments moments;

  private Normalizer(Parameters parameters, int size, double limit) {
    this.parameters = parameters;
    this.size = size;
    this.limit = limit;
    moments = new RunningMoments(size);
  }

  /// No layer: networks read observations as they are.
  public static Normalizer none() {
    return NONE;
  }

  /// The layer that these settings ask for, for what a setup observes.
  ///
  /// @throws IllegalArgumentException if observations are to be normalized that are no numbers of a
  ///   Box
  public static Normalizer of(Normalization settings, Setup setup) {
    if (!settings.normalizeObservations()) {
      return NONE;
    }
    int size = size(setup.observations());
    Parameters parameters = setup.parameters("normalizer");
    parameters.add("mean", 1, size);
    Parameter scale = parameters.add("scale", 1, size);
    Arrays.fill(parameters.values(), scale.at(), scale.at() + size, 1);
    return new Normalizer(parameters, size, Normalization.limit(settings.observationClip()));
  }

  private static int size(Space observations) {
    String read =
        switch (observations) {
          case Space.Box _ -> "";
          case Space.Discrete _, Space.MultiDiscrete _ -> "which networks read one-hot";
          case Space.MultiBinary _ -> "which is 0 and 1 already";
        };
    if (!read.isEmpty()) {
      throw new IllegalArgumentException(
          "normalize_observations=true is for observations in a Box, got %s, %s: set normalize_observations=false"
              .formatted(observations, read));
    }
    return observations.size();
  }

  /// Whether there is a layer.
  public boolean normalizes() {
    return size > 0;
  }

  /// What a network reads. Shapes: observation and result [rows, n].
  public Tensor apply(Tensor observation) {
    if (!normalizes()) {
      return observation;
    }
    List<Parameter> entries = parameters.entries();
    Tensor mean = Tensor.repeat(entries.get(0));
    Tensor scale = Tensor.repeat(entries.get(1));
    Tensor normalized = observation.sub(mean).mul(scale);
    return Double.isFinite(limit) ? normalized.clamp(-limit, limit) : normalized;
  }

  /// Counts the observations of a round that was learnt from, in the order of its rows.
  public void move(Rollout rollout) {
    if (!normalizes()) {
      return;
    }
    moments.add(rollout.observation, rollout.rows());
    float[] values = parameters.values();
    for (int j = 0; j < size; j++) {
      values[j] = (float) moments.mean(j);
      values[size + j] = (float) Normalization.scale(moments.variance(j));
    }
  }

  /// Names the numbers that μ and σ are made of.
  public void state(State state) {
    if (normalizes()) {
      moments.state(MOMENTS, state);
    }
  }

  /// μ, as it is now.
  public float[] mean() {
    return Arrays.copyOf(parameters.values(), size);
  }

  /// 1/σ, as it is now.
  public float[] scale() {
    return Arrays.copyOfRange(parameters.values(), size, 2 * size);
  }

  /// c; infinite if nothing is clipped.
  public double limit() {
    return limit;
  }
}
