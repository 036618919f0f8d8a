package uphill.env;

import java.util.OptionalInt;

/// Cuts episodes off: a step that is the `maxSteps`-th of its episode, or a later one, and does not
/// end the world, is [Ending#TRUNCATED].
///
/// Gymnasium's `TimeLimit` says both where both hold; here a step has one ending, and `TERMINATED`
/// wins, because a world that has ended is worth nothing beyond, limit or not.
public final class TimeLimit implements Wrapper {

  private final Env world;
  private final int maxSteps;
  private int elapsed;

  /// Limits the episodes of `world` to `maxSteps` steps.
  ///
  /// @throws IllegalArgumentException if `maxSteps` is below 1
  public TimeLimit(Env world, int maxSteps) {
    this.world = world;
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps must be at least 1, got " + maxSteps);
    }
    this.maxSteps = maxSteps;
  }

  /// Steps of an episode, at most.
  public int maxSteps() {
    return maxSteps;
  }

  /// Steps of the episode so far.
  public int elapsed() {
    return elapsed;
  }

  @Override
  public OptionalInt timeLimit() {
    return OptionalInt.of(Math.min(maxSteps, world.timeLimit().orElse(maxSteps)));
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
    elapsed = 0;
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
    elapsed++;
    if (elapsed >= maxSteps && step.ending == Ending.NONE) {
      step.ending = Ending.TRUNCATED;
    }
  }

  @Override
  public int ownWords() {
    return 1;
  }

  @Override
  public void save(long[] words) {
    words[0] = elapsed;
  }

  @Override
  public void load(long[] words) {
    if (words[0] != Math.max(0, (int) words[0])) {
      throw new IllegalArgumentException(
          "TimeLimit: a state begins with the steps of the episode so far, got " + words[0]);
    }
    elapsed = (int) words[0];
  }

  @Override
  public Env world() {
    return world;
  }
}
