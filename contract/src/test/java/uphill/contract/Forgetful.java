package uphill.contract;

import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.classic.CartPole;

/// CartPole, which cannot save its state.
final class Forgetful implements Env {

  private final Env world = new CartPole();

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
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
