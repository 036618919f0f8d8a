package uphill.rl;

import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

/// A network of one's own, below the output layers of a policy and a critic: a public class with a
/// public constructor without parameters, which the setting `network` names.
///
/// ```java
/// public final class Residual implements Body {
///   @Override
///   public Layers on(Parameters parameters, String prefix, int inputs) {
///     Linear first = new Linear(parameters, prefix + "first", inputs, 64);
///     Linear second = new Linear(parameters, prefix + "second", 64, 64);
///     …
///   }
/// }
/// ```
///
/// The class is looked up by the class loader that finds algorithms of one's own: the context of
/// the thread that makes the agent (`--class-path`). What a run learns must follow from its config
/// alone, so draw nothing but from the stream that [Layers#initialize] is given.
public interface Body {

  /// Its layers.
  ///
  /// @param parameters which they add theirs to, and no others
  /// @param prefix what the names of these begin with
  /// @param inputs columns of what they read
  Layers on(Parameters parameters, String prefix, int inputs);

  /// The layers of one network.
  interface Layers {

    /// What the output layer reads. Shapes: x [rows, inputs], result [rows, ·], as many columns each
    /// time.
    Tensor apply(Tensor x);

    /// Draws the first values of its parameters, which are 0.
    void initialize(Rng random);
  }
}
