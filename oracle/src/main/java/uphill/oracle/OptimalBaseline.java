package uphill.oracle;

import java.util.Arrays;

/// The constant that leaves least variance where it is subtracted from R(τ).
///
/// ```text
/// b* = E[‖G‖²·R(τ)] / E[‖G‖²]      G = Σₜ ∇log π(aₜ|sₜ)
/// ```
///
/// Greensmith, Bartlett, Baxter 2004, section 3.
final class OptimalBaseline {

  private final TabularPolicy policy;
  private final double gamma;
  private final double[] score;
  private double square;
  private double product;

  OptimalBaseline(TabularPolicy policy, double gamma) {
    this.policy = policy;
    this.gamma = gamma;
    score = new double[policy.states() * policy.actions()];
  }

  /// Counts a trajectory, with its share.
  void add(Trajectory trajectory, double share) {
    for (int t = 0; t < trajectory.length(); t++) {
      policy.addScore(trajectory.state(t), trajectory.action(t), 1, score);
    }
    double sum = 0;
    for (int t = 0; t < trajectory.length(); t++) {
      int from = trajectory.state(t) * policy.actions();
      for (int i = from; i < from + policy.actions(); i++) {
        sum += score[i] * score[i];
      }
      Arrays.fill(score, from, from + policy.actions(), 0); // a state counts once
    }
    square += share * sum;
    product += share * sum * trajectory.rewardToGo(0, gamma);
  }

  /// b*; 0 where no score is ever anything but 0.
  double value() {
    return square == 0 ? 0 : product / square;
  }
}
