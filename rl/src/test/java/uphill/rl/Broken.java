package uphill.rl;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// A world whose third step earns NaN.
final class Broken implements Env {

  private int step;

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(2);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    step = 0;
    observation[0] = 1;
  }

  @Override
  public void step(float[] action, Step out) {
    step++;
    out.observation[0] = 1;
    out.set(step == 3 ? Double.NaN : 0, Ending.NONE);
  }
}
