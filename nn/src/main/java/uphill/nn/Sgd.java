package uphill.nn;

import java.util.List;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;

/// Plain stochastic gradient descent: θ ← θ − α·g. The step of which the exact attribution of a
/// push to its samples speaks.
public final class Sgd implements Optimizer {

  private final Parameters parameters;
  private final Kernels kernels;
  private long steps;

  /// An optimizer of these parameters.
  public Sgd(Parameters parameters, Kernels kernels) {
    this.parameters = parameters;
    this.kernels = kernels;
  }

  @Override
  public void step(Gradients gradients, double learningRate) {
    Checks.fits(gradients, parameters);
    Checks.finite(gradients);
    float[] g = gradients.values();
    kernels.addScaled(g.length, (float) -learningRate, g, 0, parameters.values(), 0);
    steps++;
  }

  @Override
  public long steps() {
    return steps;
  }

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
