package uphill.nn;

import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;

/// One affine layer, y = x·W + b: a part of a network that is no [Mlp].
///
/// Its parameters are named `NAME.weight` [in, out] and `NAME.bias` [1, out].
public final class Linear {

  private final Parameter weight;
  private final Parameter bias;

  /// Adds the layer to `parameters`.
  public Linear(Parameters parameters, String name, int in, int out) {
    weight = parameters.add(name + ".weight", in, out);
    bias = parameters.add(name + ".bias", 1, out);
  }

  /// Draws the parameters anew.
  ///
  /// @param gain what an orthogonal weight is scaled by
  public void initialize(Initialization initialization, double gain, Rng random) {
    initialization.fill(weight, bias, gain, random);
  }

  /// b, [1, out].
  public Parameter bias() {
    return bias;
  }

  /// y. Shapes: x [rows, in], result [rows, out].
  public Tensor apply(Tensor x) {
    return x.affine(weight, bias, Kernels.Activation.IDENTITY);
  }
}
