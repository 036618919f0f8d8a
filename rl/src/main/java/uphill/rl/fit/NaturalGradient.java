package uphill.rl.fit;

import uphill.autodiff.Gradients;
import uphill.nn.SolvedStep;
import uphill.rl.data.Metrics;

/// The natural gradient of a policy's loss, and how far a step along it may go: Kakade 2001;
/// Schulman et al. 2015, appendix C.
///
/// ```text
/// (F + λI)·x = ∇L                      by conjugate gradients
/// KL(π_θ ‖ π_θ−α·x) ≈ ½·α²·xᵀFx   so   α = √(2δ/xᵀ(F + λI)x) reaches δ, or less
/// ```
public final class NaturalGradient {

  private final TrustRegion settings;
  private final Fisher fisher;
  private final SolvedStep step;
  private final ConjugateGradient solver;

  /// @param fisher F of the policy
  /// @param step takes the steps; its λ is added
  public NaturalGradient(TrustRegion settings, Fisher fisher, SolvedStep step) {
    this.settings = settings;
    this.fisher = fisher;
    this.step = step;
    solver = new ConjugateGradient(step.direction().length);
  }

  /// Solves for x.
  ///
  /// @param rows of the round that F is of
  /// @return α; 0 where ∇L is 0
  /// @throws ArithmeticException if ∇L is not finite, or F + λI not positive definite
  public double solve(Gradients gradient, int rows, Metrics metrics) {
    double curvature =
        solver.solve(
            fisher.of(rows, step.damping()),
            gradient.values(),
            step.direction(),
            settings.cgSteps(),
            settings.cgTolerance());
    metrics.add("cg_steps", solver.steps());
    if (curvature <= 0) {
      return 0;
    }
    metrics.add("cg_residual", solver.residual() / gradient.norm());
    return Math.sqrt(2 * settings.maxKl() / curvature);
  }

  /// What a step of this length takes off the loss, to first order: α·∇L·x.
  public double promised(Gradients gradient, double length) {
    float[] g = gradient.values();
    float[] x = step.direction();
    double sum = 0;
    for (int k = 0; k < g.length; k++) {
      sum += (double) g[k] * x[k];
    }
    return length * sum;
  }
}
