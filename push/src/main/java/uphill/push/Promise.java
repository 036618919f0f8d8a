package uphill.push;

import java.util.ArrayList;
import java.util.List;

/// What a step along a natural gradient promised, and what came of it, in double precision from the
/// parameters as stored.
///
/// ```text
/// Δθ = −α·x      (F + λI)·x ≈ ∇L      ρ = π_θ′(a|s)/π_θ(a|s), the means over the step's rows
///
///                promised                    came
/// improvement    −∇L·Δθ                      mean (ρ − 1)·Ψ      of the surrogate mean ρ·Ψ
/// KL             ½·ΔθᵀFΔθ                    mean KL(π_θ ‖ π_θ′)
/// ```
///
/// @param length α
/// @param promised −∇L·Δθ
/// @param improvement mean (ρ − 1)·Ψ
/// @param quadraticKl ½·ΔθᵀFΔθ
/// @param dampedKl ½·Δθᵀ(F + λI)Δθ, which the full step has at its limit
/// @param kl mean KL(π_θ ‖ π_θ′), exactly
/// @param kept whether the step was not taken back
public record Promise(
    double length,
    double promised,
    double improvement,
    double quadraticKl,
    double dampedKl,
    double kl,
    boolean kept) {

  /// Of an update's only step and of all that were taken back before it, in the order of the tries;
  /// none where there is no such step, or it is along no natural gradient of a surrogate with
  /// weights.
  public static List<Promise> of(ScoreModel model, List<Step> kept, List<Step> takenBack) {
    List<Promise> promises = new ArrayList<>();
    if (kept.size() <= 1) {
      takenBack.forEach(step -> add(model, step, false, promises));
      kept.forEach(step -> add(model, step, true, promises));
    }
    return promises;
  }

  private static void add(ScoreModel model, Step step, boolean kept, List<Promise> promises) {
    if (step.weight().length == step.rows()
        && step.optimizer() instanceof OptimizerStep.Solved solved) {
      promises.add(of(model, step, solved, kept));
    }
  }

  private static Promise of(
      ScoreModel model, Step step, OptimizerStep.Solved solved, boolean kept) {
    Samples samples = step.samples(model);
    ScorePass before = model.at(step.before(), samples);
    ScorePass after = model.at(step.after(), samples);
    double[] moved = step.after().clone();
    Vectors.add(-1, step.before(), moved);
    double promised = 0;
    for (String term : step.gradients().keySet()) {
      promised -= Step.bySample(term) ? Vectors.dot(step.gradient(term), moved) : 0;
    }
    int n = step.rows();
    double improvement = 0;
    double kl = 0;
    for (int i = 0; i < n; i++) {
      improvement += step.weight()[i] * StrictMath.expm1(after.logProb(i) - before.logProb(i)) / n;
      kl += before.kl(i, after) / n;
    }
    double[] speed = new FisherRoots(before).along(moved);
    double quadratic = Vectors.dot(speed, speed) / (2 * n);
    double damped = quadratic + solved.damping() * Vectors.dot(moved, moved) / 2;
    return new Promise(solved.learningRate(), promised, improvement, quadratic, damped, kl, kept);
  }
}
