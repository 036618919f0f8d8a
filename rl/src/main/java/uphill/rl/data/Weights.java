package uphill.rl.data;

import uphill.env.Ending;

/// Ψₜ, what multiplies ∇log π(aₜ|sₜ) in the policy gradient.
///
/// ```text
/// ∇J = E[ Σₜ ∇log π(aₜ|sₜ)·Ψₜ ]
/// ```
///
/// Schulman et al. 2016, [arXiv:1506.02438](https://arxiv.org/abs/1506.02438), §2, lists them. All
/// have the same expectation where V is any function of the state; they differ in variance.
public enum Weights {
  /// Ψₜ = R(τ) = Σₖ γᵏ·rₖ, the plain expression: every action of an episode gets the same credit,
  /// for what came before it too. Wants whole episodes.
  RETURN {
    @Override
    public void fill(Rollout rollout, double gamma, double lambda, float[] weight) {
      RewardToGo.fill(rollout, gamma, weight);
      spreadFirst(rollout, weight);
    }
  },
  /// Ψₜ = R̂ₜ = Σ_{k≥t} γ^{k−t}·rₖ: an action gets credit for what comes after it. Wants whole
  /// episodes.
  REWARD_TO_GO {
    @Override
    public void fill(Rollout rollout, double gamma, double lambda, float[] weight) {
      RewardToGo.fill(rollout, gamma, weight);
    }
  },
  /// Ψₜ = R̂ₜ − V(sₜ), where R̂ₜ goes on with V where the data stop before the episode does.
  BASELINE {
    @Override
    public void fill(Rollout rollout, double gamma, double lambda, float[] weight) {
      RewardToGo.fill(rollout, gamma, weight);
      for (int i = 0; i < rollout.rows(); i++) {
        weight[i] -= rollout.value[i];
      }
    }
  },
  /// Ψₜ = Âₜ, generalized advantage estimation: see [Gae].
  GAE {
    @Override
    public void fill(Rollout rollout, double gamma, double lambda, float[] weight) {
      Gae.fill(rollout, gamma, lambda, weight);
    }
  };

  /// Fills `weight` [rows, 1] with Ψ.
  public abstract void fill(Rollout rollout, double gamma, double lambda, float[] weight);

  /// Whether Ψ subtracts a value that must be learnt.
  public boolean needsCritic() {
    return this == BASELINE || this == GAE;
  }

  /// Whether Ψ is only defined on episodes that are complete.
  public boolean needsWholeEpisodes() {
    return !needsCritic();
  }

  /// Gives every row of an episode what its first row has: R̂₀ = R(τ).
  private static void spreadFirst(Rollout rollout, float[] weight) {
    int envs = rollout.envs;
    for (int n = 0; n < envs; n++) {
      boolean begins = true;
      for (int i = n; i < rollout.rows(); i += envs) {
        weight[i] = begins ? weight[i] : weight[i - envs];
        begins = rollout.ended[i] != Ending.NONE;
      }
    }
  }
}
