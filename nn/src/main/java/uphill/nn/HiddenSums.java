package uphill.nn;

/// What a hidden layer does to its sums before it activates them.
public enum HiddenSums {
  /// Nothing.
  PLAIN,
  /// Each row is shifted and scaled to mean 0 and variance 1, then by a gain and a bias that are
  /// learnt: see [uphill.autodiff.Tensor#layerNorm].
  NORMALIZED
}
