package uphill.rl.fit;

import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.rl.Critic;
import uphill.rl.Setup;
import uphill.rl.data.Columns;
import uphill.rl.data.Gae;
import uphill.rl.data.Metrics;
import uphill.rl.data.Minibatches;
import uphill.rl.data.RewardToGo;
import uphill.rl.data.Rollout;

/// Fits V_φ to what was earned.
///
/// ```text
/// L(φ) = ½·mean (V_φ(s) − R̂)²
/// ```
///
/// where R̂ is the reward-to-go, continued with V where the data stop before the episode does (see
/// [RewardToGo]), or the λ-return Â + V(s) (see [Gae]). Several epochs over the batch, in
/// minibatches or whole.
public final class ValueRegression {

  private final ValueFit config;
  private final double gamma;
  private final double lambda;
  private final Rollout rollout;
  private final Descent descent;
  private final Program comparison;
  private final Minibatches minibatches;
  private final Rollout.Column target;
  private final Workers workers;

  /// @param gamma γ of R̂
  /// @param lambda λ of a λ-return
  /// @param shuffling draws the order of minibatches
  public ValueRegression(
      ValueFit config,
      double gamma,
      double lambda,
      Critic critic,
      Rollout rollout,
      Rng shuffling,
      Setup setup) {
    this.config = config;
    this.gamma = gamma;
    this.lambda = lambda;
    this.rollout = rollout;
    workers = setup.workers();
    minibatches = new Minibatches(shuffling);
    target = rollout.extra("value_target");
    Tensor error = critic.value(rollout.input("observation")).sub(rollout.input("value_target"));
    Scalar loss = error.square().mean().mul(0.5);
    descent = setup.descent(critic.parameters()).term("value", loss).build();
    comparison = Program.with(setup.kernels()).metric("loss", loss).build();
    descent.feed(rollout);
  }

  /// Improves V_φ; adds the losses over the whole batch before, with the values of the rollout, and
  /// after.
  ///
  /// @param remaining what the learning rate is multiplied by
  /// @throws ArithmeticException if a gradient or a parameter is not finite
  public void fit(double remaining, Metrics metrics) {
    int rows = rollout.rows();
    float[] targets = target.values();
    aim(targets, rows);
    metrics.add("value_loss", Columns.halfMeanSquare(rollout.value, targets, rows));
    double explained = Columns.explainedVariance(rollout.value, targets, rows);
    if (!Double.isNaN(explained)) {
      metrics.add("explained_variance", explained);
    }
    for (int epoch = 0; epoch < config.valueEpochs(); epoch++) {
      epoch(rows, remaining);
    }
    comparison.feed("observation", rollout.observation).feed("value_target", targets);
    comparison.evaluate(rows, workers);
    metrics.add("value_loss_after", comparison.metric("loss"));
    descent.requireFinite();
  }

  private void aim(float[] targets, int rows) {
    switch (config.valueTarget()) {
      case REWARD_TO_GO -> RewardToGo.fill(rollout, gamma, targets);
      case LAMBDA_RETURN -> {
        Gae.fill(rollout, gamma, lambda, targets);
        for (int i = 0; i < rows; i++) {
          targets[i] += rollout.value[i];
        }
      }
    }
  }

  /// One pass over the batch.
  private void epoch(int rows, double remaining) {
    double rate = config.valueLearningRate() * remaining;
    minibatches.begin(rows, config.valueMinibatch());
    for (int b = 0; b < minibatches.count(); b++) {
      descent.step(minibatches.order(), minibatches.from(b), minibatches.rows(b), rate);
    }
  }
}
