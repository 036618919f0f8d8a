package uphill.push;

import java.util.Arrays;
import java.util.Locale;

/// The distributions on top of a network's outputs y, for every sample at one θ: log π of the
/// actions taken, and what it sends back.
final class HeadPass {

  private final ScoreHead head;
  private final ForwardPass forward;
  private final Samples samples;
  private final double[][] heads; // [rows][head.size]
  private final double[] logProb;

  /// @throws IllegalArgumentException if an action is none
  HeadPass(ScoreModel model, double[] theta, Samples samples, ForwardPass forward) {
    head = model.head();
    this.forward = forward;
    this.samples = samples;
    int rows = forward.rows();
    double[] own =
        Arrays.copyOfRange(
            theta, Math.max(0, head.logStdAt()), Math.max(0, head.logStdAt()) + model.logStdSize());
    heads = new double[rows][];
    logProb = new double[rows];
    for (int i = 0; i < rows; i++) {
      double[] action = samples.action(i);
      require(i, action);
      heads[i] = head.heads(samples.masked(i, forward.output(i)), own);
      logProb[i] = head.logProb(heads[i], action);
    }
  }

  private void require(int i, double[] action) {
    head.fault(action)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(
                  String.format(Locale.ROOT, "sample %d: %s", i, fault));
            });
  }

  /// ∂log π(aᵢ|sᵢ)/∂(y, log σ).
  BackwardPass score() {
    return back(i -> head.score(heads[i], samples.action(i)));
  }

  /// ∂H/∂(y, log σ).
  BackwardPass entropyErrors() {
    return back(i -> head.entropyErrors(heads[i]));
  }

  /// Errors at the heads.
  BackwardPass with(Errors errors) {
    return back(i -> errors.row(i, head));
  }

  /// The roots of M at the outputs, see [ScoreHead#roots]: one pass for each of them, of all
  /// samples.
  BackwardPass[] roots() {
    int rows = heads.length;
    double[][][] all = new double[rows][][];
    for (int i = 0; i < rows; i++) {
      all[i] = head.roots(forward.output(i), heads[i]);
    }
    boolean own = head.size() > head.outputs();
    double[][] logStd = new double[own ? rows : 0][head.size() - head.outputs()];
    BackwardPass[] roots = new BackwardPass[rows == 0 ? 0 : all[0].length];
    for (int r = 0; r < roots.length; r++) {
      double[][] outputs = new double[rows][];
      for (int i = 0; i < rows; i++) {
        outputs[i] = all[i][r];
      }
      roots[r] = forward.back(outputs, logStd);
    }
    return roots;
  }

  /// Gives the errors of a sample at its heads.
  @FunctionalInterface
  private interface Row {
    double[] of(int i);
  }

  private BackwardPass back(Row errors) {
    int rows = heads.length;
    int n = head.outputs();
    boolean all = head.size() == n;
    double[][] outputs = new double[rows][];
    double[][] logStd = new double[all ? 0 : rows][];
    for (int i = 0; i < rows; i++) {
      double[] row = errors.of(i);
      outputs[i] = head.atOutputs(forward.output(i), heads[i], Arrays.copyOf(row, n));
      if (!all) {
        logStd[i] = Arrays.copyOfRange(row, n, row.length);
      }
    }
    return forward.back(outputs, logStd);
  }

  /// H[π(·|sᵢ)].
  double entropy(int i) {
    return head.entropy(heads[i]);
  }

  /// KL(π_θ(·|sᵢ) ‖ π_θ′(·|sᵢ)).
  double kl(int i, HeadPass after) {
    return head.kl(heads[i], after.heads[i]);
  }

  double logProb(int i) {
    return logProb[i];
  }

  /// h of a sample.
  double[] heads(int i) {
    return heads[i];
  }
}
