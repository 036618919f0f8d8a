package uphill.derive.evening;

import uphill.derive.number.VectorMath;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.TabularPolicy;
import uphill.oracle.Trajectories;
import uphill.oracle.Trajectory;

/// What the estimate of one evening is on average, and how far it scatters: by running through
/// every evening.
///
/// ```text
/// ĝ(τ) = Σₜ ∇log π(aₜ|sₜ)·Ψₜ      mean = E[ĝ]      variance = E[‖ĝ − E[ĝ]‖²]
/// ```
public record Estimate(double[] mean, double variance) {

  /// Ψₜ of an evening.
  @FunctionalInterface
  public interface Weight {
    double of(Trajectory tau, int t);
  }

  /// On the study evening.
  public static Estimate of(Weight weight) {
    return of(StudyEvening.WORLD, StudyEvening.POLICY, StudyEvening.HOURS, weight);
  }

  public static Estimate of(FiniteMdp world, TabularPolicy policy, int horizon, Weight weight) {
    double[] mean = new double[world.states() * world.actions()];
    Trajectories.forEach(
        world,
        policy,
        horizon,
        tau -> {
          for (int t = 0; t < tau.length(); t++) {
            double factor = tau.probability() * weight.of(tau, t);
            policy.addScore(tau.state(t), tau.action(t), factor, mean);
          }
        });
    double[] variance = {0};
    Trajectories.forEach(
        world,
        policy,
        horizon,
        tau -> {
          double[] one = VectorMath.scaled(-1, mean);
          for (int t = 0; t < tau.length(); t++) {
            policy.addScore(tau.state(t), tau.action(t), weight.of(tau, t), one);
          }
          variance[0] += tau.probability() * VectorMath.square(one);
        });
    return new Estimate(mean, variance[0]);
  }
}
