package uphill.oracle;

import uphill.env.mdp.FiniteMdp;

/// What GAE gives on average after a state and an action, by dynamic programming.
///
/// ```text
/// Gₜ(s, a) = Σ_i pᵢ·(rᵢ + [not terminated]·γ·(v(t+1, s′ᵢ) + λ·Σ_b π(b|s′ᵢ)·Gₜ₊₁(s′ᵢ, b))) − v(t, s)
/// ```
record AdvantageTable(Exact exact, Critic critic, double lambda) {

  /// Gₜ(s, a) at [t][s·A + a].
  double[][] values() {
    FiniteMdp mdp = exact.mdp();
    int states = mdp.states();
    int actions = mdp.actions();
    int horizon = exact.criterion().horizon().orElseThrow();
    double[][] table = new double[horizon][states * actions];
    double[] later = new double[states]; // γ·(v + λ·E[G]) of the next step
    for (int t = horizon - 1; t >= 0; t--) {
      for (int s = 0; s < states; s++) {
        for (int a = 0; a < actions; a++) {
          double sum = -critic.value(t, s);
          for (int i = mdp.first(s, a); i < mdp.end(s, a); i++) {
            double future = mdp.terminated(i) ? 0 : later[mdp.next(i)];
            sum += mdp.probability(i) * (mdp.reward(i) + future);
          }
          table[t][s * actions + a] = sum;
        }
      }
      for (int s = 0; s < states; s++) {
        double mean = 0;
        for (int a = 0; a < actions; a++) {
          mean += exact.policy().probability(s, a) * table[t][s * actions + a];
        }
        later[s] = exact.criterion().gamma() * (critic.value(t, s) + lambda * mean);
      }
    }
    return table;
  }
}
