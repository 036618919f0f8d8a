package uphill.env;

import java.util.function.Consumer;

/// A sound world that masks actions, and what it says of them instead.
///
/// @param fills what states allow
record Allowing(Env world, Consumer<boolean[]> fills) implements Env {

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void allowed(boolean[] allowed) {
    fills.accept(allowed);
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
