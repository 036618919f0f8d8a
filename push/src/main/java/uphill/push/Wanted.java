package uphill.push;

/// What the loss of a step wanted: e of its rows at the network's outputs y, and at log σ.
///
/// @param outputs [rows][outputs]
/// @param logStd [rows][outputs], or [rows][0]
public record Wanted(double[][] outputs, double[][] logStd) {

  /// Of step k, counted from 0.
  public static Wanted of(Ledger ledger, int k) {
    BackwardPass errors = ledger.push(k).errors();
    int rows = ledger.steps().get(k).row().length;
    double[][] outputs = new double[rows][];
    double[][] logStd = new double[rows][];
    for (int j = 0; j < rows; j++) {
      outputs[j] = errors.output(j);
      logStd[j] = errors.logStd(j);
    }
    return new Wanted(outputs, logStd);
  }
}
