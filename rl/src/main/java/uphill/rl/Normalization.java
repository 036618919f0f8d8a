package uphill.rl;

import uphill.rl.setting.Conditional;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// Whether what an agent sees and earns is brought to size one before it learns from it: the layer
/// [Normalizer], and [RewardScale].

public record Normalization(
    @Setting(
            value = "read observations less their running mean, divided by their deviation",
            source = "Stable-Baselines3's VecNormalize",
            search = "true|false",
            before = "false")
        boolean normalizeObservations,
    @Setting(
            value = "normalized observations are held within ± it; 0: not held",
            source = "VecNormalize's clip_obs",
            before = "10",
            min = 0)
        double observationClip,
    @Setting(
            value = "divide rewards by the running deviation of discounted returns",
            source = "Engstrom et al. 2020; VecNormalize",
            search = "true|false",
            before = "false")
        boolean normalizeRewards,
    @Setting(
            value = "scaled rewards are held within ± it; 0: not held",
            source = "VecNormalize's clip_reward",
            before = "10",
            min = 0)
        double rewardClip)
    implements Conditional {

  /// VecNormalize's, below the root: what does not vary has a deviation all the same.
  private static final double EPSILON = 1e-8;

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public Normalization {
    Settings.check(Normalization.class, "observationClip", observationClip);
    Settings.check(Normalization.class, "rewardClip", rewardClip);
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.onlySeenInBox("normalizeObservations");
    conditions.only("observationClip", normalizeObservations, "normalize_observations=true");
    conditions.only("rewardClip", normalizeRewards, "normalize_rewards=true");
  }

  /// Neither; and if one is set, clipped at 10.
  public static Normalization none() {
    return new Normalization(
        /* normalizeObservations= */ false,
        /* observationClip= */ 10,
        /* normalizeRewards= */ false,
        /* rewardClip= */ 10);
  }

  /// 1/√(variance + 10⁻⁸).
  static double scale(double variance) {
    return 1 / Math.sqrt(variance + EPSILON);
  }

  /// Beyond what numbers are cut; infinite if they are not.
  static double limit(double clip) {
    return clip == 0 ? Double.POSITIVE_INFINITY : clip;
  }
}
