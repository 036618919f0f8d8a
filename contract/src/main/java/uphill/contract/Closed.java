package uphill.contract;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// A world whose states allow some actions and others not, and one of them never.
///
/// ```text
/// observation  three numbers in [−1, 1], drawn anew at each step
/// allowed      action 0 always; CLOSED never; another one where (action + step) mod 3 ≠ 0
/// reward       the action's number, over that of all actions
/// ended        after ten steps
/// ```
final class Closed implements Env {

  /// The action that no state allows.
  static final int CLOSED = 2;

  private static final int SIZE = 3;
  private static final int STEPS = 10;

  private final int actions;
  private Rng rng = Rng.seeded(0);
  private int steps;
  private int forbidden = -1;

  Closed(int actions) {
    this.actions = actions;
  }

  @Override
  public Space observationSpace() {
    return Space.Box.of(-1, 1, SIZE);
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(actions);
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void allowed(boolean[] allowed) {
    for (int k = 0; k < actions; k++) {
      allowed[k] = allows(k);
    }
  }

  private boolean allows(int action) {
    return action == 0 || (action != CLOSED && (action + steps) % 3 != 0);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    rng = how.generator(rng);
    steps = 0;
    look(observation);
  }

  private void look(float[] observation) {
    for (int j = 0; j < observation.length; j++) {
      observation[j] = 2 * rng.randomFloat() - 1;
    }
  }

  @Override
  public void step(float[] action, Step step) {
    int done = (int) action[0];
    if (!allows(done)) {
      forbidden = done;
    }
    steps++;
    look(step.observation);
    step.set((double) done / actions, steps == STEPS ? Ending.TERMINATED : Ending.NONE);
  }

  /// An action that was done where it was not allowed; −1 if none was.
  int forbidden() {
    return forbidden;
  }
}
