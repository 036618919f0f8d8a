package uphill.oracle;

import java.util.Arrays;
import uphill.env.mdp.FiniteMdp;

/// The most that any policy can be worth, even one that knows the clock: value iteration, Bellman
/// 1957.
///
/// ```text
/// V*ₜ(s) = max_a Σ_i pᵢ·(rᵢ + γ·V*ₜ₊₁(s′ᵢ)·[not terminated])      J* = Σ_s ρ₀(s)·V*₀(s)
/// ```
public final class Optimum {

  private static final double PRECISION = 1e-13; // of V*, relative, where the horizon is infinite

  private Optimum() {}

  /// J*.
  public static double objective(FiniteMdp mdp, Criterion criterion) {
    double[] value = new double[mdp.states()];
    double[] before = new double[mdp.states()];
    int horizon = criterion.horizon().orElse(Integer.MAX_VALUE);
    double change = Double.POSITIVE_INFINITY;
    for (int t = 0; t < horizon && change > 0; t++) {
      double[] swap = before;
      before = value;
      value = swap;
      double largest = 0;
      change = 0;
      for (int s = 0; s < mdp.states(); s++) {
        value[s] = best(mdp, criterion.gamma(), s, before);
        change = Math.max(change, Math.abs(value[s] - before[s]));
        largest = Math.max(largest, Math.abs(value[s]));
      }
      if (criterion.horizon().isEmpty()
          && change <= (1 - criterion.gamma()) * PRECISION * largest) {
        break;
      }
    }
    double sum = 0;
    for (int s = 0; s < mdp.states(); s++) {
      sum += mdp.start(s) * value[s];
    }
    return sum;
  }

  private static double best(FiniteMdp mdp, double gamma, int s, double[] next) {
    double[] value = new double[mdp.actions()];
    for (int a = 0; a < value.length; a++) {
      value[a] = Exact.actionValue(mdp, gamma, s, a, next);
    }
    return Arrays.stream(value).max().orElseThrow();
  }
}
