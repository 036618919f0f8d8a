package uphill.rl;

import uphill.kernel.Rng;

/// Noise that lasts: an action is often drawn with the random numbers of the one before it.
///
/// ```text
/// with probability p the numbers of the step before, else new ones         for each environment
/// or new ones at every k-th step, and those of the step before at all others
/// ```
///
/// So numbers are held for 1/(1 − p) steps on average, or for k, and an explorer pushes one way for
/// a while where independent draws cancel: a car is rocked out of its valley. Generalized
/// state-dependent exploration ([arXiv:2005.05719](https://arxiv.org/abs/2005.05719)) holds the
/// matrix that noise is made with, [uphill.nn.StateNoise], for k steps.
///
/// Each action alone is drawn from π_θ(·|s) by numbers that are as random as any. But a state
/// depends on the numbers before it, which may be those of its action: given the state, a is then
/// no exact draw of π_θ, and a policy gradient that takes it for one has that bias.
public final class HeldNoise {

  private final double share;
  private final long steps;
  private final long[] held; // two words of a generator for each environment; 0, 0 before the first
  private final long[] age; // steps that each environment has drawn with them

  private HeldNoise(double share, long steps, int envs) {
    this.share = share;
    this.steps = steps;
    held = new long[2 * envs];
    age = new long[envs];
  }

  /// Held with a probability.
  ///
  /// @param share p
  /// @param envs N
  public static HeldNoise share(double share, int envs) {
    return new HeldNoise(share, Long.MAX_VALUE, envs);
  }

  /// Held for a number of steps.
  ///
  /// @param steps k
  /// @param envs N
  public static HeldNoise steps(long steps, int envs) {
    return new HeldNoise(/* share= */ 1, steps, envs);
  }

  /// Acts as another does, with such noise.
  ///
  /// @param first the environment of its first row
  public Actor over(Actor actor, int first) {
    return holds() ? new Held(actor, first) : actor;
  }

  /// Names what lasts.
  public void state(State state) {
    if (holds()) {
      state.longs("held_noise", held);
    }
    if (holds() && steps < Long.MAX_VALUE) {
      state.longs("held_steps", age);
    }
  }

  private boolean holds() {
    return share > 0 && steps > 1;
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
      int env = first + row;
      int n = 2 * env;
      boolean none = (held[n] | held[n + 1]) == 0;
      boolean lasts = share == 1 || random.random() < share;
      if (none || !lasts || age[env] >= steps) {
        held[n] = random.nextLong();
        held[n + 1] = random.nextLong();
        age[env] = 0;
      }
      age[env]++;
      numbers.moveTo(held[n], held[n + 1]);
      actor.sample(row, numbers, action, at);
    }

    @Override
    public void ended(int row) {
      actor.ended(row);
    }
  }
}
