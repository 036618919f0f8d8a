package uphill.env;

import java.util.List;
import java.util.OptionalInt;

/// Cuts episodes off: a step that is the `maxSteps`-th of its episode, or a later one, and does not
/// end the world, is [Ending#TRUNCATED].
///
/// Gymnasium's `TimeLimit` says both where both hold; here a step has one ending, and `TERMINATED`
/// wins, because a world that has ended is worth nothing beyond, limit or not.
public final class TimeLimit implements Env {

  private final Env world;
  private final int maxSteps;
  private int elapsed;

  /// Limits the episodes of `world` to `maxSteps` steps.
  ///
  /// @throws IllegalArgumentException if `maxSteps` is below 1
  public TimeLimit(Env world, int maxSteps) {
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps must be at least 1, got " + maxSteps);
    }
    this.world = world;
    this.maxSteps = maxSteps;
  }

  /// What is limited.
  public Env world() {
    return world;
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
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public List<ResetOption> options() {
    return world.options();
  }

  @Override
  public OptionalInt timeLimit() {
    return OptionalInt.of(Math.min(maxSteps, world.timeLimit().orElse(maxSteps)));
  }

  @Override
  public boolean masksActions() {
    return world.masksActions();
  }

  @Override
  public void allowed(boolean[] allowed) {
    world.allowed(allowed);
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
  public boolean savesState() {
    return world.savesState();
  }

  @Override
  public long[] state() {
    long[] inner = world.state();
    long[] state = new long[1 + inner.length];
    state[0] = elapsed;
    System.arraycopy(inner, 0, state, 1, inner.length);
    return state;
  }

  @Override
  public void restore(long[] state) {
    if (state.length == 0 || state[0] != Math.max(0, (int) state[0])) {
      throw new IllegalArgumentException(
          "TimeLimit: a state begins with the steps of the episode so far, got %s"
              .formatted(state.length == 0 ? "nothing" : state[0]));
    }
    long[] inner = new long[state.length - 1];
    System.arraycopy(state, 1, inner, 0, inner.length);
    world.restore(inner);
    elapsed = (int) state[0];
  }

  @Override
  public List<NativePart> natives() {
    return world.natives();
  }

  @Override
  public void close() {
    world.close();
  }
}
