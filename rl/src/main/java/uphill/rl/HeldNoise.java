package uphill.rl;

import uphill.kernel.Rng;

/// Noise that lasts: an action is often drawn with the random numbers of the one before it.
///
/// ```text
/// with probability p the numbers of the step before, else new ones         for each environment
/// ```
///
/// So numbers are held for 1/(1 − p) steps on average, and an explorer pushes one way for a while
/// where independent draws cancel: a car is rocked out of its valley. Generalized state-dependent
/// exploration ([arXiv:2005.05719](https://arxiv.org/abs/2005.05719)) holds its noise too, for a
/// fixed number of steps.
///
/// Each action alone is drawn from π_θ(·|s) by numbers that are as random as any. But a state
/// depends on the numbers before it, which may be those of its action: given the state, a is then
/// no exact draw of π_θ, and a policy gradient that takes it for one has that bias.
public final class HeldNoise {

  private final double share;
  private final long[] held; // two words of a generator for each environment; 0, 0 before the first

  /// @param share p
  /// @param envs N
  public HeldNoise(double share, int envs) {
    this.share = share;
    held = new long[2 * envs];
  }

  /// Acts as another does, with such noise.
  ///
  /// @param first the environment of its first row
  public Actor over(Actor actor, int first) {
    return share == 0 ? actor : new Held(actor, first);
  }

  /// Names what lasts.
  public void state(State state) {
    if (share > 0) {
      state.longs("held_noise", held);
    }
  }

  private final class Held implements Actor {
    private final Actor actor;
    private final int first;
    private final Rng numbers = Rng.seeded(0);

    Held(Actor actor, int first) {
      this.actor = actor;
      this.first = first;
    }

    @Override
    public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
      actor.read(inputs, at, mask, maskAt, rows);
    }

    @Override
    public void sample(int row, Rng random, float[] action, int at) {
      int n = 2 * (first + row);
      boolean none = (held[n] | held[n + 1]) == 0;
      if (random.random() >= share || none) {
        held[n] = random.nextLong();
        held[n + 1] = random.nextLong();
      }
      numbers.moveTo(held[n], held[n + 1]);
      actor.sample(row, numbers, action, at);
    }
  }
}
