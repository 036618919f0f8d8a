package uphill.rl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Env;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;

/// A policy that learns in a world, put together as an experiment does.
final class Learner {

  /// Steps of an episode, at most, of every world that the tests learn in.
  private static final int LONGEST_EPISODE = 500;

  private static final int WEIGHTS = 0;
  private static final int ACTING = 1;
  private static final int SHUFFLING = 2;

  final Policy policy;
  final Optional<Critic> critic;
  Rollout rollout;
  final Vpg vpg;
  private final VpgConfig config;
  private final Sampler sampler;

  Learner(VpgConfig config, Supplier<Env> world, long seed, Kernels kernels, Workers workers) {
    this(config, world, seed, config.wholeEpisodes() ? LONGEST_EPISODE : 0, kernels, workers);
  }

  /// @param room rows beyond the batch that the rollout has at first
  Learner(
      VpgConfig config,
      Supplier<Env> world,
      long seed,
      int room,
      Kernels kernels,
      Workers workers) {
    this.config = config;
    Rng random = Rng.seeded(seed);
    List<Env> worlds = new ArrayList<>();
    Rng[] acting = new Rng[config.envs()];
    for (int n = 0; n < config.envs(); n++) {
      worlds.add(world.get());
      acting[n] = random.child(ACTING, n);
    }
    var envs = new VectorEnv("world", worlds);
    envs.reset(seed);
    var network = new Policy.Network(config.hidden(), config.activation());
    policy = new Policy(envs.observationSpace(), envs.actionSpace(), network);
    policy.initialize(config.initialization(), 0.01, config.logStd(), random.child(WEIGHTS, 0));
    critic =
        config.weights().needsCritic()
            ? Optional.of(new Critic(envs.observationSpace(), network))
            : Optional.empty();
    critic.ifPresent(c -> c.initialize(config.initialization(), random.child(WEIGHTS, 1)));
    int capacity = config.batchSteps() + room;
    rollout =
        new Rollout(capacity, config.envs(), policy.encoding().size(), envs.actionSpace().size());
    var valuation = critic.map(c -> c.valuation(kernels)).orElse(Critic.Valuation.zero());
    sampler = new Sampler(envs, policy, valuation, acting, kernels, workers);
    vpg = new Vpg(config, policy, critic, rollout, random.child(SHUFFLING, 0), kernels, workers);
  }

  /// One that computes on the calling thread.
  static Learner of(VpgConfig config, Supplier<Env> world, long seed) {
    return new Learner(config, world, seed, new ScalarKernels(), Workers.one());
  }

  /// Samples one batch and learns from it.
  Metrics update(double progress) {
    if (config.wholeEpisodes()) {
      rollout = sampler.fillWholeEpisodes(rollout, config.batchSteps(), LONGEST_EPISODE);
    } else {
      sampler.fill(rollout);
    }
    return vpg.update(rollout, progress);
  }

  /// As many updates, the progress from 0 to almost 1.
  void train(int updates) {
    for (int u = 0; u < updates; u++) {
      update((double) u / updates);
    }
  }

  /// π_θ(action|s).
  double probability(int action, float... observation) {
    Tensor states = Tensor.input("observation", observation.length);
    Tensor actions = Tensor.input("action", 1);
    float[] logProb = new float[1];
    Program.with(new ScalarKernels())
        .output("log π", policy.distribution(states).logProb(actions))
        .build()
        .feed("observation", observation)
        .feed("action", new float[] {action})
        .into("log π", logProb)
        .evaluate(1, Workers.one());
    return Math.exp(logProb[0]);
  }

  /// The mode of π_θ(·|s).
  float[] mode(float... observation) {
    var actor = new Actor(policy, 1, new ScalarKernels());
    float[] action = new float[policy.actions().size()];
    actor.look(observation, 0, 1);
    actor.mode(0, action, 0);
    return action;
  }

  /// V_φ(s).
  float value(float... observation) {
    float[] value = new float[1];
    critic.orElseThrow().valuation(new ScalarKernels()).fill(observation, 1, value, Workers.one());
    return value[0];
  }

  /// This config with these components changed.
  static VpgConfig with(VpgConfig config, String... namesAndValues) {
    Map<String, String> changes = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(config, changes);
  }
}
