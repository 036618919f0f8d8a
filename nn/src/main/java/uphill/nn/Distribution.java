package uphill.nn;

import java.util.SequencedMap;
import uphill.autodiff.Tensor;

/// π(·|s) for every row, as tensors: what a policy's loss is written with.
///
/// A distribution is fully described by its heads, tensors that can be written to columns and read
/// back: so the policy before an update can be compared with the one after it.
public sealed interface Distribution
    permits Categorical, MultiCategorical, Bernoulli, Gaussian, SquashedGaussian, Deterministic {

  /// log π(a|s). Shapes: action [rows, actionSize], result [rows, 1].
  ///
  /// @throws UnsupportedOperationException if it has no density
  Tensor logProb(Tensor action);

  /// H[π(·|s)]. Shape: [rows, 1].
  ///
  /// @throws UnsupportedOperationException if it has none, or none in closed form; the message says
  ///   what to use instead
  Tensor entropy();

  /// KL(this ‖ other), exactly. Shape: [rows, 1].
  ///
  /// @throws IllegalArgumentException if the other is of another family
  /// @throws UnsupportedOperationException if it has no density
  Tensor kl(Distribution other);

  /// M·u for every row, with M the Fisher information of the distribution at its heads, so that that
  /// of θ is Jᵀ·M·J, J = ∂heads/∂θ.
  ///
  /// @param direction u, by the names of heads; the result has them too
  /// @throws UnsupportedOperationException if it has no density
  SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction);

  /// The tensors that describe it, by name; always in the same order, because programs and files
  /// are made from them in this order.
  SequencedMap<String, Tensor> heads();

  /// A distribution of the same family and shape whose heads are data: inputs of a program, named
  /// as in [#heads()] with a prefix.
  Distribution asInput(String prefix);
}
