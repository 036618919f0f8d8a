package uphill.rl;

import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Adam;

/// Fits V_φ to what was earned.
///
/// ```text
/// L(φ) = ½·mean (V_φ(s) − R̂)²
/// ```
///
/// where R̂ is the reward-to-go, continued with V where the data stop before the episode does (see
/// [RewardToGo]). Several epochs over the batch, in minibatches or whole.
final class ValueRegression {

  private final VpgConfig config;
  private final Workers workers;
  private final Program program;
  private final Program comparison;
  private final Parameters parameters;
  private final Adam optimizer;
  private final Rng shuffling;
  private Minibatches minibatches;
  private float[] target = {};
  private float[] observation = {};
  private float[] minibatchTarget = {};

  ValueRegression(
      VpgConfig config,
      Critic critic,
      Rollout rollout,
      Rng shuffling,
      Kernels kernels,
      Workers workers) {
    this.config = config;
    this.workers = workers;
    parameters = critic.parameters();
    optimizer = new Adam(parameters, kernels);
    this.shuffling = shuffling;
    minibatches = new Minibatches(rollout.capacity(), shuffling);
    Tensor states = Tensor.input("observation", rollout.observationSize());
    Tensor error = critic.value(states).sub(Tensor.input("target", 1));
    Scalar loss = error.square().mean().mul(0.5);
    program = Program.with(kernels).loss(loss, critic.parameters()).build();
    comparison = Program.with(kernels).metric("loss", loss).build();
    look(rollout);
  }

  /// Lets the programs read this rollout, and have columns as long as its own.
  void look(Rollout rollout) {
    minibatches = new Minibatches(rollout.capacity(), shuffling);
    target = new float[rollout.capacity()];
    boolean whole = config.valueMinibatch() == 0;
    int rows = whole ? 0 : Math.min(config.valueMinibatch(), rollout.capacity());
    observation = whole ? rollout.observation : new float[rows * rollout.observationSize()];
    minibatchTarget = whole ? target : new float[rows];
    program.feed("observation", observation).feed("target", minibatchTarget);
    comparison.feed("observation", rollout.observation).feed("target", target);
  }

  /// Improves V_φ; sets the losses over the whole batch before, with the values of the rollout, and
  /// after.
  void fit(Rollout rollout, double remaining, Metrics metrics) {
    int rows = rollout.rows();
    RewardToGo.fill(rollout, config.gamma(), target);
    metrics.set("value_loss", Columns.halfMeanSquare(rollout.value, target, rows));
    metrics.set("explained_variance", Columns.explainedVariance(rollout.value, target, rows));
    for (int epoch = 0; epoch < config.valueEpochs(); epoch++) {
      epoch(rollout, rows, remaining);
    }
    comparison.evaluate(rows, workers);
    metrics.set("value_loss_after", comparison.metric("loss"));
  }

  /// One pass over the batch.
  private void epoch(Rollout rollout, int rows, double remaining) {
    minibatches.begin(rows, config.valueMinibatch());
    for (int b = 0; b < minibatches.count(); b++) {
      if (config.valueMinibatch() != 0) {
        minibatches.gather(b, rollout.observationSize(), rollout.observation, observation);
        minibatches.gather(b, 1, target, minibatchTarget);
      }
      Gradients gradients = program.gradients(minibatches.rows(b), workers);
      optimizer.step(gradients, config.valueLearningRate() * remaining);
    }
  }

  /// φ.
  Parameters parameters() {
    return parameters;
  }

  Adam optimizer() {
    return optimizer;
  }
}
