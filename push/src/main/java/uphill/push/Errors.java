package uphill.push;

import java.util.Locale;
import java.util.SequencedMap;
import uphill.autodiff.HeadErrors;
import uphill.push.ScoreModel.Family;

/// What a loss, or a part of it, wants of a policy's heads: δ = ∂L/∂head, or −δ, for every row.
///
/// @param outputs at log π of every action, or at μ: [rows, outputs]
/// @param logStd at log σ: [rows, outputs]; empty if there is none
public record Errors(double[] outputs, double[] logStd) {

  static final String LOG_PROBS = "logProbs";
  static final String MEAN = "mean";
  static final String LOG_STD = "logStd";

  /// None at all.
  static Errors none(ScoreModel model, int rows) {
    int size = rows * model.outputs();
    return new Errors(new double[size], new double[model.family() == Family.GAUSSIAN ? size : 0]);
  }

  /// Those of one term of a loss.
  static Errors of(ScoreModel model, HeadErrors seen, String term) {
    return model.family() == Family.CATEGORICAL
        ? new Errors(seen.errors(term, LOG_PROBS), new double[0])
        : new Errors(seen.errors(term, MEAN), seen.errors(term, LOG_STD));
  }

  /// Checks that heads are those of the model's distribution.
  static void requireHeads(ScoreModel model, SequencedMap<String, ?> heads) {
    boolean known =
        model.family() == Family.CATEGORICAL
            ? heads.containsKey(LOG_PROBS)
            : heads.containsKey(MEAN) && heads.containsKey(LOG_STD);
    if (!known) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a step of a %s policy is explained from the errors at its heads %s, and its loss"
                  + " names %s",
              model.family().name().toLowerCase(Locale.ROOT),
              model.family() == Family.CATEGORICAL ? LOG_PROBS : MEAN + " and " + LOG_STD,
              heads.keySet()));
    }
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
