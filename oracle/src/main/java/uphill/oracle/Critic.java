package uphill.oracle;

/// v(t, s): what a baseline, or GAE, takes for the value of a state.
@FunctionalInterface
public interface Critic {

  /// v at step t in a state; 0 at the horizon, beyond which nothing is worth anything.
  double value(int t, int state);

  /// Vₜ(s) itself: no critic that learns can be better.
  static Critic exact(Exact exact) {
    return exact::value;
  }

  /// Σₜ dₜ(s)·Vₜ(s) / Σₜ dₜ(s), the best that a critic can learn that sees the state and no clock.
  static Critic withoutClock(Exact exact) {
    int horizon = exact.criterion().horizon().orElseThrow();
    double[] average = new double[exact.mdp().states()];
    for (int s = 0; s < average.length; s++) {
      double sum = 0;
      double visits = 0;
      for (int t = 0; t < horizon; t++) {
        sum += exact.visitation(t, s) * exact.value(t, s);
        visits += exact.visitation(t, s);
      }
      average[s] = visits == 0 ? 0 : sum / visits;
    }
    return (t, s) -> t < horizon ? average[s] : 0;
  }

  /// 0 everywhere: a critic that has learnt nothing.
  static Critic zero() {
    return (_, _) -> 0;
  }
}
