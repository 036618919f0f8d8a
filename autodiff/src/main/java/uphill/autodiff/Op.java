package uphill.autodiff;

import uphill.kernel.Kernels.Activation;

/// How a [Tensor] is made. A closed set: [Forward], [Reverse] and [Tangents] switch over it without
/// a default, as do [DoubleForward] and [DoubleReverse] for onlookers, and [ForwardSizes] and
/// [ReverseSizes], so an operation that lacks a rule does not compile.
///
/// Operands come first; at most two of them are tensors.
sealed interface Op {

  /// A column of data, given by name at each run.
  record Input(String name) implements Op {}

  /// A number, the same for every sample, given by name at each run.
  record Given(String name) implements Op {}

  /// f(x·W + b).
  record Affine(Tensor x, Parameter weight, Parameter bias, Activation activation) implements Op {}

  /// f(z·gain + bias), where z is the row of x, shifted and scaled to mean 0 and variance 1.
  record LayerNorm(Tensor x, Parameter gain, Parameter bias, Activation activation) implements Op {}

  /// x·V, where V = e^(2W) holds the squares of the σ whose logarithms W holds.
  record Variance(Tensor x, Parameter logStd) implements Op {}

  /// The same row for every sample.
  record Repeat(Parameter row) implements Op {}

  /// a + b.
  record Add(Tensor a, Tensor b) implements Op {}

  /// a − b.
  record Sub(Tensor a, Tensor b) implements Op {}

  /// a·b.
  record Mul(Tensor a, Tensor b) implements Op {}

  /// a / b.
  record Div(Tensor a, Tensor b) implements Op {}

  /// min(a, b); where they are equal, a.
  record Min(Tensor a, Tensor b) implements Op {}

  /// max(a, b); where they are equal, a.
  record Max(Tensor a, Tensor b) implements Op {}

  /// The columns of a, then those of b.
  record Concat(Tensor a, Tensor b) implements Op {}

  /// Columns from, …, to − 1 of a.
  record Columns(Tensor a, int from, int to) implements Op {}

  /// factor·a.
  record Scale(Tensor a, float factor) implements Op {}

  /// a + offset.
  record Shift(Tensor a, float offset) implements Op {}

  /// eᵃ.
  record Exp(Tensor a) implements Op {}

  /// log a.
  record Log(Tensor a) implements Op {}

  /// tanh a.
  record Tanh(Tensor a) implements Op {}

  /// log(1 + eᵃ).
  record Softplus(Tensor a) implements Op {}

  /// a².
  record Square(Tensor a) implements Op {}

  /// a, held in [low, high].
  record Clamp(Tensor a, float low, float high) implements Op {}

  /// log softmax of each row.
  record LogSoftmax(Tensor a) implements Op {}

  /// The element of each row that `index` names.
  record Pick(Tensor a, Tensor index) implements Op {}

  /// The sum of each row.
  record SumColumns(Tensor a) implements Op {}
}
