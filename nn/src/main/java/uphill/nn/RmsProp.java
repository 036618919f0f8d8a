package uphill.nn;

import java.util.Arrays;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;

/// RMSProp, Tieleman and Hinton 2012, lecture 6e of [Neural Networks for Machine
/// Learning](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf).
///
/// ```text
/// v ← ρ·v + (1−ρ)·g²
/// θ ← θ − α·g/(√v + ε)      or      θ ← θ − α·g/√(v + ε)
/// ```
///
/// The lecture has no ε, and libraries differ in where they add it ([Epsilon]) and where v begins.
/// With a small v the two are far apart: ε = 10⁻⁵ under the root is like √10⁻⁵ ≈ 0.003 after it.
/// Not in the lecture: a v below 10⁻³⁰ becomes zero (see [Kernels#rmsProp]).
public final class RmsProp implements Optimizer {

  /// Where ε is added.
  public enum Epsilon {
    /// √v + ε: `torch.optim.RMSprop`, with v from 0. So A2C in Stable-Baselines3 (ρ = 0.99, ε =
    /// 10⁻⁵).
    AFTER_ROOT,
    /// √(v + ε): Mnih et al. 2016, [arXiv:1602.01783](https://arxiv.org/abs/1602.01783), section 4,
    /// and TensorFlow's `RMSPropOptimizer`, with v from 1. So A2C in OpenAI's Baselines (ρ = 0.99,
    /// ε = 10⁻⁵); Stable-Baselines3 has it as `RMSpropTFLike`.
    UNDER_ROOT
  }

  private final Parameters parameters;
  private final Kernels kernels;
  private final float[] v;
  private final float decay;
  private final float epsilon;
  private final Epsilon place;
  private long steps;

  /// An optimizer of these parameters.
  ///
  /// @param decay ρ
  /// @param start what v is before the first step
  public RmsProp(
      Parameters parameters,
      Kernels kernels,
      double decay,
      double epsilon,
      Epsilon place,
      double start) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.decay = Checks.decay("decay", decay);
    this.epsilon = Checks.epsilon(epsilon);
    this.place = place;
    if (!(start >= 0 && (float) start < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "v must begin at a finite number that is not negative, got %s".formatted(start));
    }
    v = new float[parameters.values().length];
    Arrays.fill(v, (float) start);
  }

  @Override
  public void step(Gradients gradients, double learningRate) {
    Checks.fits(gradients, parameters);
    Checks.finite(gradients);
    steps++;
    kernels.rmsProp(
        v.length,
        parameters.values(),
        0,
        v,
        0,
        gradients.values(),
        0,
        decay,
        (float) learningRate,
        place == Epsilon.UNDER_ROOT ? epsilon : 0,
        place == Epsilon.AFTER_ROOT ? epsilon : 0);
  }

  /// ρ of its steps.
  public float decay() {
    return decay;
  }

  /// ε of its steps.
  public float epsilon() {
    return epsilon;
  }

  /// Where it adds ε.
  public Epsilon place() {
    return place;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public float[][] memory() {
    return new float[][] {v};
  }

  @Override
  public void restoreSteps(long steps) {
    this.steps = steps;
  }
}
