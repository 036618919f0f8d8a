package examples;

import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Initialization;
import uphill.nn.Linear;
import uphill.rl.Body;

/// A network of one's own: a layer, and one whose result is added to it (He et al. 2016).
///
/// ```text
/// h = tanh(x·W₁ + b₁)          features = h + tanh(h·W₂ + b₂)
/// ```
///
/// `uphill train CartPole-v1 --set network=examples.Residual --class-path examples/target/classes`
public final class Residual implements Body {

  private static final int UNITS = 32;

  /// As the setting `network` makes it.
  public Residual() {}

  @Override
  public Layers on(Parameters parameters, String prefix, int inputs) {
    Linear first = new Linear(parameters, prefix + "first", inputs, UNITS);
    Linear second = new Linear(parameters, prefix + "second", UNITS, UNITS);
    return new Layers() {
      @Override
      public Tensor apply(Tensor x) {
        Tensor h = first.apply(x).tanh();
        return h.add(second.apply(h).tanh());
      }

      @Override
      public void initialize(Rng random) {
        first.initialize(Initialization.ORTHOGONAL, /* gain= */ 1, random);
        second.initialize(Initialization.ORTHOGONAL, /* gain= */ 1, random);
      }
    };
  }
}
