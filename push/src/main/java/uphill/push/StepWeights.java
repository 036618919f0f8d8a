package uphill.push;

import java.util.Arrays;
import java.util.stream.IntStream;

/// By what an update multiplied each score, as far as it did.
///
/// ```text
/// wᵢ = mean n·⟨eⱼ, pⱼ⟩/⟨pⱼ, pⱼ⟩      cosine = Σ⟨eⱼ, pⱼ⟩/√(Σ‖eⱼ‖²·Σ‖pⱼ‖²)      c = Σ wⱼ⟨eⱼ, pⱼ⟩/Σ wⱼ²⟨pⱼ, pⱼ⟩
/// ```
///
/// over the rows j of steps that are action i, with n rows of a step, eⱼ what the loss wants of the
/// outputs y and log σ, and pⱼ = ∂log π(aⱼ|sⱼ)/∂(y, log σ). A policy gradient has eⱼ = c·wⱼ·pⱼ, and
/// its weights are given.
///
/// @param weight w; where it is derived, NaN if pⱼ = 0, and 0 if no step is of this action
/// @param cosine between eⱼ and pⱼ; NaN if one of them is 0
/// @param scale c; 1/n if nothing pushes, or weights are derived
/// @param alignment the root mean square of ⟨eⱼ, pⱼ⟩/(‖eⱼ‖·‖pⱼ‖) over all rows of all steps that
///   have one: how much of what the loss wanted was along scores; NaN if none has
/// @param derived whether the algorithm has no weights of its own
/// @param still actions that no step moved to first order, because pⱼ = 0 in each: those that alone
///   are allowed, and those whose probability is 1 to the last bit
public record StepWeights(
    double[] weight,
    double[] cosine,
    double scale,
    double alignment,
    boolean derived,
    boolean[] still) {

  /// Weights of which nothing else is known.
  static StepWeights of(double[] weight, boolean derived, boolean[] still) {
    return new StepWeights(weight, new double[0], Double.NaN, Double.NaN, derived, still);
  }

  /// Which actions pushes are told of: all but those that were still, or have no weight that could
  /// be derived.
  public int[] told() {
    return IntStream.range(0, weight.length)
        .filter(i -> !still[i] && !(derived && Double.isNaN(weight[i])))
        .toArray();
  }

  /// Sums over steps.
  static final class Sum {
    private final boolean[] forced;
    private final double[] psi;
    private final double[] derived;
    private final int[] times;
    private final double[] ep;
    private final double[] ee;
    private final double[] pp;
    private double wanted;
    private double squares;
    private double along;
    private int aligned;
    private int rows;

    Sum(ScoreModel model, Explained explained) {
      int n = explained.rows();
      forced = explained.forced(model);
      psi = explained.psi();
      derived = new double[n];
      times = new int[n];
      ep = new double[n];
      ee = new double[n];
      pp = new double[n];
    }

    /// Adds a step.
    ///
    /// @param row which action each of its rows is
    void add(BackwardPass scores, BackwardPass errors, int[] row) {
      rows = rows == 0 ? row.length : rows;
      for (int j = 0; j < row.length; j++) {
        int i = row[j];
        if (i >= 0) {
          double product = errors.atHeads(scores, j);
          double square = scores.atHeads(scores, j);
          derived[i] += row.length * (product / square);
          times[i]++;
          ep[i] += product;
          double wish = errors.atHeads(errors, j);
          ee[i] += wish;
          pp[i] += square;
          if (wish * square > 0) {
            along += product * product / (wish * square);
            aligned++;
          }
          double weight = psi.length == 0 ? 0 : psi[i];
          wanted += weight * product;
          squares += weight * weight * square;
        }
      }
    }

    StepWeights weights() {
      double[] cosine = new double[ep.length];
      Arrays.setAll(cosine, i -> ep[i] / Math.sqrt(ee[i] * pp[i]));
      boolean[] still = forced.clone();
      for (int i = 0; i < still.length; i++) {
        still[i] |= times[i] > 0 && pp[i] == 0;
      }
      if (psi.length > 0) {
        boolean pushes = Arrays.stream(psi).anyMatch(w -> w != 0);
        double scale = pushes ? wanted / squares : 1.0 / rows;
        return new StepWeights(psi, cosine, scale, Math.sqrt(along / aligned), false, still);
      }
      double[] weight = new double[ep.length];
      Arrays.setAll(weight, i -> times[i] == 0 ? 0 : derived[i] / times[i]);
      return new StepWeights(weight, cosine, 1.0 / rows, Math.sqrt(along / aligned), true, still);
    }
  }
}
