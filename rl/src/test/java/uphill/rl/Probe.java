package uphill.rl;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// Worlds that each ask for one ability more than the one before: who fails one has its fault
/// there. States are numbers x in [−1, 1]; a step's reward is that of the state it is taken in.
public final class Probe implements Env {

  /// What there is to learn.
  public enum Kind {
    /// One state and one step, whose reward is 1.
    CONSTANT,
    /// One step, whose reward is the state: −1 or 1.
    OBSERVED,
    /// Three steps from x = −1 over 0 to 1, where the reward is 1.
    DELAYED,
    /// One step from −1 or 1. The right action is index 1 or the number ½ where x is 1, and index 0
    /// or −½ where it is −1.
    CHOSEN,
    /// One state and no end, only a limit of five steps; each earns 1.
    LIMITED;

    /// The states that are acted in.
    public float[] states() {
      return switch (this) {
        case CONSTANT, LIMITED -> new float[] {0};
        case OBSERVED, CHOSEN -> new float[] {-1, 1};
        case DELAYED -> new float[] {-1, 0, 1};
      };
    }

    /// V* of a state.
    public double value(float x, double gamma) {
      return switch (this) {
        case CONSTANT -> 1;
        case OBSERVED -> x;
        case DELAYED -> Math.pow(gamma, 1 - x);
        case CHOSEN -> 0;
        case LIMITED -> 1 / (1 - gamma);
      };
    }
  }

  private static final Space.Discrete TWO = new Space.Discrete(2);
  private static final Space NUMBER = Space.Box.of(-2, 2, 1);
  private static final int LIMIT = 5;

  private final Kind kind;
  private final boolean discrete;
  private Rng rng = Rng.seeded(0);
  private float x;
  private int steps;

  public Probe(Kind kind, boolean discrete) {
    this.kind = kind;
    this.discrete = discrete;
  }

  /// The number that is right in a state.
  public static double goal(float x) {
    return 0.5 * x;
  }

  /// The index that is right in a state.
  public static int choice(float x) {
    return x > 0 ? 1 : 0;
  }

  @Override
  public Space observationSpace() {
    return Space.Box.of(-1, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return discrete ? TWO : NUMBER;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    rng = how.generator(rng);
    steps = 0;
    x =
        switch (kind) {
          case CONSTANT, LIMITED -> 0;
          case OBSERVED, CHOSEN -> 2 * rng.choice(2) - 1;
          case DELAYED -> -1;
        };
    observation[0] = x;
  }

  @Override
  public void step(float[] action, Step step) {
    steps++;
    switch (kind) {
      case CONSTANT -> step.set(1, Ending.TERMINATED);
      case OBSERVED -> step.set(x, Ending.TERMINATED);
      case DELAYED -> {
        step.set(x == 1 ? 1 : 0, x == 1 ? Ending.TERMINATED : Ending.NONE);
        x = Math.min(1, x + 1);
      }
      case CHOSEN -> step.set(-miss(action[0]), Ending.TERMINATED);
      case LIMITED -> step.set(1, steps == LIMIT ? Ending.TRUNCATED : Ending.NONE);
    }
    step.observation[0] = x;
  }

  /// 0 for the right action.
  private double miss(float action) {
    if (discrete) {
      return TWO.index(action) == choice(x) ? 0 : 1;
    }
    double error = action - goal(x);
    return error * error;
  }
}
