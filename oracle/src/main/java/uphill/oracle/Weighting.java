package uphill.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Ψ: which number multiplies the score of each step in an estimate of ∇J.
///
/// ```text
/// X = Σₜ Ψₜ·∇log π(aₜ|sₜ)
///
/// return                R(τ) = Σₖ γᵏ·rₖ
/// reward_to_go          γᵗ·R̂ₜ,  R̂ₜ = Σ_{k≥t} γᵏ⁻ᵗ·rₖ
/// constant_baseline     R(τ) − J
/// optimal_baseline      R(τ) − b*,  b* = E[‖G‖²·R(τ)] / E[‖G‖²],  G = Σₜ ∇log π(aₜ|sₜ)
/// value_baseline        γᵗ·(R̂ₜ − v(sₜ))
/// q                     γᵗ·Qₜ(sₜ, aₜ)
/// advantage             γᵗ·Aₜ(sₜ, aₜ)
/// gae_λ                 γᵗ·Σₗ (γλ)ˡ·δₜ₊ₗ,  δₜ = rₜ + γ·v(sₜ₊₁) − v(sₜ)
/// normalized_advantage  γᵗ·Aₜ/σ,  σ² = E over steps of A², whose mean there is 0
/// ```
///
/// v is a critic's; Q, A and J are exact. Those `…_without_gamma_t` leave out γᵗ, as most code
/// does: their expectation is the gradient of nothing (Nota and Thomas 2020,
/// [arXiv:1906.07073](https://arxiv.org/abs/1906.07073)).
///
/// Williams 1992; Greensmith, Bartlett, Baxter 2004 (b*); Schulman et al. 2016,
/// [arXiv:1506.02438](https://arxiv.org/abs/1506.02438) (GAE).
///
/// @param kind what Ψ is made of
/// @param parameter the constant that is subtracted, λ, or σ; else 0
/// @param discounted whether Ψₜ has the factor γᵗ, or needs none
record Weighting(Kind kind, double parameter, boolean discounted) {

  /// What Ψ is made of.
  enum Kind {
    RETURN("R(τ)"),
    REWARD_TO_GO("R̂ₜ"),
    CONSTANT_BASELINE("R(τ) − J"),
    OPTIMAL_BASELINE("R(τ) − b*"),
    VALUE_BASELINE("(R̂ₜ − v(sₜ))"),
    Q("Qₜ"),
    ADVANTAGE("Aₜ"),
    GAE("GAE"),
    NORMALIZED_ADVANTAGE("Aₜ/σ");

    private final String formula;

    Kind(String formula) {
      this.formula = formula;
    }

    /// Whether Ψₜ is the same at all steps of a trajectory.
    boolean ofWholeTrajectory() {
      return this == RETURN || this == CONSTANT_BASELINE || this == OPTIMAL_BASELINE;
    }
  }

  /// The λ of the scoreboard.
  static final List<Double> LAMBDAS = List.of(0.0, 0.5, 0.8, 0.9, 0.95, 1.0);

  private static final double USUAL_LAMBDA = 0.95;

  /// All of them.
  ///
  /// @param objective J
  /// @param optimalBaseline b*
  /// @param deviation σ; 0 where all advantages are 0
  static List<Weighting> all(
      double gamma, double objective, double optimalBaseline, double deviation) {
    List<Weighting> all = new ArrayList<>();
    all.add(of(Kind.RETURN, 0));
    all.add(of(Kind.REWARD_TO_GO, 0));
    all.add(of(Kind.CONSTANT_BASELINE, objective));
    all.add(of(Kind.OPTIMAL_BASELINE, optimalBaseline));
    all.add(of(Kind.VALUE_BASELINE, 0));
    all.add(of(Kind.Q, 0));
    all.add(of(Kind.ADVANTAGE, 0));
    LAMBDAS.forEach(lambda -> all.add(of(Kind.GAE, lambda)));
    if (deviation > 0) {
      all.add(of(Kind.NORMALIZED_ADVANTAGE, deviation));
    }
    if (gamma < 1) {
      all.add(new Weighting(Kind.REWARD_TO_GO, 0, false));
      all.add(new Weighting(Kind.VALUE_BASELINE, 0, false));
      all.add(new Weighting(Kind.ADVANTAGE, 0, false));
      all.add(new Weighting(Kind.GAE, USUAL_LAMBDA, false));
    }
    return all;
  }

  private static Weighting of(Kind kind, double parameter) {
    return new Weighting(kind, parameter, true);
  }

  /// As tables and JSON call it.
  String name() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return name + (kind == Kind.GAE ? "_" + lambda() : "") + (discounted ? "" : "_without_gamma_t");
  }

  /// Ψₜ.
  String formula() {
    return (discounted && !kind.ofWholeTrajectory() ? "γᵗ·" : "")
        + kind.formula
        + (kind == Kind.GAE ? "(%s)".formatted(lambda()) : "");
  }

  private String lambda() {
    return parameter == (int) parameter ? Integer.toString((int) parameter) : parameter + "";
  }

  /// Fills `weight` with Ψₜ.
  void fill(Outcomes of, double gamma, double[] weight) {
    int length = of.length();
    switch (kind) {
      case RETURN, CONSTANT_BASELINE, OPTIMAL_BASELINE ->
          Arrays.fill(weight, 0, length, of.whole(gamma) - parameter);
      case REWARD_TO_GO, VALUE_BASELINE -> {
        double sum = 0;
        for (int t = length - 1; t >= 0; t--) {
          sum = of.reward[t] + gamma * sum;
          weight[t] = kind == Kind.REWARD_TO_GO ? sum : sum - of.value[t];
        }
      }
      case Q -> System.arraycopy(of.actionValue, 0, weight, 0, length);
      case ADVANTAGE -> System.arraycopy(of.advantage, 0, weight, 0, length);
      case NORMALIZED_ADVANTAGE -> {
        for (int t = 0; t < length; t++) {
          weight[t] = of.advantage[t] / parameter;
        }
      }
      case GAE -> {
        double sum = 0;
        for (int t = length - 1; t >= 0; t--) {
          double delta = of.reward[t] + gamma * of.nextValue[t] - of.value[t];
          sum = delta + gamma * parameter * sum;
          weight[t] = sum;
        }
      }
    }
    if (discounted && !kind.ofWholeTrajectory()) {
      double factor = 1;
      for (int t = 0; t < length; t++) {
        weight[t] *= factor;
        factor *= gamma;
      }
    }
  }
}
