package uphill.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;

/// A multi-layer perceptron: affine layers with an activation between them, none after the last.
///
/// ```text
/// h₀ = x      hₗ = f(hₗ₋₁·Wₗ + bₗ)      y = h_L₋₁·W_L + b_L
/// ```
///
/// Its parameters are named `0.weight` [in, out], `0.bias` [1, out], `1.weight` … with a prefix.
public final class Mlp {

  private record Layer(Parameter weight, Parameter bias) {}

  private final List<Layer> layers = new ArrayList<>();
  private final Activation activation;

  /// Adds the layers of a network to `parameters`.
  ///
  /// @param prefix what its parameters' names begin with, `policy.` say
  /// @param sizes inputs, hidden units of each layer, outputs
  public Mlp(Parameters parameters, String prefix, int[] sizes, Activation activation) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network needs at least inputs and outputs, got %d sizes",
              sizes.length));
    }
    this.activation = activation;
    for (int l = 0; l + 1 < sizes.length; l++) {
      layers.add(
          new Layer(
              parameters.add(prefix + l + ".weight", sizes[l], sizes[l + 1]),
              parameters.add(prefix + l + ".bias", 1, sizes[l + 1])));
    }
  }

  /// Draws the parameters anew, the layers in order.
  ///
  /// @param outputGain what an orthogonal last layer is scaled by; a small one begins near y = 0
  public void initialize(Initialization initialization, double outputGain, Rng random) {
    for (int l = 0; l < layers.size(); l++) {
      double gain = l + 1 < layers.size() ? activation.gain() : outputGain;
      initialization.fill(layers.get(l).weight(), layers.get(l).bias(), gain, random);
    }
  }

  /// Between layers.
  public Activation activation() {
    return activation;
  }

  /// The network's outputs. Shapes: x [rows, in], result [rows, out].
  public Tensor apply(Tensor x) {
    Tensor h = x;
    for (int l = 0; l < layers.size(); l++) {
      boolean last = l + 1 == layers.size();
      Kernels.Activation f = last ? Kernels.Activation.IDENTITY : activation.kernel();
      h = h.affine(layers.get(l).weight(), layers.get(l).bias(), f);
    }
    return h;
  }
}
