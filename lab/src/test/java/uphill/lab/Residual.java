package uphill.lab;

import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Initialization;
import uphill.nn.Linear;
import uphill.rl.Body;

/// A network of one's own: features are what is seen and a layer's result, added.
public final class Residual implements Body {

  /// As its name says.
  public Residual() {}

  @Override
  public Layers on(Parameters parameters, String prefix, int inputs) {
    Linear layer = new Linear(parameters, prefix + "layer", inputs, inputs);
    return new Layers() {
      @Override
      public Tensor apply(Tensor x) {
        return x.add(layer.apply(x).tanh());
      }

      @Override
      public void initialize(Rng random) {
        layer.initialize(Initialization.UNIFORM, 1, random);
      }
    };
  }
}
