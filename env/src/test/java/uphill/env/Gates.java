package uphill.env;

import java.util.Arrays;
import uphill.kernel.Rng;

/// A world whose states allow some actions and others not, and which throws for one that is not
/// allowed.
///
/// ```text
/// observation  the number of the state, 0 … 9; the next one is drawn
/// allowed      value v of component j in state s:  v = s mod nⱼ, and where (7s + 5v + 3j) mod 3 = 0
/// ended        after seven steps
/// ```
final class Gates implements Env {

  static final int STATES = 10;
  private static final int STEPS = 7;

  private final Space actions;
  private final int[] n;
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private int state;
  private int steps;

  Gates(Space actions) {
    this.actions = actions;
    n =
        switch (actions) {
          case Space.Discrete discrete -> new int[] {discrete.n()};
          case Space.MultiDiscrete several -> several.n();
          case Space.Box _, Space.MultiBinary _ -> new int[0];
        };
  }

  /// Whether a value of a component is allowed in a state.
  boolean allows(int s, int j, int v) {
    return v == s % n[j] || (7 * s + 5 * v + 3 * j) % 3 == 0;
  }

  @Override
  public Space observationSpace() {
    return new Space.Discrete(STATES);
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void allowed(boolean[] allowed) {
    int k = 0;
    for (int j = 0; j < n.length; j++) {
      for (int v = 0; v < n[j]; v++) {
        allowed[k++] = allows(state, j, v);
      }
    }
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check("Gates", options());
    rng = how.generator(rng);
    begun = true;
    steps = 0;
    move(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, "Gates");
    int start = actions instanceof Space.Discrete discrete ? discrete.start() : 0;
    double reward = 0;
    for (int j = 0; j < n.length; j++) {
      int v = new Space.Discrete(n[j], start).index(action[j]);
      if (!allows(state, j, v)) {
        throw new IllegalStateException(
            "closed in state " + state + ": " + Arrays.toString(action));
      }
      reward += v;
    }
    step.set(reward, ++steps == STEPS ? Ending.TERMINATED : Ending.NONE);
    move(step.observation);
  }

  private void move(float[] observation) {
    state = (int) rng.integers(0, STATES);
    observation[0] = state;
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, state, steps, begun ? 1 : 0);
  }

  @Override
  public void restore(long[] saved) {
    double[] values = Saved.values(saved, 3, "Gates");
    rng = Saved.rng(saved, 3);
    state = (int) values[0];
    steps = (int) values[1];
    begun = values[2] != 0;
  }
}
