package uphill.nn;

import java.util.List;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;

/// Steps along a direction that was solved for, as that of a natural gradient.
///
/// ```text
/// (F + λI)·x ≈ ∇L           θ ← θ − α·x
/// ```
///
/// with F the Fisher information of a policy's heads, over the rows of the gradient, by θ.
///
/// Whoever solves fills x; a step may then be taken, taken back, and taken again with another α.
public final class SolvedStep implements Optimizer {

  private final Parameters parameters;
  private final Kernels kernels;
  private final float damping;
  private final float[] direction;
  private long steps;

  /// An optimizer of these parameters, whose x is 0.
  ///
  /// @param damping λ
  public SolvedStep(Parameters parameters, double damping, Kernels kernels) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.damping = (float) damping;
    direction = new float[parameters.values().length];
  }

  /// λ, in single precision as it is added to F.
  public float damping() {
    return damping;
  }

  /// x. The array itself.
  public float[] direction() {
    return direction;
  }

  @Override
  public void step(Gradients gradients, double learningRate) {
    Checks.fits(gradients, parameters);
    Checks.finite(gradients);
    steps++;
    kernels.addScaled(
        direction.length, (float) -learningRate, direction, 0, parameters.values(), 0);
  }

  @Override
  public long steps() {
    return steps;
  }

  /// Nothing: x is solved for anew at each round.
  @Override
  public float[][] memory() {
    return new float[0][];
  }

  @Override
  public List<String> memoryNames() {
    return List.of();
  }

  @Override
  public void restoreSteps(long steps) {
    this.steps = steps;
  }
}
