package uphill.rl;

import uphill.env.Space;
import uphill.rl.setting.Conditional;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// Noise that explores where a policy draws nothing: independent, [NoisyActor], or correlated in
/// time, [OrnsteinUhlenbeck].
public record ActionNoise(
    @Setting(
            value =
                "added to actions: gaussian, drawn anew at every step, or ornstein_uhlenbeck, which"
                    + " drifts",
            source = "gaussian: Fujimoto et al. 2018; ornstein_uhlenbeck: Lillicrap et al. 2016")
        Kind actionNoise,
    @Setting(
            value = "σ of that noise, where actions are measured in [-1, 1]",
            source = "Fujimoto et al. 2018",
            min = 0)
        double noiseStd,
    @Setting(
            value = "θ: how fast noise that drifts goes back to 0",
            source = "Lillicrap et al. 2016",
            min = 0)
        double noiseReversion,
    @Setting(
            value = "dt: how much of its time passes in a step",
            source = "Stable-Baselines3's 0.01; 1 in Lillicrap et al. 2016",
            min = 0)
        double noiseTimeStep)
    implements Conditional {

  /// How noise depends on the noise before it.
  public enum Kind {
    /// Not at all.
    GAUSSIAN,
    /// As [OrnsteinUhlenbeck] says.
    ORNSTEIN_UHLENBECK
  }

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public ActionNoise {
    Settings.check(ActionNoise.class, "noiseStd", noiseStd);
    Settings.check(ActionNoise.class, "noiseReversion", noiseReversion);
    Settings.check(ActionNoise.class, "noiseTimeStep", noiseTimeStep);
    if (noiseReversion * noiseTimeStep > 1) {
      throw new IllegalArgumentException(
          "noise goes back by noise_reversion*noise_time_step of itself in a step, which is at most 1, got %s*%s: set one of them lower"
              .formatted(noiseReversion, noiseTimeStep));
    }
  }

  /// Independent noise.
  ///
  /// @param std σ
  public static ActionNoise gaussian(double std) {
    return new ActionNoise(
        Kind.GAUSSIAN, std, /* noiseReversion= */ 0.15, /* noiseTimeStep= */ 0.01);
  }

  /// Noise that drifts, as in Stable-Baselines3.
  ///
  /// @param std σ
  public static ActionNoise ornsteinUhlenbeck(double std) {
    return new ActionNoise(
        Kind.ORNSTEIN_UHLENBECK, std, /* noiseReversion= */ 0.15, /* noiseTimeStep= */ 0.01);
  }

  @Override
  public void conditions(Conditions conditions) {
    boolean drifts = actionNoise == Kind.ORNSTEIN_UHLENBECK;
    conditions.only("noiseReversion", drifts, "action_noise=ornstein_uhlenbeck");
    conditions.only("noiseTimeStep", drifts, "action_noise=ornstein_uhlenbeck");
  }

  /// The noise of actions, in all environments.
  ///
  /// @param envs how many
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds
  public Noise in(Space actions, int envs) {
    Space.Box box = NoisyActor.bounded(actions);
    return switch (actionNoise) {
      case GAUSSIAN -> (actor, _) -> new NoisyActor(actor, box, noiseStd);
      case ORNSTEIN_UHLENBECK -> new OrnsteinUhlenbeck(this, box, envs);
    };
  }
}
