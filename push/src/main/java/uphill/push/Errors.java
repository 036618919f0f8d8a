package uphill.push;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import uphill.autodiff.HeadErrors;

/// What a loss, or a part of it, wants of a policy's heads: δ = ∂L/∂head, or −δ, for every row.
///
/// @param outputs at the heads that are made of the network's outputs, side by side: log π of every
///   value, the logits of switches, μ, or μ and log σ: [rows, outputs]
/// @param logStd at log σ where that is a parameter: [rows, n]; else empty
public record Errors(double[] outputs, double[] logStd) {

  /// None at all.
  static Errors none(ScoreModel model, int rows) {
    return new Errors(new double[rows * model.outputs()], new double[rows * model.logStdSize()]);
  }

  /// Those of one term of a loss.
  static Errors of(ScoreModel model, HeadErrors seen, String term) {
    Errors errors = none(model, seen.rows());
    int column = 0;
    for (String name : model.head().headNames()) {
      double[] head = seen.errors(term, name);
      int columns = head.length / seen.rows();
      boolean ofOutputs = column < model.outputs();
      double[] to = ofOutputs ? errors.outputs : errors.logStd;
      int width = ofOutputs ? model.outputs() : model.logStdSize();
      int at = ofOutputs ? column : column - model.outputs();
      for (int i = 0; i < seen.rows(); i++) {
        System.arraycopy(head, i * columns, to, i * width + at, columns);
      }
      column += columns;
    }
    return errors;
  }

  /// Checks that heads are those of the model's distribution.
  static void requireHeads(ScoreModel model, SequencedMap<String, ?> heads) {
    List<String> names = List.of(model.head().headNames());
    if (!heads.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "a step of a %s policy is explained from the errors at its heads %s, and its loss names %s"
              .formatted(model.head().words(), String.join(" and ", names), heads.keySet()));
    }
  }

  /// Those of a sample at all heads.
  double[] row(int i, ScoreHead head) {
    int n = head.outputs();
    int own = head.size() - n;
    double[] row = Arrays.copyOf(Arrays.copyOfRange(outputs, i * n, (i + 1) * n), head.size());
    System.arraycopy(logStd, i * own, row, n, own);
    return row;
  }

  /// Adds factor times row `from` of other errors to row `to` of these, of so many columns.
  void add(double factor, Errors other, int from, int to, int columns) {
    for (int k = 0; k < columns; k++) {
      outputs[to * columns + k] += factor * other.outputs[from * columns + k];
      if (logStd.length > 0) {
        logStd[to * columns + k] += factor * other.logStd[from * columns + k];
      }
    }
  }
}
