package uphill.lab.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.nn.SolvedStep;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.rl.AgentConfig;
import uphill.rl.Learner;
import uphill.rl.Policy;
import uphill.rl.Progress;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.fit.Fisher;
import uphill.rl.setting.Settings;

/// Updates of an algorithm from numbers that formulas give: what goes in, and what comes of it,
/// step by step. `bench/peers/check_algorithms.py` computes the same from what goes in.
final class OneUpdate {

  private static final int OBSERVED = 4;
  private static final int STEPS = 12;
  private static final List<String> METRICS =
      List.of("kl", "clip_fraction", "step_length", "improvement", "backtracks");

  private final AgentConfig config;
  private final Space actions;
  private final Learner learner;
  private final List<Map<String, Object>> steps = new ArrayList<>();
  private final Map<String, Safetensors.Matrix> inputs = new LinkedHashMap<>();
  private final Map<String, Safetensors.Matrix> results = new LinkedHashMap<>();

  /// Carries them out.
  OneUpdate(AgentConfig config, Space actions, int updates) {
    this.config = config;
    this.actions = actions;
    learner = new Learner(config, worlds(), 1, new ScalarKernels(), Workers.one());
    learner.setup().parameters().forEach(OneUpdate::begin);
    fill(learner.agent().rollout());
    learner.setup().parameters().forEach((name, set) -> put("before." + name + ".", set));
    for (int update = 0; update < updates; update++) {
      learn(update);
    }
  }

  /// What has spaces, and is never entered.
  private record Spaces(Space actionSpace) implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(-1, 1, OBSERVED);
    }

    @Override
    public void reset(Reset how, float[] observation) {}

    @Override
    public void step(float[] action, Step step) {
      throw new IllegalStateException("nothing happens here");
    }
  }

  private VectorEnv worlds() {
    Stream<Env> worlds = Stream.generate(() -> new Spaces(actions));
    return new VectorEnv("spaces", worlds.limit(envs()).toList());
  }

  private int envs() {
    return config.sampling().envs();
  }

  private static float sin(double x) {
    return (float) StrictMath.sin(x);
  }

  private static void begin(String name, Parameters set) {
    float[] values = set.values();
    for (Parameter matrix : set.entries()) {
      float size = matrix.name().equals("log_std") ? 0.3f : matrix.rows() == 1 ? 0.1f : 0.9f;
      for (int k = matrix.at(); k < matrix.at() + matrix.size(); k++) {
        values[k] = size * sin(1.3 * k + name.length());
      }
    }
  }

  /// Twelve steps of each environment; V is close to the critic's, and not the same.
  private void fill(Rollout rollout) {
    int rows = STEPS * envs();
    for (int k = 0; k < rows * OBSERVED; k++) {
      rollout.observation[k] = sin(0.9 * k + 0.1);
    }
    for (int k = 0; k < rows * rollout.actionSize(); k++) {
      rollout.action[k] = actions instanceof Space.Discrete ? k * 7 % 5 % 3 : 1.2f * sin(2.1 * k);
    }
    learner.agent().valuation().fill(rollout.observation, rows, rollout.value, Workers.one());
    for (int i = 0; i < rows; i++) {
      rollout.reward[i] = sin(1.7 * i + 2);
      rollout.value[i] += 0.1f * sin(3.1 * i);
      rollout.ended[i] =
          i % 11 == 4
              ? Ending.TERMINATED
              : i % 13 == 6 ? Ending.TRUNCATED : i + envs() >= rows ? Ending.CUT : Ending.NONE;
    }
    for (int i = 0; i < rows; i++) {
      rollout.nextValue[i] =
          switch (rollout.ended[i]) {
            case NONE -> rollout.value[i + envs()];
            case TERMINATED -> 0;
            case TRUNCATED, CUT -> sin(0.3 * i);
          };
    }
    rollout.filled(rows);
    put("observation", rollout.observation, rows);
    put("action", rollout.action, rows);
    put("reward", rollout.reward, rows);
    put("value", rollout.value, rows);
    put("next_value", rollout.nextValue, rows);
    float[] ended = new float[rows];
    IntStream.range(0, rows).forEach(i -> ended[i] = rollout.ended[i].code());
    put("ended", ended, rows);
  }

  private void put(String name, float[] column, int rows) {
    inputs.put(
        name,
        new Safetensors.Matrix(
            List.of(rows, column.length / learner.agent().rollout().capacity()), column.clone()));
  }

  private void put(String prefix, Parameters set) {
    for (Parameter matrix : set.entries()) {
      float[] elements = new float[matrix.size()];
      System.arraycopy(set.values(), matrix.at(), elements, 0, elements.length);
      inputs.put(
          prefix + matrix.name(),
          new Safetensors.Matrix(List.of(matrix.rows(), matrix.columns()), elements));
    }
  }

  private void result(String name, float... values) {
    results.put(name, new Safetensors.Matrix(List.of(values.length), values));
  }

  private void learn(int update) {
    List<Descent> descents = learner.setup().descents();
    List<Descent.Watcher> watchers = new ArrayList<>();
    for (Descent descent : descents) {
      if (descent.optimizer() instanceof SolvedStep && update == 0) {
        fisher();
      }
      watchers.add(new Seen(update, descent.parameters().snapshot()));
      descent.watchedBy(watchers.getLast());
    }
    Metrics metrics = learner.agent().metrics();
    metrics.clear();
    learner.learn(new Progress(0, 1));
    for (int k = 0; k < watchers.size(); k++) {
      descents.get(k).leftBy(watchers.get(k));
    }
    for (String name : METRICS) {
      if (metrics.names().contains(name)) {
        result(String.format(Locale.ROOT, "update%d.%s", update, name), (float) metrics.get(name));
      }
    }
  }

  /// F·v at θ, without damping.
  private void fisher() {
    Setup setup = Setup.of(1, worlds(), new ScalarKernels(), Workers.one());
    Policy policy = config.policy(setup);
    policy.parameters().assign(learner.agent().policy().parameters().values());
    Rollout rollout = setup.rollout(config.sampling(), policy);
    Rollout filled = learner.agent().rollout();
    System.arraycopy(filled.observation, 0, rollout.observation, 0, filled.observation.length);
    var fisher = new Fisher(policy.distribution(rollout), policy.parameters(), rollout, setup);
    float[] v = new float[policy.parameters().size()];
    IntStream.range(0, v.length).forEach(k -> v[k] = sin(0.7 * k + 1));
    float[] product = new float[v.length];
    fisher.of(filled.rows(), /* damping= */ 0).times(v, product);
    inputs.put("direction", new Safetensors.Matrix(List.of(v.length), v));
    result("fisher", product);
  }

  /// Writes down each step.
  private final class Seen implements Descent.Watcher {
    private final int update;
    private final float[] start;

    Seen(int update, float[] start) {
      this.update = update;
      this.start = start;
    }

    @Override
    public void before(Descent descent) {}

    @Override
    public void after(Descent descent, double learningRate) {
      String prefix = String.format(Locale.ROOT, "step%d.", steps.size());
      steps.add(
          Map.of(
              "parameters",
              descent.name(),
              "update",
              update,
              "rows",
              IntStream.range(0, descent.rows()).mapToObj(descent::row).toList()));
      descent.terms().keySet().forEach(term -> result(prefix + term, (float) descent.value(term)));
      result(prefix + "gradient_norm", (float) descent.gradientNorm());
      result(prefix + "gradient", descent.gradients().values().clone());
      if (descent.optimizer() instanceof SolvedStep solved) {
        result(prefix + "solved", solved.direction().clone());
      }
      float[] moved = descent.parameters().snapshot();
      for (int k = 0; k < moved.length; k++) {
        moved[k] -= start[k];
      }
      result(prefix + "moved", moved);
    }
  }

  /// By name: losses, gradients, and how far the parameters are from where the update began, after
  /// each step.
  Map<String, Safetensors.Matrix> results() {
    return results;
  }

  /// Writes all of it into files.
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("algorithm", config.getClass().getSimpleName().replace("Config", ""));
    description.put("settings", Settings.values(config));
    description.put("steps", steps);
    Files.writeString(directory.resolve("update.json"), Json.line(description));
    Files.write(directory.resolve("inputs.safetensors"), Safetensors.bytes(inputs));
    Files.write(directory.resolve("ours.safetensors"), Safetensors.bytes(results));
  }
}
