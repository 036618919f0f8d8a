package uphill.oracle;

import java.util.List;

/// X = Σₜ Ψₜ·∇log π(aₜ|sₜ) for several choices of Ψ, and its mean and spread over trajectories,
/// each of which has a share: its probability where all are run through, 1 where they are drawn.
final class Estimate {

  private final List<Weighting> weightings;
  private final Exact exact;
  private final Critic critic;
  private final Outcomes outcomes;
  private final double[] weight;
  private final double[] estimate;
  private final Moments[] moments;

  Estimate(List<Weighting> weightings, Exact exact, Critic critic) {
    this.weightings = weightings;
    this.exact = exact;
    this.critic = critic;
    int horizon = exact.criterion().horizon().orElseThrow();
    outcomes = new Outcomes(horizon);
    weight = new double[horizon];
    estimate = new double[exact.mdp().states() * exact.mdp().actions()];
    moments = new Moments[weightings.size()];
    for (int k = 0; k < moments.length; k++) {
      moments[k] = new Moments(estimate.length);
    }
  }

  /// Counts a trajectory.
  void add(Trajectory trajectory, double share) {
    outcomes.fill(trajectory, exact, critic);
    int actions = exact.mdp().actions();
    for (int k = 0; k < moments.length; k++) {
      weightings.get(k).fill(outcomes, exact.criterion().gamma(), weight);
      for (int t = 0; t < trajectory.length(); t++) {
        exact.policy().addScore(trajectory.state(t), trajectory.action(t), weight[t], estimate);
      }
      moments[k].begin(share);
      for (int t = 0; t < trajectory.length(); t++) {
        int from = trajectory.state(t) * actions;
        for (int i = from; i < from + actions; i++) {
          moments[k].add(i, estimate[i]); // 0 where the state came before
          estimate[i] = 0;
        }
      }
      moments[k].end();
    }
  }

  /// What was seen of the k-th choice.
  Moments moments(int k) {
    return moments[k];
  }

  /// `E[X]` of the k-th choice, by dynamic programming: exact, and never by a trajectory.
  ///
  /// ```text
  /// E[X](s, b) = Σₜ dₜ(s)·π(b|s)·(ψₜ(s, b) − Σ_a π(a|s)·ψₜ(s, a))      ψₜ(s, a) = E[Ψₜ|s, a]
  /// ```
  double[] expectation(int k) {
    TabularPolicy policy = exact.policy();
    int actions = policy.actions();
    int horizon = exact.criterion().horizon().orElseThrow();
    Weighting weighting = weightings.get(k);
    double[] sum = new double[policy.states() * actions];
    double[][] gae =
        weighting.kind() == Weighting.Kind.GAE
            ? new AdvantageTable(exact, critic, weighting.parameter()).values()
            : new double[0][];
    double[] psi = new double[actions];
    double factor = 1;
    for (int t = 0; t < horizon; t++) {
      for (int s = 0; s < policy.states(); s++) {
        double visits = exact.visitation(t, s);
        if (visits == 0) {
          continue;
        }
        double mean = 0;
        for (int a = 0; a < actions; a++) {
          psi[a] =
              switch (weighting.kind()) {
                case GAE -> gae[t][s * actions + a];
                case NORMALIZED_ADVANTAGE -> exact.advantage(t, s, a) / weighting.parameter();
                // E[R(τ) | s, a] is γᵗ·Q and what came before, which no action of s changes.
                case RETURN,
                    REWARD_TO_GO,
                    CONSTANT_BASELINE,
                    OPTIMAL_BASELINE,
                    VALUE_BASELINE,
                    Q,
                    ADVANTAGE ->
                    exact.actionValue(t, s, a);
              };
          mean += policy.probability(s, a) * psi[a];
        }
        for (int a = 0; a < actions; a++) {
          sum[s * actions + a] += factor * visits * policy.probability(s, a) * (psi[a] - mean);
        }
      }
      factor *= weighting.discounted() ? exact.criterion().gamma() : 1;
    }
    return sum;
  }

  /// √(Σₜ Σ_s dₜ·Σ_a π·A² / Σₜ Σ_s dₜ): σ over the steps of very many trajectories.
  static double deviationOfAdvantage(Exact exact) {
    int horizon = exact.criterion().horizon().orElseThrow();
    double steps = 0;
    double sum = 0;
    for (int t = 0; t < horizon; t++) {
      for (int s = 0; s < exact.mdp().states(); s++) {
        double visits = exact.visitation(t, s);
        steps += visits;
        for (int a = 0; a < exact.mdp().actions() && visits > 0; a++) {
          double advantage = exact.advantage(t, s, a);
          sum += visits * exact.policy().probability(s, a) * advantage * advantage;
        }
      }
    }
    return Math.sqrt(sum / steps);
  }
}
