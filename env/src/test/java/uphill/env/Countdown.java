package uphill.env;

import uphill.kernel.Rng;

/// A world for tests: from a random start it counts down to nought by 1, 2 or what it is told, and
/// ends there. What it observes and earns is easily told by hand.
///
/// ```text
/// observation  count, step of the episode       action  how much to count down: 0, 1, 2
/// reward       the count before the step        reset   the count is one of 3 … 6
/// ```
final class Countdown implements Env {

  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private int count;
  private int steps;

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 100, 2);
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(3);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check("Countdown", options());
    rng = how.generator(rng);
    count = (int) rng.integers(3, 7);
    steps = 0;
    begun = true;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, "Countdown");
    int by = new Space.Discrete(3).index(action[0]);
    double reward = count;
    count = Math.max(0, count - by);
    steps++;
    step.set(reward, count == 0 ? Ending.TERMINATED : Ending.NONE);
    observe(step.observation);
  }

  private void observe(float[] observation) {
    observation[0] = count;
    observation[1] = steps;
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, count, steps, begun ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 3, "Countdown");
    rng = Saved.rng(state, 3);
    count = (int) values[0];
    steps = (int) values[1];
    begun = values[2] != 0;
  }
}
