package uphill.push;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The steps of an update that nobody made, along other weights by another optimizer.
///
/// ```text
/// e′ⱼ = eⱼ·w′ᵢ/wᵢ, or c·w′ᵢ·pⱼ where wᵢ = 0        of row j, which is action i
/// ```
///
/// Where a weight is what it was, so is the error. Steps after the first start elsewhere, and want
/// of the heads there what they wanted in training; entropy and value keep their gradients.
///
/// @param now the weights of the update that was made
/// @param weight w′
record Untaken(ScoreModel model, StepWeights now, double[] weight) {

  /// @param optimizer what becomes of the optimizer before each step; of those after the first, the
  ///   learning rate
  List<PolicyStep> steps(List<PolicyStep> taken, UnaryOperator<OptimizerStep.Before> optimizer) {
    List<PolicyStep> others = new ArrayList<>();
    double[] theta = taken.getFirst().before();
    OptimizerStep.Before before = optimizer.apply(taken.getFirst().optimizer());
    for (PolicyStep step : taken) {
      before = before.withLearningRate(optimizer.apply(step.optimizer()).learningRate());
      PolicyStep other = step.untaken(model, theta, errors(step, theta), before);
      others.add(other);
      BackwardPass sent = model.at(theta, other.samples()).with(other.errors());
      before = before.after(Direction.of(other, sent).clipped());
      theta = other.after();
    }
    return others;
  }

  private Errors errors(PolicyStep step, double[] theta) {
    Errors other = Errors.none(model, step.row().length);
    int columns = model.outputs();
    ScorePass scores = model.at(theta, step.samples());
    for (int j = 0; j < step.row().length; j++) {
      int i = step.row()[j];
      if (i < 0 || Double.compare(weight[i], now.weight()[i]) == 0) {
        other.add(1, step.errors(), j, j, columns);
      } else if (now.weight()[i] == 0) {
        other.add(now.scale() * weight[i], PolicyStep.at(scores, j), 0, j, columns);
      } else if (weight[i] != 0) {
        other.add(weight[i] / now.weight()[i], step.errors(), j, j, columns);
      }
    }
    return other;
  }
}
