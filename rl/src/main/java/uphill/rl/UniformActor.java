package uphill.rl;

import java.util.function.BooleanSupplier;
import uphill.env.ActionMask;
import uphill.env.Space;
import uphill.kernel.Rng;

/// Acts uniformly at random among what is allowed, as [ActionMask#sample] draws: in a component of
/// a box that has no two bounds, a normal or an exponential number. It looks at nothing else.
public final class UniformActor implements Actor {

  private final Space actions;
  private final int start;
  private final int choices;
  private float[] mask = {};
  private int maskAt;

  /// Uniform in this space.
  public UniformActor(Space actions) {
    this.actions = actions;
    start = actions instanceof Space.Discrete discrete ? discrete.start() : 0;
    choices = ActionMask.choices(actions);
  }

  /// Uniform at first: a warm-up, until `over` says that it is.
  ///
  /// @param over asked at every look; what it says changes between rounds only
  public static Actor until(BooleanSupplier over, Space actions, Actor then) {
    return new First(over, new UniformActor(actions), then);
  }

  @Override
  public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
    this.mask = mask;
    this.maskAt = maskAt;
  }

  /// Like all that a policy draws, a Discrete space's action is counted from 0.
  @Override
  public void sample(int row, Rng random, float[] action, int at) {
    ActionMask.sample(actions, mask, maskAt + row * choices, random, action, at);
    action[at] -= start;
  }

  /// One actor, then another.
  private static final class First implements Actor {
    private final BooleanSupplier over;
    private final Actor first;
    private final Actor then;
    private Actor now;

    First(BooleanSupplier over, Actor first, Actor then) {
      this.over = over;
      this.first = first;
      this.then = then;
      now = first;
    }

    @Override
    public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
      now = over.getAsBoolean() ? then : first;
      now.read(inputs, at, mask, maskAt, rows);
    }

    @Override
    public void sample(int row, Rng random, float[] action, int at) {
      now.sample(row, random, action, at);
    }

    @Override
    public void ended(int row) {
      now.ended(row);
    }
  }
}
