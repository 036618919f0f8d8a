package uphill.rl;

import java.util.Arrays;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// Five states in a row, seen one-hot. Action 1 goes right, action 0 left (and stays at the left
/// end); arriving at the last state earns 1 and ends the episode. It begins in any of the first
/// four.
///
/// ```text
/// π* = always right          V*(s) = γ^(3−s), s = 0 … 3
/// ```
public final class Chain implements Env {

  public static final int STATES = 5;

  private static final Space ONE_HOT = Space.Box.of(0, 1, STATES);
  private static final Space.Discrete LEFT_OR_RIGHT = new Space.Discrete(2);

  private Rng rng = Rng.seeded(0);
  private int state;

  @Override
  public Space observationSpace() {
    return ONE_HOT;
  }

  @Override
  public Space actionSpace() {
    return LEFT_OR_RIGHT;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    rng = how.generator(rng);
    state = rng.choice(STATES - 1);
    show(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    state = Math.max(0, state + 2 * LEFT_OR_RIGHT.index(action[0]) - 1);
    boolean arrived = state == STATES - 1;
    step.set(arrived ? 1 : 0, arrived ? Ending.TERMINATED : Ending.NONE);
    show(step.observation);
  }

  private void show(float[] observation) {
    Arrays.fill(observation, 0);
    observation[state] = 1;
  }
}
