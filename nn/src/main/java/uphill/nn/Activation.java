package uphill.nn;

import uphill.kernel.Kernels;

/// What a hidden layer applies to its sums.
public enum Activation {
  /// tanh y
  TANH(Kernels.Activation.TANH, 5.0 / 3),
  /// max(y, 0)
  RELU(Kernels.Activation.RELU, Math.sqrt(2));

  private final Kernels.Activation kernel;
  private final double gain;

  Activation(Kernels.Activation kernel, double gain) {
    this.kernel = kernel;
    this.gain = gain;
  }

  Kernels.Activation kernel() {
    return kernel;
  }

  /// By what orthogonal weights are scaled so that signals keep their size through the layer.
  public double gain() {
    return gain;
  }
}
