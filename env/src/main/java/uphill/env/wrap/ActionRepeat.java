package uphill.env.wrap;

import java.util.OptionalInt;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Takes every action several times, until the episode ends, and adds the rewards up.
///
/// ```text
/// r = r₁ + … + rₖ      the last observation and ending
/// ```
///
/// Steps, and with them discounts and time limits outside, are those of this; a limit inside counts
/// the world's.
public final class ActionRepeat implements Wrapper {

  private final Env world;
  private final int times;

  /// @throws IllegalArgumentException if `times` is below 1, or the world says which actions it
  ///   allows
  public ActionRepeat(Env world, int times) {
    this.world = world;
    if (times < 1) {
      throw new IllegalArgumentException("action_repeat must be at least 1, got " + times);
    }
    Boxes.requireUnmasked(world, "action_repeat");
    this.times = times;
  }

  @Override
  public OptionalInt timeLimit() {
    OptionalInt limit = world.timeLimit();
    return limit.isPresent() ? OptionalInt.of(Math.ceilDiv(limit.getAsInt(), times)) : limit;
  }

  @Override
  public void step(float[] action, Step step) {
    double reward = 0;
    for (int i = 0; i < times && (i == 0 || step.ending == Ending.NONE); i++) {
      world.step(action, step);
      reward += step.reward;
    }
    step.reward = reward;
  }

  @Override
  public Env world() {
    return world;
  }
}
