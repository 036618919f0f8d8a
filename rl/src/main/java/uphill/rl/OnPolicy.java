package uphill.rl;

import java.util.Locale;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// How experience is gathered that is learnt from once.
public record OnPolicy(
    @Setting(
            value = "N, environments stepped side by side",
            source = "Mnih et al. 2016",
            min = 1,
            max = 4096)
        int envs,
    @Setting(
            value = "steps of all environments together before each update",
            source = "Spinning Up's steps_per_epoch",
            min = 1,
            max = MOST_BATCH)
        int batchSteps,
    @Setting(
            value = "fill batches with whole episodes (of one environment)",
            source = "Spinning Up's first script")
        boolean wholeEpisodes,
    @Setting(
            value =
                "p, the share of actions that are drawn with the random numbers of the one before:"
                    + " noise that lasts for 1/(1 − p) steps on average",
            source = "Uphill; Raffin et al. 2021 hold noise for a fixed number of steps",
            before = "0",
            min = 0,
            max = 0.9999)
        double holdNoise,
    @Setting(
            value =
                "k, the steps that an action's random numbers are held for: 1: new ones at every"
                    + " step; 0: as many as an environment takes in batch_steps",
            source = "Raffin et al. 2021; Stable-Baselines3's sde_sample_freq, whose -1 is 0 here",
            before = "1",
            min = 0,
            max = MOST_BATCH)
        int holdSteps) {

  private static final int MOST_BATCH = 10_000_000;

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public OnPolicy {
    Settings.check(OnPolicy.class, "envs", envs);
    Settings.check(OnPolicy.class, "batchSteps", batchSteps);
    Settings.check(OnPolicy.class, "holdNoise", holdNoise);
    Settings.check(OnPolicy.class, "holdSteps", holdSteps);
    if (holdNoise > 0 && holdSteps != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "random numbers are held with probability hold_noise=%s, or for hold_steps=%d steps:"
                  + " set hold_noise=0 or hold_steps=1",
              holdNoise,
              holdSteps));
    }
    if (wholeEpisodes && envs != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "whole episodes are sampled from one environment, got envs=%d: set envs=1",
              envs));
    }
    if (batchSteps % envs != 0) {
      int above = Math.ceilDiv(batchSteps, envs) * envs;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch_steps=%d is not a multiple of envs=%d: set batch_steps=%d, or envs to a number"
                  + " that divides it",
              batchSteps,
              envs,
              above <= MOST_BATCH ? above : above - envs));
    }
  }

  /// Experience whose actions are drawn independently of each other.
  public OnPolicy(int envs, int batchSteps, boolean wholeEpisodes) {
    this(envs, batchSteps, wholeEpisodes, /* holdNoise= */ 0, /* holdSteps= */ 1);
  }

  /// The noise of actions, in all environments.
  public HeldNoise noise() {
    return holdNoise > 0
        ? HeldNoise.share(holdNoise, envs)
        : HeldNoise.steps(holdSteps == 0 ? batchSteps / envs : holdSteps, envs);
  }

  /// A round of `batch_steps`, and an update for each.
  public Sampling sampling() {
    return new Sampling(envs, batchSteps, /* rounds= */ 1, wholeEpisodes);
  }
}
