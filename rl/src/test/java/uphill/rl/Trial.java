package uphill.rl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Env;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.data.Metrics;
import uphill.rl.setting.Settings;

/// A [Learner] in a world of the tests, and what it has come to know.
public final class Trial {

  private static final Progress BEGINNING = new Progress(0, 1);

  public final Learner learner;
  public final Agent agent;

  /// A learner at its beginning, in as many of these worlds as it asks for.
  public Trial(
      AgentConfig config, Supplier<Env> world, long seed, Kernels kernels, Workers workers) {
    List<Env> worlds = Stream.generate(world).limit(config.sampling().envs()).toList();
    learner = new Learner(config, new VectorEnv("world", worlds), seed, kernels, workers);
    agent = learner.agent();
  }

  /// One that computes on the calling thread.
  public static Trial of(AgentConfig config, Supplier<Env> world, long seed) {
    return new Trial(config, world, seed, new ScalarKernels(), Workers.one());
  }

  /// Gathers a round and learns from it, as at the beginning of a training.
  public Metrics update() {
    return update(BEGINNING);
  }

  /// Gathers a round and learns from it.
  public Metrics update(Progress progress) {
    agent.metrics().clear();
    learner.gather();
    learner.learn(progress);
    return agent.metrics();
  }

  /// A training of so many rounds.
  public void train(int rounds) {
    for (int round = 0; round < rounds; round++) {
      update(new Progress(round, rounds));
    }
  }

  /// θ of the policy, φ of the critic: the array itself.
  public float[] parameters(String name) {
    return Objects.requireNonNull(learner.setup().parameters().get(name), name).values();
  }

  /// π_θ(action|s).
  public double probability(int action, float... observation) {
    Tensor states = Tensor.input("observation", observation.length);
    Tensor actions = Tensor.input("action", 1);
    float[] logProb = new float[1];
    Program.with(new ScalarKernels())
        .output("log π", agent.policy().distribution(states).logProb(actions))
        .build()
        .feed("observation", observation)
        .feed("action", new float[] {action})
        .into("log π", logProb)
        .evaluate(1, Workers.one());
    return Math.exp(logProb[0]);
  }

  /// The mode of π_θ(·|s).
  public float[] mode(float... observation) {
    var actor = new PolicyActor(agent.policy(), 1, new ScalarKernels());
    float[] action = new float[agent.policy().actions().size()];
    actor.look(observation, 0, 1);
    actor.mode(0, action, 0);
    return action;
  }

  /// V_φ(s).
  public float value(float... observation) {
    float[] value = new float[1];
    agent.valuation().fill(observation, 1, value, Workers.one());
    return value[0];
  }

  /// This config with these settings changed.
  public static <C> C with(C config, String... namesAndValues) {
    Map<String, String> changes = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(config, changes);
  }
}
