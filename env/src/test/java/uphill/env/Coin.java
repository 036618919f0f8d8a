package uphill.env;

import uphill.kernel.Rng;

/// The world of `docs/environments.md`.
public final class Coin implements Env {
  private Rng rng = Rng.seeded(0);
  private boolean begun;

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
    how.check("Coin", options());
    rng = how.generator(rng);
    observation[0] = 0;
    begun = true;
  }

  @Override
  public void step(float[] action, Step step) {
    if (!begun) {
      throw new IllegalStateException("Coin: call reset before step");
    }
    int guess = new Space.Discrete(2).index(action[0]);
    long coin = rng.integers(0, 2);
    step.observation[0] = coin;
    step.set(guess == coin ? 1 : 0, Ending.TERMINATED);
  }
}
