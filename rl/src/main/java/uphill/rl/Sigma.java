package uphill.rl;

/// Where the σ of a policy comes from.
enum Sigma {
  /// It draws nothing that has one.
  NONE,
  /// A parameter for each component of an action, the same in every state.
  SAME,
  /// The second half of the network's outputs.
  OUTPUT,
  /// What the output layer reads, and a matrix of parameters: [uphill.nn.StateNoise].
  FEATURES
}
