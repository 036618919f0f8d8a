package uphill.autodiff;

/// What one run of a [Program] computes.
enum Mode {
  /// Outputs and metrics.
  EVALUATE,
  /// Those, and ∂L/∂θ.
  GRADIENTS,
  /// Those, and the outputs' tangents along a direction.
  TANGENTS
}
