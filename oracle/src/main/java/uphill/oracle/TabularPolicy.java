package uphill.oracle;

import java.util.Arrays;
import java.util.Locale;
import uphill.env.mdp.FiniteMdp;

/// A stochastic policy as a table, π(a|s); as a softmax of logits where there are some.
///
/// ```text
/// π(a|s) = exp z(s, a) / Σ_b exp z(s, b)
/// ∂log π(a|s) / ∂z(s, b) = 1[a = b] − π(b|s);   logits of other states do not count
/// ```
///
/// Entry (s, a) of every such table lies at s·A + a. Immutable.
public final class TabularPolicy {

  private static final double TOLERANCE = 1e-12; // of a sum of probabilities, for each of them

  private final int states;
  private final int actions;
  private final double[] probability;
  private final double[] logProb;

  private TabularPolicy(int states, int actions, double[] probability, double[] logProb) {
    this.states = states;
    this.actions = actions;
    this.probability = probability;
    this.logProb = logProb;
  }

  /// The policy with these probabilities, `probability[s][a]`.
  ///
  /// @throws IllegalArgumentException if a row is no distribution; the message names it
  public static TabularPolicy of(double[][] probability) {
    int states = probability.length;
    int actions = states == 0 ? 0 : probability[0].length;
    double[] flat = flat(probability, states, actions);
    double[] logs = new double[flat.length];
    for (int s = 0; s < states; s++) {
      double sum = 0;
      for (int a = 0; a < actions; a++) {
        double p = probability[s][a];
        if (!(p >= 0 && p <= 1)) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "π(%d|%d) must be a probability, got %s", a, s, p));
        }
        sum += p;
        logs[s * actions + a] = StrictMath.log(p);
      }
      if (Math.abs(sum - 1) > TOLERANCE * actions) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "π(·|%d) sums to %s, expected 1; normalize it", s, sum));
      }
    }
    return new TabularPolicy(states, actions, flat, logs);
  }

  /// The softmax of these logits, `logits[s][a]`.
  ///
  /// @throws IllegalArgumentException if one is not finite
  public static TabularPolicy softmax(double[][] logits) {
    int states = logits.length;
    int actions = states == 0 ? 0 : logits[0].length;
    return softmax(states, actions, flat(logits, states, actions));
  }

  private static TabularPolicy softmax(int states, int actions, double[] logits) {
    double[] probability = new double[logits.length];
    double[] logProb = new double[logits.length];
    for (int s = 0; s < states; s++) {
      int from = s * actions;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + actions; i++) {
        if (!(logits[i] < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the logit of action %d in state %d must be finite, got %s",
                  i - from,
                  s,
                  logits[i]));
        }
        max = Math.max(max, logits[i]);
      }
      double sum = 0;
      for (int i = from; i < from + actions; i++) {
        sum += StrictMath.exp(logits[i] - max);
      }
      for (int i = from; i < from + actions; i++) {
        logProb[i] = logits[i] - max - StrictMath.log(sum);
        probability[i] = StrictMath.exp(logits[i] - max) / sum;
      }
    }
    return new TabularPolicy(states, actions, probability, logProb);
  }

  /// All actions equally probable everywhere.
  public static TabularPolicy uniform(FiniteMdp mdp) {
    return softmax(mdp.states(), mdp.actions(), new double[mdp.states() * mdp.actions()]);
  }

  private static double[] flat(double[][] rows, int states, int actions) {
    if (states == 0 || actions == 0) {
      throw new IllegalArgumentException("a policy needs at least one state and one action");
    }
    double[] flat = new double[states * actions];
    for (int s = 0; s < states; s++) {
      if (rows[s].length != actions) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "state %d has %d actions, state 0 has %d",
                s,
                rows[s].length,
                actions));
      }
      System.arraycopy(rows[s], 0, flat, s * actions, actions);
    }
    return flat;
  }

  /// The policy with `step` added to the logit at s·A + a.
  public TabularPolicy shifted(int index, double step) {
    double[] logits = logProb.clone(); // logits, up to a constant of each state
    logits[index] += step;
    return softmax(states, actions, logits);
  }

  /// The policy with all of `steps` added to its logits.
  ///
  /// @throws IllegalArgumentException unless there is one for each state and action
  public TabularPolicy shifted(double[] steps) {
    if (steps.length != logProb.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d logits need as many steps, got %d", logProb.length, steps.length));
    }
    double[] logits = logProb.clone();
    Arrays.setAll(logits, i -> logits[i] + steps[i]);
    return softmax(states, actions, logits);
  }

  /// The policy that always takes the most probable action; the first of equally probable ones.
  public TabularPolicy mode() {
    double[][] certain = new double[states][actions];
    for (int s = 0; s < states; s++) {
      int best = 0;
      for (int a = 1; a < actions; a++) {
        best = probability(s, a) > probability(s, best) ? a : best;
      }
      certain[s][best] = 1;
    }
    return of(certain);
  }

  /// S.
  public int states() {
    return states;
  }

  /// A.
  public int actions() {
    return actions;
  }

  /// π(a|s).
  public double probability(int state, int action) {
    return probability[state * actions + action];
  }

  /// log π(a|s).
  public double logProb(int state, int action) {
    return logProb[state * actions + action];
  }

  /// The action that u ∈ [0, 1) picks: the first whose cumulative probability exceeds it.
  public int draw(int state, double u) {
    int from = state * actions;
    double sum = 0;
    int last = 0; // where rounding leaves the sum below u
    for (int a = 0; a < actions; a++) {
      sum += probability[from + a];
      if (sum > u) {
        return a;
      }
      last = probability[from + a] > 0 ? a : last;
    }
    return last;
  }

  /// Adds `factor`·∇log π(a|s), with respect to the logits, to `gradient` [S·A].
  public void addScore(int state, int action, double factor, double[] gradient) {
    int from = state * actions;
    for (int b = 0; b < actions; b++) {
      gradient[from + b] += factor * ((b == action ? 1 : 0) - probability[from + b]);
    }
  }

  /// Checks that it is a policy for this process.
  ///
  /// @throws IllegalArgumentException if it has other states or actions
  void requireFor(FiniteMdp mdp) {
    if (states != mdp.states() || actions != mdp.actions()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a policy of %d states and %d actions is none for %s",
              states,
              actions,
              mdp));
    }
  }
}
