package uphill.oracle;

import java.util.Locale;

/// A linear world with a quadratic cost, and a Gaussian policy that is linear too: the one
/// continuous problem whose policy gradient has a closed form.
///
/// ```text
/// s₀ ~ N(0, startVariance)      sₜ₊₁ = a·sₜ + b·uₜ + ξₜ,  ξ ~ N(0, noiseVariance)
/// rₜ = −(q·sₜ² + c·uₜ²)         uₜ ~ N(k·sₜ, σ²)          θ = (k, log σ)
///
/// Vₜ(s) = −(Pₜ·s² + hₜ)         Pₜ = q + c·k² + γ·(a + b·k)²·Pₜ₊₁
///                               hₜ = c·σ² + γ·((b²σ² + noiseVariance)·Pₜ₊₁ + hₜ₊₁)
/// mₜ = E[sₜ²]                   mₜ₊₁ = (a + b·k)²·mₜ + b²σ² + noiseVariance
/// J = −(P₀·m₀ + h₀)
/// ∂J/∂k     = −2·Σₜ γᵗ·mₜ·(c·k + γ·Pₜ₊₁·b·(a + b·k))       E[∇log π·Q], because Q is quadratic
/// ∂J/∂log σ = −2·Σₜ γᵗ·σ²·(c + γ·Pₜ₊₁·b²)
/// ```
///
/// @param a what is left of the state
/// @param b what an action does
/// @param noiseVariance of each step
/// @param startVariance of the first state
/// @param q cost of a state
/// @param c cost of an action
/// @param criterion γ, and the horizon if there is one
public record Lqr(
    double a,
    double b,
    double noiseVariance,
    double startVariance,
    double q,
    double c,
    Criterion criterion) {

  /// Steps of an episode, where nothing else is said.
  public static final int USUAL_STEPS = 20;

  private static final int MOST_STEPS = 1_000_000;
  private static final double NEGLIGIBLE = 1e-16; // γᵗ at the horizon that stands for none

  /// A linear policy.
  ///
  /// @param gain k
  /// @param logStd log σ
  public record Linear(double gain, double logStd) {

    double variance() {
      return StrictMath.exp(2 * logStd);
    }
  }

  /// The standard problem: a = b = q = 1, c = 0.5, noise 0.1, start 1.
  public static Lqr standard(Criterion criterion) {
    return new Lqr(1, 1, 0.1, 1, 1, 0.5, criterion);
  }

  /// Checks that it is not too long.
  ///
  /// @throws IllegalArgumentException if more than a million steps count
  public Lqr {
    int steps = steps(criterion);
    if (steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "lqr has at most %d steps, got %d. Take a shorter horizon; without one, a smaller"
                  + " gamma",
              MOST_STEPS,
              steps));
    }
  }

  /// Steps that count; where there is no horizon, those with γᵗ above 10⁻¹⁶.
  public int steps() {
    return steps(criterion);
  }

  private static int steps(Criterion criterion) {
    double gamma = criterion.gamma();
    return criterion
        .horizon()
        .orElseGet(
            () ->
                gamma == 0
                    ? 1
                    : (int) Math.ceil(StrictMath.log(NEGLIGIBLE) / StrictMath.log(gamma)));
  }

  /// Whether J is −∞, where states and actions cost something: nothing ends the sum, and γᵗ·mₜ does
  /// not fall, because γ·(a + b·k)² ≥ 1.
  public boolean diverges(Linear policy) {
    return criterion.horizon().isEmpty() && growth(policy) >= 1;
  }

  /// γ·(a + b·k)²: what the discounted second moment of the state is multiplied by in a step.
  public double growth(Linear policy) {
    double loop = a + b * policy.gain();
    return criterion.gamma() * loop * loop;
  }

  /// Pₜ and hₜ for t = 0 … T, as two rows.
  double[][] values(Linear policy) {
    int steps = steps();
    double[] p = new double[steps + 1];
    double[] h = new double[steps + 1];
    double loop = a + b * policy.gain();
    double spread = b * b * policy.variance() + noiseVariance;
    for (int t = steps - 1; t >= 0; t--) {
      p[t] = q + c * policy.gain() * policy.gain() + criterion.gamma() * loop * loop * p[t + 1];
      h[t] = c * policy.variance() + criterion.gamma() * (spread * p[t + 1] + h[t + 1]);
    }
    return new double[][] {p, h};
  }

  /// J, from the value of the first state.
  public double objective(Linear policy) {
    double[][] values = values(policy);
    return -(values[0][0] * startVariance + values[1][0]);
  }

  /// `(∂J/∂k, ∂J/∂log σ)`, by the policy-gradient theorem.
  public double[] policyGradient(Linear policy) {
    return expectation(policy, true);
  }

  /// `Σₜ γᵗ·E[∇log π·Q]`, or without γᵗ.
  double[] expectation(Linear policy, boolean discounted) {
    double[] p = values(policy)[0];
    double gamma = criterion.gamma();
    double loop = a + b * policy.gain();
    double moment = startVariance;
    double gain = 0;
    double logStd = 0;
    double factor = 1;
    for (int t = 0; t < steps(); t++) {
      gain -= 2 * factor * moment * (c * policy.gain() + gamma * p[t + 1] * b * loop);
      logStd -= 2 * factor * policy.variance() * (c + gamma * p[t + 1] * b * b);
      moment = loop * loop * moment + b * b * policy.variance() + noiseVariance;
      factor *= discounted ? gamma : 1;
    }
    return new double[] {gain, logStd};
  }

  /// `(∂J/∂k, ∂J/∂log σ)`, by differentiating J = −Σₜ γᵗ·((q + c·k²)·mₜ + c·σ²) term by term: no
  /// score, no value.
  public double[] derivative(Linear policy) {
    double gamma = criterion.gamma();
    double loop = a + b * policy.gain();
    double cost = q + c * policy.gain() * policy.gain();
    double moment = startVariance;
    double byGain = 0; // ∂mₜ/∂k
    double byLogStd = 0; // ∂mₜ/∂log σ
    double[] sum = new double[2];
    double factor = 1;
    for (int t = 0; t < steps(); t++) {
      sum[0] -= factor * (cost * byGain + 2 * c * policy.gain() * moment);
      sum[1] -= factor * (cost * byLogStd + 2 * c * policy.variance());
      byGain = loop * loop * byGain + 2 * b * loop * moment;
      byLogStd = loop * loop * byLogStd + 2 * b * b * policy.variance();
      moment = loop * loop * moment + b * b * policy.variance() + noiseVariance;
      factor *= gamma;
    }
    return sum;
  }

  /// The same by central differences of J.
  ///
  /// @param step h
  public double[] differences(Linear policy, double step) {
    double k = policy.gain();
    double s = policy.logStd();
    return new double[] {
      (objective(new Linear(k + step, s)) - objective(new Linear(k - step, s))) / (2 * step),
      (objective(new Linear(k, s + step)) - objective(new Linear(k, s - step))) / (2 * step)
    };
  }
}
