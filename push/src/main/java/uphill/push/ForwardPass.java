package uphill.push;

import java.util.Arrays;

/// A network's outputs for every sample, at one θ, and the way back from them.
sealed interface ForwardPass permits DenseForward, TracedForward {

  ScoreModel model();

  int rows();

  /// The network's outputs y of a sample.
  double[] output(int i);

  /// How fast the outputs of every sample change when θ moves along d, `[rows][outputs]`.
  default double[][] speeds(double[] d) {
    int outputs = model().outputs();
    double[][] speeds = new double[rows()][outputs];
    double[] none = new double[model().logStdSize()];
    for (int k = 0; k < outputs; k++) {
      double[] one = new double[outputs];
      one[k] = 1;
      double[][] ones = new double[rows()][];
      double[][] logStd = new double[none.length == 0 ? 0 : rows()][];
      Arrays.fill(ones, one);
      Arrays.fill(logStd, none);
      double[] of = back(ones, logStd).along(d);
      for (int i = 0; i < of.length; i++) {
        speeds[i][k] = of[i];
      }
    }
    return speeds;
  }

  /// Errors sent back.
  ///
  /// @param outputs the errors at y, [rows, outputs]
  /// @param logStd those at log σ, [rows, n]; empty where that is no parameter
  BackwardPass back(double[][] outputs, double[][] logStd);
}
