package uphill.rl;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// A two-armed bandit: one state, episodes of one step, reward 1 for arm 1 and 0 for arm 0.
public final class Bandit implements Env {

  private static final Space ONE_STATE = Space.Box.of(0, 1, 1);
  private static final Space.Discrete ARMS = new Space.Discrete(2);

  @Override
  public Space observationSpace() {
    return ONE_STATE;
  }

  @Override
  public Space actionSpace() {
    return ARMS;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    observation[0] = 1;
  }

  @Override
  public void step(float[] action, Step step) {
    step.observation[0] = 1;
    step.set(ARMS.index(action[0]), Ending.TERMINATED);
  }
}
