package uphill.bench;

import java.util.Map;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Actor;
import uphill.rl.Critic;
import uphill.rl.Learner;
import uphill.rl.Policy;
import uphill.rl.Progress;
import uphill.rl.Weighted;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Minibatches;
import uphill.rl.data.Rollout;

/// The parts of one update of VPG on CartPole, each by itself: what must be done in any case.
final class LoopParts {

  private static final double LEARNING_RATE = 1e-7;

  private final VpgConfig config;
  private final Kernels kernels = Kernels.best();
  private final Learner learner;
  private final Weighted agent;
  private final Rollout rollout;
  private final int envs;
  private final int rows;

  /// Makes one update, so that every column is filled.
  LoopParts(VpgConfig config) {
    this.config = config;
    envs = config.sampling().envs();
    rows = config.sampling().steps();
    try (VectorEnv worlds = Worlds.cartPoles(envs)) {
      learner = new Learner(config, worlds, /* seed= */ 1, kernels, Workers.one());
      learner.gather();
    }
    learner.learn(new Progress(0, 1));
    agent = (Weighted) learner.agent();
    rollout = agent.rollout();
  }

  void addTo(Turns turns) {
    turns.add("acting", "updates", 1, 0, acting());
    turns.add("stepping", "updates", 1, 0, stepping());
    turns.add("values", "updates", 1, 0, values());
    turns.add("weights", "updates", 1, 0, () -> agent.weighing().fill(rollout, agent.weights()));
    turns.add("policy: gradient, clipping, Adam", "updates", 1, 0, policyStep());
    turns.add("policy: KL after the step", "updates", 1, 0, comparison());
    turns.add("critic: minibatches, gradients, Adam", "updates", 1, 0, criticSteps());
    turns.add("critic: loss after the fit", "updates", 1, 0, criticLoss());
  }

  private Runnable acting() {
    Policy policy = agent.policy();
    Actor actor = agent.explorer(0, envs);
    Rng[] streams = learner.acting();
    int inputs = policy.encoding().size();
    float[] action = new float[envs];
    return () -> {
      for (int at = 0; at < rows; at += envs) {
        actor.read(rollout.observation, inputs * at, rollout.mask, 0, envs);
        for (int n = 0; n < envs; n++) {
          actor.sample(n, streams[n], action, n);
          policy.allow(action, n, action, n);
        }
      }
    };
  }

  private Runnable stepping() {
    VectorEnv worlds = Worlds.cartPoles(envs);
    worlds.reset(1);
    float[] action = new float[envs];
    return () -> {
      for (int at = 0; at < rows; at += envs) {
        System.arraycopy(rollout.action, at, action, 0, envs);
        worlds.step(action);
      }
    };
  }

  private Runnable values() {
    Critic.Valuation valuation = agent.valuation();
    return () -> valuation.fill(rollout.observation, rows, rollout.value, Workers.one());
  }

  private Runnable policyStep() {
    Descent descent = descent("policy");
    return () -> descent.step(rows, LEARNING_RATE);
  }

  private Runnable comparison() {
    Tensor states = rollout.input("observation");
    Distribution distribution = agent.policy().distribution(states);
    Scalar kl = distribution.asInput("old.").kl(distribution).mean();
    return evaluation("kl", kl);
  }

  private Runnable criticSteps() {
    Descent descent = descent("critic");
    Minibatches minibatches = new Minibatches(Rng.seeded(1));
    int epochs = config.valueFit().valueEpochs();
    int size = config.valueFit().valueMinibatch();
    return () -> {
      for (int epoch = 0; epoch < epochs; epoch++) {
        if (size == 0) {
          descent.step(rows, LEARNING_RATE);
          continue;
        }
        minibatches.begin(rows, size);
        for (int b = 0; b < minibatches.count(); b++) {
          descent.step(
              minibatches.order(), minibatches.from(b), minibatches.rows(b), LEARNING_RATE);
        }
      }
    };
  }

  private Runnable criticLoss() {
    Map<String, Scalar> terms = descent("critic").terms();
    return evaluation("loss", terms.values().iterator().next());
  }

  /// Computes one number from the columns of the rollout.
  private Runnable evaluation(String name, Scalar number) {
    Program program = Program.with(kernels).metric(name, number).build();
    program.inputs().forEach(input -> program.feed(input, rollout.column(input)));
    return () -> program.evaluate(rows, Workers.one());
  }

  private Descent descent(String name) {
    return learner.setup().descents().stream()
        .filter(descent -> descent.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
