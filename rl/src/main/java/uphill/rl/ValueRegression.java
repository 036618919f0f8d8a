package uphill.rl;

import uphill.autodiff.Program;
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
  private final Adam optimizer;
  private final Minibatches minibatches;
  private final float[] target;
  private final float[] observation;
  private final float[] minibatchTarget;

  ValueRegression(
      VpgConfig config,
      Critic critic,
      Rollout rollout,
      Rng shuffling,
      Kernels kernels,
      Workers workers) {
    this.config = config;
    this.workers = workers;
    optimizer = new Adam(critic.parameters(), kernels);
    minibatches = new Minibatches(rollout.capacity(), shuffling);
    target = new float[rollout.capacity()];
    boolean whole = config.valueMinibatch() == 0;
    int rows = whole ? 0 : Math.min(config.valueMinibatch(), rollout.capacity());
    observation = whole ? rollout.observation : new float[rows * rollout.observationSize()];
    minibatchTarget = whole ? target : new float[rows];

    Tensor states = Tensor.input("observation", rollout.observationSize());
    Tensor error = critic.value(states).sub(Tensor.input("target", 1));
    program =
        Program.with(kernels).loss(error.square().mean().mul(0.5), critic.parameters()).build();
    program.feed("observation", observation).feed("target", minibatchTarget);
  }

  void fit(Rollout rollout, double remaining, Metrics metrics) {
    int rows = rollout.rows();
    RewardToGo.fill(rollout, config.gamma(), target);
    metrics.set("value_loss", Columns.halfMeanSquare(rollout.value, target, rows));
    metrics.set("explained_variance", Columns.explainedVariance(rollout.value, target, rows));
    double loss = 0;
    for (int epoch = 0; epoch < config.valueEpochs(); epoch++) {
      loss = epoch(rollout, rows, remaining);
    }
    metrics.set("value_loss_after", loss);
  }

  /// One pass over the batch; the mean loss of its minibatches, each before its step.
  private double epoch(Rollout rollout, int rows, double remaining) {
    minibatches.begin(rows, config.valueMinibatch());
    double loss = 0;
    for (int b = 0; b < minibatches.count(); b++) {
      if (config.valueMinibatch() != 0) {
        minibatches.gather(b, rollout.observationSize(), rollout.observation, observation);
        minibatches.gather(b, 1, target, minibatchTarget);
      }
      int n = minibatches.rows(b);
      optimizer.step(program.gradients(n, workers), config.valueLearningRate() * remaining);
      loss += program.metric("loss") * n / rows;
    }
    return loss;
  }

  Adam optimizer() {
    return optimizer;
  }
}
