package uphill.rl;

import uphill.env.Space;
import uphill.kernel.Rng;

/// Noise that drifts, an Ornstein-Uhlenbeck process as in Lillicrap et al. 2016,
/// [arXiv:1509.02971](https://arxiv.org/abs/1509.02971), in steps of Euler and Maruyama.
///
/// ```text
/// x ← x − θ·x·dt + σ·√dt·ξ          ξ ~ N(0, 1), for each environment and component
/// a ← clamp(a + ½(high − low)·x, low, high)
/// Var xₜ = σ²/(θ·(2 − θ·dt))·(1 − (1 − θ·dt)²ᵗ)          t steps after x = 0
/// ```
///
/// x is 0 where an episode begins. Like all that explores around deterministic policies, it is
/// measured as actions in [−1, 1] are.
final class OrnsteinUhlenbeck implements Noise {

  private final Space.Box box;
  private final double kept; // of x in a step
  private final double deviation; // of what is added to it
  private final float[] x; // [envs, components]

  OrnsteinUhlenbeck(ActionNoise noise, Space.Box box, int envs) {
    this.box = box;
    kept = 1 - noise.noiseReversion() * noise.noiseTimeStep();
    deviation = noise.noiseStd() * Math.sqrt(noise.noiseTimeStep());
    x = new float[envs * box.size()];
  }

  @Override
  public Actor over(Actor actor, int first) {
    return new Drifting(actor, first);
  }

  @Override
  public void state(State state) {
    state.floats("action_noise", x);
  }

  private final class Drifting implements Actor {
    private final Actor actor;
    private final int first;

    Drifting(Actor actor, int first) {
      this.actor = actor;
      this.first = first;
    }

    @Override
    public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
      actor.read(inputs, at, mask, maskAt, rows);
    }

    @Override
    public void sample(int row, Rng random, float[] action, int at) {
      actor.sample(row, random, action, at);
      int n = (first + row) * box.size();
      for (int j = 0; j < box.size(); j++) {
        x[n + j] = (float) (kept * x[n + j] + deviation * random.standardNormal());
        NoisyActor.add(box, j, x[n + j], action, at);
      }
    }

    @Override
    public void ended(int row) {
      actor.ended(row);
      int n = (first + row) * box.size();
      for (int j = 0; j < box.size(); j++) {
        x[n + j] = 0;
      }
    }
  }
}
