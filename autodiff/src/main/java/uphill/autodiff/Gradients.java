package uphill.autodiff;

import uphill.kernel.Kernels;

/// ∂L/∂θ as a value, laid out as its [Parameters].
///
/// The array belongs to the program that computed it, which fills it anew at each run.
public final class Gradients {

  private final Parameters parameters;
  private final float[] values;
  private final Kernels kernels;

  Gradients(Parameters parameters, Kernels kernels) {
    this.parameters = parameters;
    this.values = new float[parameters.values().length];
    this.kernels = kernels;
  }

  /// What it is a gradient with respect to.
  public Parameters parameters() {
    return parameters;
  }

  /// The elements, in the order of [Parameters#values()].
  public float[] values() {
    return values;
  }

  /// Whether no element is infinite or NaN.
  public boolean finite() {
    return kernels.finite(values.length, values, 0);
  }

  /// ‖∂L/∂θ‖₂.
  public double norm() {
    return Math.sqrt(kernels.sumOfSquares(values.length, values, 0));
  }

  /// Scales the gradient so that its norm is at most `max` (to rounding), and gives the norm it
  /// had. Changes this.
  public double clipNorm(double max) {
    if (!(max >= 0)) {
      throw new IllegalArgumentException("clipNorm: the limit must not be negative, got " + max);
    }
    double norm = norm();
    if (norm > max) {
      kernels.scale(values.length, (float) (max / norm), values, 0);
    }
    return norm;
  }
}
