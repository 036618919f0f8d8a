package uphill.push;

/// A network's outputs for every sample, at one θ, and the way back from them.
sealed interface ForwardPass permits DenseForward, TracedForward {

  ScoreModel model();

  int rows();

  /// The network's outputs y of a sample.
  double[] output(int i);

  /// Errors sent back.
  ///
  /// @param outputs the errors at y, [rows, outputs]
  /// @param logStd those at log σ, [rows, n]; empty where that is no parameter
  BackwardPass back(double[][] outputs, double[][] logStd);
}
