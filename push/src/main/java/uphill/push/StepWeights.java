package uphill.push;

import java.util.Arrays;

/// By what a step multiplied each score, as far as it did.
///
/// ```text
/// wⱼ = n·⟨eⱼ, pⱼ⟩/⟨pⱼ, pⱼ⟩      cosine = ⟨eⱼ, pⱼ⟩/(‖eⱼ‖·‖pⱼ‖)      c = Σⱼ wⱼ⟨eⱼ, pⱼ⟩/Σⱼ wⱼ²⟨pⱼ, pⱼ⟩
/// ```
///
/// with eⱼ what the loss wants of the outputs y and log σ, and pⱼ = ∂log π(aⱼ|sⱼ)/∂(y, log σ). A
/// policy gradient has eⱼ = c·wⱼ·pⱼ, and its weights are given.
///
/// @param weight w; where it is derived, NaN if pⱼ = 0
/// @param cosine between eⱼ and pⱼ; NaN if one of them is 0
/// @param scale c; 1/n if nothing pushes
/// @param derived whether the algorithm has no weights of its own
public record StepWeights(double[] weight, double[] cosine, double scale, boolean derived) {

  /// @param psi the algorithm's own weights; empty if it has none
  static StepWeights of(ScorePass scores, BackwardPass errors, double[] psi) {
    int n = scores.rows();
    double[] weight = psi.length == 0 ? new double[n] : psi;
    double[] cosine = new double[n];
    double wanted = 0;
    double squares = 0;
    for (int j = 0; j < n; j++) {
      double pp = dot(scores.score(), scores.score(), j);
      double ep = dot(errors, scores.score(), j);
      cosine[j] = ep / Math.sqrt(dot(errors, errors, j) * pp);
      if (psi.length == 0) {
        weight[j] = n * (ep / pp);
      }
      wanted += weight[j] * ep;
      squares += weight[j] * weight[j] * pp;
    }
    boolean pushes = psi.length > 0 && Arrays.stream(psi).anyMatch(w -> w != 0);
    double scale = pushes ? wanted / squares : 1.0 / n;
    return new StepWeights(weight, cosine, scale, psi.length == 0);
  }

  private static double dot(BackwardPass x, BackwardPass y, int j) {
    return Vectors.dot(x.output(j), y.output(j)) + Vectors.dot(x.logStd(j), y.logStd(j));
  }
}
