package uphill.rl.data;

/// R̂ₜ, the return still earned from step t on.
///
/// ```text
/// R̂ₜ = rₜ + γ·R̂ₜ₊₁          R̂ₜ₊₁ = V(sₜ₊₁) past the last row of an episode or of the batch
/// ```
///
/// where V(sₜ₊₁) is 0 after termination ([Rollout#nextValue]), and everywhere if there is no
/// critic. Computed in double precision, stored in single.
public final class RewardToGo {

  private RewardToGo() {}

  /// Fills `rewardToGo` [rows, 1].
  public static void fill(Rollout rollout, double gamma, float[] rewardToGo) {
    int envs = rollout.envs;
    for (int n = 0; n < envs; n++) {
      double next = 0;
      for (int i = rollout.rows() - envs + n; i >= 0; i -= envs) {
        next = rollout.ended[i].ended() ? rollout.nextValue[i] : next;
        next = rollout.scaledReward(i) + gamma * next;
        rewardToGo[i] = (float) next;
      }
    }
  }
}
