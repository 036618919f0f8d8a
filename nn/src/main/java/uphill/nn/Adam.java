package uphill.nn;

import java.util.List;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;

/// Adam, Kingma and Ba 2015, [arXiv:1412.6980](https://arxiv.org/abs/1412.6980), algorithm 1.
///
/// ```text
/// m ← β₁·m + (1−β₁)·g         m̂ = m/(1−β₁ᵗ)
/// v ← β₂·v + (1−β₂)·g²        v̂ = v/(1−β₂ᵗ)
/// θ ← θ − α·m̂/(√v̂ + ε)
/// ```
///
/// β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, unless others are given. Not in the paper: moments below 10⁻³⁰
/// become zero (see [Kernels#adam]).
public final class Adam implements Optimizer {

  // As floats, so that the corrections below undo exactly what the kernel does: m̂ = g at step one.
  /// β₁, unless another is given.
  public static final float BETA_1 = 0.9f;

  /// β₂, unless another is given.
  public static final float BETA_2 = 0.999f;

  /// ε, unless another is given.
  public static final float EPSILON = 1e-8f;

  private final Parameters parameters;
  private final Kernels kernels;
  private final float[] m;
  private final float[] v;
  private final float beta1;
  private final float beta2;
  private final float epsilon;
  private long steps;

  /// An optimizer of these parameters.
  public Adam(Parameters parameters, Kernels kernels) {
    this(parameters, kernels, BETA_1, BETA_2, EPSILON);
  }

  /// An optimizer with this ε.
  public static Adam with(double epsilon, Parameters parameters, Kernels kernels) {
    return new Adam(parameters, kernels, BETA_1, BETA_2, epsilon);
  }

  /// An optimizer with these β₁, β₂ and ε.
  public Adam(Parameters parameters, Kernels kernels, double beta1, double beta2, double epsilon) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.beta1 = Checks.decay("beta1", beta1);
    this.beta2 = Checks.decay("beta2", beta2);
    this.epsilon = Checks.epsilon(epsilon);
    m = new float[parameters.values().length];
    v = new float[parameters.values().length];
  }

  @Override
  public void step(Gradients gradients, double learningRate) {
    Checks.fits(gradients, parameters);
    Checks.finite(gradients);
    steps++;
    double rate = learningRate / (1 - power(beta1, steps));
    double correction = 1 / Math.sqrt(1 - power(beta2, steps));
    kernels.adam(
        m.length,
        parameters.values(),
        0,
        m,
        v,
        0,
        gradients.values(),
        0,
        beta1,
        beta2,
        (float) rate,
        (float) correction,
        epsilon);
  }

  /// β₁ of its steps.
  public float beta1() {
    return beta1;
  }

  /// β₂ of its steps.
  public float beta2() {
    return beta2;
  }

  /// ε of its steps.
  public float epsilon() {
    return epsilon;
  }

  /// xⁿ by squaring: the same bits everywhere, and unlike `StrictMath.pow` it allocates nothing.
  private static double power(double x, long n) {
    double power = 1;
    double square = x;
    for (long rest = n; rest > 0; rest >>= 1) {
      power = (rest & 1) == 1 ? power * square : power;
      square *= square;
    }
    return power;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public float[][] memory() {
    return new float[][] {m, v};
  }

  @Override
  public List<String> memoryNames() {
    return List.of("m", "v");
  }

  @Override
  public void restoreSteps(long steps) {
    this.steps = steps;
  }
}
