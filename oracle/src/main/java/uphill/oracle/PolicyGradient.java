package uphill.oracle;

import uphill.env.mdp.FiniteMdp;

/// ∇J with respect to the logits of a tabular softmax, at s·A + a, by three routes that share
/// nothing but the table.
///
/// ```text
/// theorem        Σₜ Σ_s γᵗ·dₜ(s)·π(a|s)·Aₜ(s, a)
/// enumeration    Σ_τ P(τ)·R(τ)·Σₜ ∇log π(aₜ|sₜ)             R(τ) = Σₜ γᵗ·rₜ
/// differences    (J(z + h·e) − J(z − h·e)) / 2h
/// ```
public final class PolicyGradient {

  private PolicyGradient() {}

  /// By the policy-gradient theorem.
  public static double[] theorem(FiniteMdp mdp, TabularPolicy policy, Criterion criterion) {
    return Exact.of(mdp, policy, criterion).policyGradient();
  }

  /// By running through every trajectory: the expression itself.
  ///
  /// @throws IllegalArgumentException with an infinite horizon, or too many trajectories
  public static double[] enumeration(FiniteMdp mdp, TabularPolicy policy, Criterion criterion) {
    int horizon =
        criterion
            .horizon()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "trajectories can be run through with a finite horizon only"));
    double[] gradient = new double[mdp.states() * mdp.actions()];
    Trajectories.forEach(
        mdp,
        policy,
        horizon,
        trajectory -> {
          double factor = trajectory.probability() * trajectory.rewardToGo(0, criterion.gamma());
          for (int t = 0; t < trajectory.length(); t++) {
            policy.addScore(trajectory.state(t), trajectory.action(t), factor, gradient);
          }
        });
    return gradient;
  }

  /// By central differences of J.
  ///
  /// @param step h
  public static double[] differences(
      FiniteMdp mdp, TabularPolicy policy, Criterion criterion, double step) {
    double[] gradient = new double[mdp.states() * mdp.actions()];
    for (int i = 0; i < gradient.length; i++) {
      double up = Exact.of(mdp, policy.shifted(i, step), criterion).objective();
      double down = Exact.of(mdp, policy.shifted(i, -step), criterion).objective();
      gradient[i] = (up - down) / (2 * step);
    }
    return gradient;
  }
}
