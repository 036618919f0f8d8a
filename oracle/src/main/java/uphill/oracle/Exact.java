package uphill.oracle;

import java.util.Locale;
import uphill.env.mdp.FiniteMdp;

/// What a policy is worth in a finite MDP, and which way is uphill: exactly, up to the rounding of
/// doubles.
///
/// ```text
/// Vₜ(s)    = Σ_a π(a|s)·Qₜ(s, a)                            V_T = 0
/// Qₜ(s, a) = Σ_i pᵢ·(rᵢ + γ·Vₜ₊₁(s′ᵢ)·[not terminated])      over the outcomes i of (s, a)
/// Aₜ(s, a) = Qₜ(s, a) − Vₜ(s)
/// dₜ(s)    = P(sₜ = s and the episode goes on)               d₀ = ρ₀
/// J        = Σ_s ρ₀(s)·V₀(s)
/// ∂J/∂z(s, a) = Σₜ γᵗ·dₜ(s)·π(a|s)·Aₜ(s, a)                  the policy-gradient theorem
/// ```
///
/// With an infinite horizon V, Q and A are the same at all times, V = (I − γ·P_π)⁻¹·r_π, and the
/// discounted visits Σₜ γᵗ·dₜ = (I − γ·P_πᵀ)⁻¹·ρ₀: linear systems, solved by elimination.
///
/// A state that is reached by an outcome that terminates is not visited: nothing is done in it.
public final class Exact {

  /// Values that are kept, at most: one for each step and state.
  static final long MOST_VALUES = 10_000_000;

  private final FiniteMdp mdp;
  private final TabularPolicy policy;
  private final Criterion criterion;
  private final double[][] value; // [T + 1][S]; one row where the horizon is infinite
  private final double[][] visits; // dₜ, [T][S]; one row, already summed, where it is infinite

  private Exact(
      FiniteMdp mdp,
      TabularPolicy policy,
      Criterion criterion,
      double[][] value,
      double[][] visits) {
    this.mdp = mdp;
    this.policy = policy;
    this.criterion = criterion;
    this.value = value;
    this.visits = visits;
  }

  /// Solves for this policy.
  ///
  /// @throws IllegalArgumentException if the policy has other states or actions, or there are more
  ///   steps and states than memory is taken for
  public static Exact of(FiniteMdp mdp, TabularPolicy policy, Criterion criterion) {
    policy.requireFor(mdp);
    return criterion.horizon().isPresent()
        ? finite(mdp, policy, criterion, criterion.horizon().getAsInt())
        : infinite(mdp, policy, criterion);
  }

  private static Exact finite(
      FiniteMdp mdp, TabularPolicy policy, Criterion criterion, int horizon) {
    int states = mdp.states();
    if ((long) horizon * states > MOST_VALUES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d steps of %d states are more than the %d values that are kept. Take a shorter"
                  + " horizon; without one, a smaller gamma",
              mdp.name(),
              horizon,
              states,
              MOST_VALUES));
    }
    double[][] value = new double[horizon + 1][states];
    for (int t = horizon - 1; t >= 0; t--) {
      for (int s = 0; s < states; s++) {
        value[t][s] = backup(mdp, policy, criterion.gamma(), s, value[t + 1]);
      }
    }
    double[][] visits = new double[horizon][states];
    for (int s = 0; s < states; s++) {
      visits[0][s] = mdp.start(s);
    }
    for (int t = 0; t + 1 < horizon; t++) {
      for (int s = 0; s < states; s++) {
        if (visits[t][s] > 0) {
          flow(mdp, policy, s, visits[t][s], visits[t + 1]);
        }
      }
    }
    return new Exact(mdp, policy, criterion, value, visits);
  }

  private static Exact infinite(FiniteMdp mdp, TabularPolicy policy, Criterion criterion) {
    int states = mdp.states();
    double[] none = new double[states];
    double[] reward = new double[states];
    double[] start = new double[states];
    double[][] matrix = new double[states][states];
    for (int s = 0; s < states; s++) {
      reward[s] = backup(mdp, policy, 0, s, none);
      start[s] = mdp.start(s);
      flow(mdp, policy, s, -criterion.gamma(), matrix[s]);
      matrix[s][s] += 1;
    }
    LinearSystem system = new LinearSystem(matrix);
    double[][] value = {system.solve(reward)};
    double[][] visits = {system.solveTransposed(start)};
    return new Exact(mdp, policy, criterion, value, visits);
  }

  private static double backup(
      FiniteMdp mdp, TabularPolicy policy, double gamma, int s, double[] next) {
    double sum = 0;
    for (int a = 0; a < mdp.actions(); a++) {
      sum += policy.probability(s, a) * actionValue(mdp, gamma, s, a, next);
    }
    return sum;
  }

  static double actionValue(FiniteMdp mdp, double gamma, int s, int a, double[] next) {
    double sum = 0;
    for (int i = mdp.first(s, a); i < mdp.end(s, a); i++) {
      double future = mdp.terminated(i) ? 0 : gamma * next[mdp.next(i)];
      sum += mdp.probability(i) * (mdp.reward(i) + future);
    }
    return sum;
  }

  /// Adds `mass`·P_π(s, ·) to `to`.
  private static void flow(FiniteMdp mdp, TabularPolicy policy, int s, double mass, double[] to) {
    for (int a = 0; a < mdp.actions(); a++) {
      double share = mass * policy.probability(s, a);
      for (int i = mdp.first(s, a); i < mdp.end(s, a); i++) {
        if (!mdp.terminated(i)) {
          to[mdp.next(i)] += share * mdp.probability(i);
        }
      }
    }
  }

  /// J.
  public double objective() {
    double sum = 0;
    for (int s = 0; s < mdp.states(); s++) {
      sum += mdp.start(s) * value[0][s];
    }
    return sum;
  }

  /// Vₜ(s), t ≤ T.
  public double value(int t, int state) {
    return value[row(t)][state];
  }

  /// Qₜ(s, a), t < T.
  public double actionValue(int t, int state, int action) {
    return actionValue(mdp, criterion.gamma(), state, action, value[row(t + 1)]);
  }

  /// Aₜ(s, a), t < T.
  public double advantage(int t, int state, int action) {
    return actionValue(t, state, action) - value(t, state);
  }

  /// Where the values of step t lie.
  private int row(int t) {
    if (criterion.horizon().isEmpty() && t >= 0) {
      return 0;
    }
    if (t < 0 || t >= value.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "step %d is not within the horizon of %d steps", t, value.length - 1));
    }
    return t;
  }

  /// dₜ(s) with a finite horizon, t < T.
  ///
  /// @throws IllegalStateException with an infinite one: ask for [#visitation(int)]
  public double visitation(int t, int state) {
    if (criterion.horizon().isEmpty()) {
      throw new IllegalStateException(
          "with an infinite horizon visits are known as a discounted sum only: visitation(state)");
    }
    return visits[t][state];
  }

  /// Σₜ γᵗ·dₜ(s), the discounted visits of a state.
  public double visitation(int state) {
    double sum = 0;
    double weight = 1;
    for (double[] row : visits) {
      sum += weight * row[state];
      weight *= criterion.gamma();
    }
    return sum;
  }

  /// ∇J with respect to the logits of a tabular softmax, at s·A + a, by the policy-gradient
  /// theorem.
  public double[] policyGradient() {
    int actions = mdp.actions();
    double[] gradient = new double[mdp.states() * actions];
    double weight = 1;
    for (int t = 0; t < visits.length; t++) {
      for (int s = 0; s < mdp.states(); s++) {
        double visit = weight * visits[t][s];
        for (int a = 0; a < actions && visit != 0; a++) {
          gradient[s * actions + a] += visit * policy.probability(s, a) * advantage(t, s, a);
        }
      }
      weight *= criterion.gamma();
    }
    return gradient;
  }

  /// The process.
  public FiniteMdp mdp() {
    return mdp;
  }

  /// π.
  public TabularPolicy policy() {
    return policy;
  }

  /// What J counts.
  public Criterion criterion() {
    return criterion;
  }
}
