package uphill.push;

import java.util.Arrays;
import java.util.List;

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
public record StepWeights(
    double[] weight, double[] cosine, double scale, double alignment, boolean derived) {

  /// Weights that an algorithm gave, of which nothing else is known.
  static StepWeights given(double[] weight) {
    return new StepWeights(weight, new double[0], Double.NaN, Double.NaN, false);
  }

  /// Sums over steps.
  static final class Sum {
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

    Sum(Explained explained) {
      int n = explained.rows();
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
          double product = dot(errors, scores, j);
          double square = dot(scores, scores, j);
          derived[i] += row.length * (product / square);
          times[i]++;
          ep[i] += product;
          double wish = dot(errors, errors, j);
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
      if (psi.length > 0) {
        boolean pushes = Arrays.stream(psi).anyMatch(w -> w != 0);
        double scale = pushes ? wanted / squares : 1.0 / rows;
        return new StepWeights(psi, cosine, scale, Math.sqrt(along / aligned), false);
      }
      double[] weight = new double[ep.length];
      Arrays.setAll(weight, i -> times[i] == 0 ? 0 : derived[i] / times[i]);
      return new StepWeights(weight, cosine, 1.0 / rows, Math.sqrt(along / aligned), true);
    }
  }

  /// Of these steps.
  static StepWeights of(Explained explained, List<StepPush> steps) {
    Sum sum = new Sum(explained);
    steps.forEach(push -> sum.add(push.rows().score(), push.errors(), push.step().row()));
    return sum.weights();
  }

  private static double dot(BackwardPass x, BackwardPass y, int j) {
    return Vectors.dot(x.output(j), y.output(j)) + Vectors.dot(x.logStd(j), y.logStd(j));
  }
}
