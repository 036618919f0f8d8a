package uphill.rl;

import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Initialization;
import uphill.nn.Linear;

/// A network of one's own: two layers side by side.
public final class Towers implements Body {

  /// As its name says.
  public Towers() {}

  @Override
  public Layers on(Parameters parameters, String prefix, int inputs) {
    Linear left = new Linear(parameters, prefix + "left", inputs, 3);
    Linear right = new Linear(parameters, prefix + "right", inputs, 4);
    return new Layers() {
      @Override
      public Tensor apply(Tensor x) {
        return left.apply(x).tanh().concat(right.apply(x).tanh());
      }

      @Override
      public void initialize(Rng random) {
        left.initialize(Initialization.ORTHOGONAL, 1, random);
        right.initialize(Initialization.ORTHOGONAL, 1, random);
      }
    };
  }
}
