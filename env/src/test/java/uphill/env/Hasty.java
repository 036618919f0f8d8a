package uphill.env;

import java.util.OptionalInt;

/// A world that states this time limit, and does not keep it.
record Hasty(Env world, int limit) implements Env {

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public OptionalInt timeLimit() {
    return OptionalInt.of(limit);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
  }
}
