package faulty;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// Keeps the contract, and takes actions that no policy reaches.
public final class WideButSound implements Env {
  private boolean begun;

  /// It needs nothing.
  public WideButSound() {}

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return Space.Box.of(0, 1000, 1);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check("WideButSound", options());
    observation[0] = 0;
    begun = true;
  }

  @Override
  public void step(float[] action, Step step) {
    if (!begun) {
      throw new IllegalStateException("WideButSound: call reset before step");
    }
    step.observation[0] = 1;
    step.set(action[0], Ending.TERMINATED);
  }
}
