package uphill.lab.training;

import java.util.Optional;
import uphill.nn.Descent;
import uphill.rl.AgentConfig;
import uphill.rl.Policy;

/// Which updates are looked at, and how many rows of each, where a policy takes several steps in
/// one, or its algorithm has no weights.
///
/// It follows from the config and from how many steps the policy has taken so far, which its
/// optimizers count: so a run that is resumed goes on the same, and equal runs have equal
/// statistics. Before the policy has taken a step none is looked at.
///
/// @param every of how many updates one is looked at: 1, 2, 3, 4, 6, 8, 12, 16 …, so that it seldom
///   changes
/// @param rows that are looked at, at most; a power of two
record StepLooks(int every, int rows) {

  private static final int MOST_ROWS = 256;
  private static final int LEAST_ROWS = 16;

  /// How often is often enough for more rows to be the better use of time.
  private static final double OFTEN = 16;

  /// Numbers in double precision that a look may hold.
  private static final double HELD = 8e6;

  private static final int NEVER = 1 << 30;

  // Microseconds of a core of 2025 for a row in a step, and for each parameter of the policy
  // besides:
  // its push; and what a loss wants of it, which costs the more the larger the rest of the loss is.
  private static final double PUSHING = 2;
  private static final double PUSHING_PARAMETER = 1.5e-3;
  private static final double WANTING = 10;
  private static final double WANTING_PARAMETER = 5e-3;

  // What training a step takes at least, however few rows it has.
  private static final double TAKING = 20;

  // For a step alone, its copies of θ.
  private static final double STEP = 5;
  private static final double STEP_PARAMETER = 5e-3;

  /// How a training's next update is looked at; empty if it is not.
  static Optional<StepLooks> next(Training training) {
    Policy policy = training.policy();
    boolean moving = training.learner().sampling().rounds() > 1 && policy.normalizer().normalizes();
    long steps = 0;
    for (Descent descent : training.learner().setup().descents()) {
      steps += descent.parameters() == policy.parameters() ? descent.optimizer().steps() : 0;
    }
    if (moving || steps == 0 || Scores.refusal(policy).isPresent()) {
      return Optional.empty();
    }
    int updates = training.updates();
    StepLooks looks =
        of(
            training.config().settings(),
            policy.parameters().size(),
            (double) steps / Math.max(1, updates));
    return looks.due(updates + 1) ? Optional.of(looks) : Optional.empty();
  }

  /// @param parameters of the policy
  /// @param steps that it takes in an update, on average
  static StepLooks of(AgentConfig settings, int parameters, double steps) {
    int rows = MOST_ROWS;
    while (rows > LEAST_ROWS
        && (rows * (double) parameters > HELD
            || share(settings, parameters, steps, rows) > OFTEN * UpdateStatistics.SHARE)) {
      rows /= 2;
    }
    double every = share(settings, parameters, steps, rows) / UpdateStatistics.SHARE;
    int step = 1;
    while (1.5 * step < every && step < NEVER) {
      step *= 2;
    }
    boolean between = step > 1 && step < every;
    return new StepLooks(between ? 3 * step / 2 : step, rows);
  }

  /// The time of a look by that of an update.
  private static double share(AgentConfig settings, int parameters, double steps, int rows) {
    double uses = Math.min(steps, Math.max(1, (settings.passes() - 1) / 3));
    double looking =
        steps * (STEP + STEP_PARAMETER * parameters)
            + rows * steps * (PUSHING + PUSHING_PARAMETER * parameters)
            + rows * uses * (WANTING + WANTING_PARAMETER * parameters);
    double training = UpdateStatistics.training(settings, parameters) + steps * TAKING;
    return looking / training;
  }

  /// Whether an update is looked at.
  ///
  /// @param update counted from 1
  boolean due(int update) {
    return update >= 2 && (update - 2) % every == 0;
  }
}
