package uphill.rl;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// One state, one number to find: the reward of action a is −(a − goal)².
public record Target(double goal) implements Env {

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return Space.Box.of(-5, 5, 1);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    observation[0] = 1;
  }

  @Override
  public void step(float[] action, Step step) {
    double miss = action[0] - goal;
    step.observation[0] = 1;
    step.set(-miss * miss, Ending.TERMINATED);
  }
}
