package uphill.oracle;

/// What is known of the steps of a trajectory, as columns: all that the weights Ψₜ are made of.
final class Outcomes {

  /// rₜ.
  final double[] reward;

  /// v(sₜ), by the critic.
  final double[] value;

  /// v(sₜ₊₁); 0 after termination, and at the horizon.
  final double[] nextValue;

  /// Qₜ(sₜ, aₜ).
  final double[] actionValue;

  /// Aₜ(sₜ, aₜ).
  final double[] advantage;

  private int length;

  /// Columns for at most so many steps.
  Outcomes(int horizon) {
    reward = new double[horizon];
    value = new double[horizon];
    nextValue = new double[horizon];
    actionValue = new double[horizon];
    advantage = new double[horizon];
  }

  /// Steps.
  int length() {
    return length;
  }

  /// Sets how many steps are filled.
  void fill(int steps) {
    length = steps;
  }

  /// Fills all columns.
  void fill(Trajectory trajectory, Exact exact, Critic critic) {
    fill(trajectory.length());
    for (int t = 0; t < length; t++) {
      int s = trajectory.state(t);
      int a = trajectory.action(t);
      boolean over = trajectory.terminated() && t == length - 1;
      reward[t] = trajectory.reward(t);
      value[t] = critic.value(t, s);
      nextValue[t] = over ? 0 : critic.value(t + 1, trajectory.state(t + 1));
      actionValue[t] = exact.actionValue(t, s, a);
      advantage[t] = actionValue[t] - exact.value(t, s);
    }
  }

  /// R(τ) = Σₜ γᵗ·rₜ.
  double whole(double gamma) {
    double sum = 0;
    for (int t = length - 1; t >= 0; t--) {
      sum = reward[t] + gamma * sum;
    }
    return sum;
  }
}
