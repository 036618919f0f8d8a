package uphill.push;

/// What the loss of a step would have wanted with other weights.
final class Reweighted {

  private Reweighted() {}

  /// eⱼ·w′ᵢ/wᵢ, or c·w′ᵢ·pⱼ where wᵢ = 0, of row j, which is action i. Where a weight is what it
  /// was, so is the error.
  ///
  /// @param scores at the rows of the step
  /// @param weights w
  /// @param other w′
  static Errors errors(
      ScoreModel model, PolicyStep step, ScorePass scores, StepWeights weights, double[] other) {
    Errors errors = Errors.none(model, step.row().length);
    double[] now = weights.weight();
    int columns = model.outputs();
    for (int j = 0; j < step.row().length; j++) {
      int i = step.row()[j];
      if (i < 0 || Double.compare(other[i], now[i]) == 0) {
        errors.add(1, step.errors(), j, j, columns);
      } else if (now[i] == 0) {
        errors.add(weights.scale() * other[i], PolicyStep.at(scores, j), 0, j, columns);
      } else if (other[i] != 0) {
        errors.add(other[i] / now[i], step.errors(), j, j, columns);
      }
    }
    return errors;
  }
}
