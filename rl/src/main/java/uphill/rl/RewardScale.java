package uphill.rl;

import uphill.env.Ending;
import uphill.rl.data.Rollout;

/// Rewards in units of the deviation of their discounted sums, as VecNormalize of
/// Stable-Baselines3; Engstrom et al. 2020, [arXiv:2005.12729](https://arxiv.org/abs/2005.12729),
/// algorithm 1.
///
/// ```text
/// Gₜ = γ·Gₜ₋₁ + rₜ                 in each environment; 0 before an episode
/// r  ↦ clip(r/√(variance of all G so far + 10⁻⁸), ±c)
/// ```
///
/// One scale for a whole round, that of all rounds up to it and with it. Learning alone reads
/// scaled rewards ([Rollout#scaledReward(int)]): what is recorded, returns of episodes among it, is
/// what the world gave.
///
/// Unlike VecNormalize, which scales each reward by the steps up to it, with a γ of its own. A
/// round's rewards count before it is learnt from: so the first one is scaled too, and the units in
/// which a world counts do not matter.
public final class RewardScale {

  private final boolean scales;
  private final double gamma;
  private final double limit;
  private final RunningMoments moments = new RunningMoments(1);
  private final long[] running; // G of each environment, the bits of doubles

  /// @param gamma γ
  /// @param envs N
  public RewardScale(Normalization settings, double gamma, int envs) {
    scales = settings.normalizeRewards();
    this.gamma = gamma;
    limit = Normalization.limit(settings.rewardClip());
    running = new long[envs];
  }

  /// Counts a round's rewards, in the order of its rows, and has learning read them scaled.
  public void scale(Rollout rollout) {
    if (!scales) {
      return;
    }
    for (int i = 0; i < rollout.rows(); i++) {
      int n = i % rollout.envs;
      double sum = gamma * Double.longBitsToDouble(running[n]) + rollout.reward[i];
      moments.add(sum);
      boolean goesOn = rollout.ended[i] == Ending.NONE || rollout.ended[i] == Ending.CUT;
      running[n] = Double.doubleToRawLongBits(goesOn ? sum : 0);
    }
    rollout.scaleRewards(Normalization.scale(moments.variance(0)), limit);
  }

  /// Names the numbers that the scale is made of.
  public void state(State state) {
    if (scales) {
      moments.state("returns", state);
      state.longs("running_returns", running);
    }
  }
}
