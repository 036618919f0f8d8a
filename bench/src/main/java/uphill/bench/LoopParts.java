package uphill.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uphill.autodiff.Gradients;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Adam;
import uphill.nn.Distribution;
import uphill.rl.Actor;
import uphill.rl.Critic;
import uphill.rl.Policy;
import uphill.rl.Rollout;
import uphill.rl.Sampler;
import uphill.rl.VpgConfig;

/// The parts of one update of VPG on CartPole, each by itself: what must be done in any case.
final class LoopParts {

  private static final double LEARNING_RATE = 1e-7;

  private final VpgConfig config;
  private final Kernels kernels = Kernels.best();
  private final Rng random = Rng.seeded(1);
  private final int rows;
  private final Policy policy = Worlds.cartPolePolicy(random);
  private final Critic critic;
  private final Rollout rollout;
  private final float[] weight;
  private final float[] target;
  private final Tensor states = Tensor.input("observation", 4);

  LoopParts(VpgConfig config) {
    this.config = config;
    rows = config.batchSteps();
    var network = new Policy.Network(config.hidden(), config.activation());
    critic = new Critic(policy.observations(), network);
    critic.initialize(config.initialization(), random);
    rollout = new Rollout(rows, config.envs(), 4, 1);
    weight = new float[rows];
    target = new float[rows];
    try (VectorEnv worlds = worlds()) {
      Rng[] streams = new Rng[config.envs()];
      Arrays.setAll(streams, Rng::seeded);
      new Sampler(worlds, policy, critic.valuation(kernels), streams, kernels, Workers.one())
          .fill(rollout);
    }
    for (int i = 0; i < rows; i++) {
      weight[i] = (float) (random.random() - 0.5);
      target[i] = (float) random.random();
    }
  }

  void addTo(Turns turns) {
    turns.add("acting", "updates", 1, 0, acting());
    turns.add("stepping", "updates", 1, 0, stepping());
    turns.add("values", "updates", 1, 0, values());
    turns.add(
        "weights",
        "updates",
        1,
        0,
        () -> config.weights().fill(rollout, config.gamma(), config.lambda(), weight));
    turns.add("policy: gradient, clipping, Adam", "updates", 1, 0, policyStep());
    turns.add("policy: KL after the step", "updates", 1, 0, comparison());
    turns.add("critic: minibatches, gradients, Adam", "updates", 1, 0, criticSteps());
    turns.add("critic: loss after the fit", "updates", 1, 0, criticLoss());
  }

  private VectorEnv worlds() {
    List<Env> all = new ArrayList<>();
    for (int n = 0; n < config.envs(); n++) {
      all.add(Environments.create("CartPole-v1"));
    }
    VectorEnv worlds = new VectorEnv("CartPole-v1", all);
    worlds.reset(1);
    return worlds;
  }

  private Runnable acting() {
    int envs = config.envs();
    Actor actor = new Actor(policy, envs, kernels);
    float[] action = new float[envs];
    return () -> {
      for (int at = 0; at < rows; at += envs) {
        actor.look(rollout.observation, 4 * at, envs);
        for (int n = 0; n < envs; n++) {
          actor.sample(n, random, action, n);
          actor.allow(action, n, action, n);
        }
      }
    };
  }

  private Runnable stepping() {
    int envs = config.envs();
    VectorEnv worlds = worlds();
    float[] action = new float[envs];
    return () -> {
      for (int at = 0; at < rows; at += envs) {
        for (int n = 0; n < envs; n++) {
          action[n] = rollout.action[at + n];
        }
        worlds.step(action);
      }
    };
  }

  private Runnable values() {
    Critic.Valuation valuation = critic.valuation(kernels);
    return () -> valuation.fill(rollout.observation, rows, rollout.value, Workers.one());
  }

  private Runnable policyStep() {
    Distribution distribution = policy.distribution(states);
    Scalar entropy = distribution.entropy().mean();
    Tensor weighted =
        distribution.logProb(Tensor.input("action", 1)).mul(Tensor.input("weight", 1));
    Scalar loss = weighted.mean().neg().sub(entropy.mul(config.entropyWeight()));
    Program.Builder builder =
        Program.with(kernels).metric("entropy", entropy).loss(loss, policy.parameters());
    distribution.heads().forEach(builder::output);
    Program program = builder.build();
    program.feed("observation", rollout.observation).feed("action", rollout.action);
    program.feed("weight", weight).into("logProbs", new float[2 * rows]);
    Adam adam = new Adam(policy.parameters(), kernels);
    return () -> {
      Gradients gradients = program.gradients(rows, Workers.one());
      gradients.clipNorm(1);
      adam.step(gradients, LEARNING_RATE);
    };
  }

  private Runnable comparison() {
    Distribution distribution = policy.distribution(states);
    Scalar kl = distribution.asInput("old.").kl(distribution).mean();
    Program program = Program.with(kernels).metric("kl", kl).build();
    program.feed("observation", rollout.observation).feed("old.logProbs", new float[2 * rows]);
    return () -> program.evaluate(rows, Workers.one());
  }

  private Runnable criticSteps() {
    int size = config.valueMinibatch() == 0 ? rows : config.valueMinibatch();
    boolean whole = config.valueMinibatch() == 0;
    float[] observation = whole ? rollout.observation : new float[4 * size];
    float[] minibatchTarget = whole ? target : new float[size];
    Tensor error = critic.value(states).sub(Tensor.input("target", 1));
    Program program =
        Program.with(kernels).loss(error.square().mean().mul(0.5), critic.parameters()).build();
    program.feed("observation", observation).feed("target", minibatchTarget);
    Adam adam = new Adam(critic.parameters(), kernels);
    int[] order = new int[rows];
    Arrays.setAll(order, i -> i);
    return () -> {
      for (int epoch = 0; epoch < config.valueEpochs(); epoch++) {
        for (int i = rows - 1; i > 0 && !whole; i--) {
          int j = random.choice(i + 1);
          int kept = order[i];
          order[i] = order[j];
          order[j] = kept;
        }
        for (int at = 0; at < rows; at += size) {
          for (int i = 0; i < size && !whole; i++) {
            System.arraycopy(rollout.observation, 4 * order[at + i], observation, 4 * i, 4);
            minibatchTarget[i] = target[order[at + i]];
          }
          adam.step(program.gradients(size, Workers.one()), LEARNING_RATE);
        }
      }
    };
  }

  private Runnable criticLoss() {
    Tensor error = critic.value(states).sub(Tensor.input("target", 1));
    Program program = Program.with(kernels).metric("loss", error.square().mean()).build();
    program.feed("observation", rollout.observation).feed("target", target);
    return () -> program.evaluate(rows, Workers.one());
  }
}
