package uphill.rl;

import java.util.Locale;
import java.util.function.LongSupplier;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// How experience is gathered that is learnt from again and again: see [uphill.rl.fit.Replay].
public record OffPolicy(
    @Setting(
            value = "N, environments stepped side by side",
            source = "Mnih et al. 2016",
            min = 1,
            max = 4096)
        int envs,
    @Setting(
            value = "steps of all environments together between rounds of gradient steps",
            source = "Stable-Baselines3's train_freq; Spinning Up's update_every",
            min = 1,
            max = MOST_STEPS)
        int trainEvery,
    @Setting(
            value = "gradient steps of such a round; 0: as many as train_every",
            source = "Stable-Baselines3",
            min = 0,
            max = MOST_STEPS)
        int gradientSteps,
    @Setting(
            value = "steps at first whose actions are drawn uniformly",
            source = "Spinning Up's start_steps",
            min = 0,
            max = Integer.MAX_VALUE)
        int randomSteps,
    @Setting(
            value = "steps at first after which nothing is learnt",
            source = "Stable-Baselines3; Spinning Up's update_after",
            min = 0,
            max = Integer.MAX_VALUE)
        int learningStarts,
    @Setting(
            value = "rows of a gradient step's minibatch",
            source = "Mnih et al. 2015",
            search = "64|128|256|512",
            min = 1,
            max = 65_536)
        int minibatch,
    @Setting(
            value = "steps that are remembered, at most",
            source = "Mnih et al. 2015",
            min = 1,
            max = 100_000_000)
        int bufferSize,
    @Setting(
            value = "n, the steps whose rewards a target counts itself",
            source = "Watkins 1989; Hessel et al. 2018",
            search = "1|3",
            min = 1,
            max = 1000)
        int nStep) {

  static final int MOST_STEPS = 1_000_000;

  /// Steps that a line of the records covers, about.
  private static final int RECORDED = 1000;

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public OffPolicy {
    Settings.check(OffPolicy.class, "envs", envs);
    Settings.check(OffPolicy.class, "trainEvery", trainEvery);
    Settings.check(OffPolicy.class, "gradientSteps", gradientSteps);
    Settings.check(OffPolicy.class, "randomSteps", randomSteps);
    Settings.check(OffPolicy.class, "learningStarts", learningStarts);
    Settings.check(OffPolicy.class, "minibatch", minibatch);
    Settings.check(OffPolicy.class, "bufferSize", bufferSize);
    Settings.check(OffPolicy.class, "nStep", nStep);
    if (trainEvery % envs != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "train_every=%d is not a multiple of envs=%d: set train_every=%d, or envs to a number"
                  + " that divides it",
              trainEvery,
              envs,
              Math.ceilDiv(trainEvery, envs) * envs));
    }
    if (bufferSize < trainEvery || bufferSize < minibatch || bufferSize < nStep * envs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "buffer_size=%d is too small to hold train_every=%d steps, a minibatch=%d, and"
                  + " n_step=%d steps of envs=%d: set a buffer_size of at least %d",
              bufferSize,
              trainEvery,
              minibatch,
              nStep,
              envs,
              Math.max(Math.max(trainEvery, minibatch), nStep * envs)));
    }
    if (learningStarts > bufferSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "learning_starts=%d is more than the buffer_size=%d that is remembered: what came"
                  + " before would be forgotten unlearnt. Set one of them to the other",
              learningStarts,
              bufferSize));
    }
  }

  /// Rounds of `train_every` steps; about a thousand steps of them to an update.
  public Sampling sampling() {
    return new Sampling(
        envs, trainEvery, Math.max(1, RECORDED / trainEvery), /* wholeEpisodes= */ false);
  }

  /// Gradient steps of a round, when so many steps were taken.
  public int gradientSteps(long steps) {
    return steps < learningStarts ? 0 : gradientSteps == 0 ? trainEvery : gradientSteps;
  }

  /// Gradient steps for an environment step.
  public double ratio() {
    return (gradientSteps == 0 ? trainEvery : gradientSteps) / (double) trainEvery;
  }

  /// Acts uniformly at first, then as another does.
  ///
  /// @param steps that were taken so far
  public Actor explorer(Setup setup, LongSupplier steps, Actor then) {
    return UniformActor.until(() -> steps.getAsLong() >= randomSteps, setup.actions(), then);
  }
}
