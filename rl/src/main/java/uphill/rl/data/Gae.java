package uphill.rl.data;

/// Generalized advantage estimation, Schulman et al. 2016,
/// [arXiv:1506.02438](https://arxiv.org/abs/1506.02438), eq. 16.
///
/// ```text
/// δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ)
/// Âₜ = δₜ + γ·λ·Âₜ₊₁          (Âₜ₊₁ = 0 past the end of an episode or of the rollout)
/// ```
///
/// Computed in double precision, stored in single.
public final class Gae {

  private Gae() {}

  /// Fills `advantage` [rows, 1].
  public static void fill(Rollout rollout, double gamma, double lambda, float[] advantage) {
    int envs = rollout.envs;
    for (int n = 0; n < envs; n++) {
      double next = 0;
      for (int i = rollout.rows() - envs + n; i >= 0; i -= envs) {
        double delta = rollout.scaledReward(i) + gamma * rollout.nextValue[i] - rollout.value[i];
        double credit = rollout.ended[i].ended() ? 0 : next;
        next = delta + gamma * lambda * credit;
        advantage[i] = (float) next;
      }
    }
  }
}
