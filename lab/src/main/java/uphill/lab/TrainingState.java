package uphill.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.VectorEnv;
import uphill.kernel.Rng;
import uphill.nn.Adam;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.records.Sha256;

/// What the rest of a [Training] depends on, taken out of it and put back: parameters, optimizers,
/// counters, generators, environments.
final class TrainingState {

  private final Training training;
  private final Parameters policy;

  TrainingState(Training training) {
    this.training = training;
    this.policy = training.policy().parameters();
  }

  /// All parameters by name, `policy.0.weight` …, `critic.0.weight` ….
  Map<String, Safetensors.Matrix> parameters() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    put("policy.", policy, policy.values(), matrices);
    training
        .critic()
        .ifPresent(
            critic -> put("critic.", critic.parameters(), critic.parameters().values(), matrices));
    return matrices;
  }

  /// What the optimizers remember, by parameter: `policy.m.0.weight`, `policy.v.0.weight` ….
  Map<String, Safetensors.Matrix> optimizers() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    putMoments("policy.", policy, training.algorithm().policyOptimizer(), matrices);
    training
        .critic()
        .ifPresent(
            critic -> putMoments("critic.", critic.parameters(), valueOptimizer(), matrices));
    return matrices;
  }

  private Adam valueOptimizer() {
    return training.algorithm().valueOptimizer().orElseThrow();
  }

  private static void putMoments(
      String prefix, Parameters parameters, Adam adam, Map<String, Safetensors.Matrix> matrices) {
    put(prefix + "m.", parameters, adam.memory()[0], matrices);
    put(prefix + "v.", parameters, adam.memory()[1], matrices);
  }

  private static void put(
      String prefix,
      Parameters parameters,
      float[] values,
      Map<String, Safetensors.Matrix> matrices) {
    for (Parameter parameter : parameters.entries()) {
      float[] elements =
          Arrays.copyOfRange(values, parameter.at(), parameter.at() + parameter.size());
      matrices.put(
          prefix + parameter.name(),
          new Safetensors.Matrix(List.of(parameter.rows(), parameter.columns()), elements));
    }
  }

  /// Counters, generators and environments, as JSON.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("updates", training.updates());
    json.put("steps", training.steps());
    json.put("episodes", training.episodes());
    json.put("policy_optimizer_steps", training.algorithm().policyOptimizer().steps());
    if (training.critic().isPresent()) {
      json.put("critic_optimizer_steps", valueOptimizer().steps());
    }
    json.put("shuffling", Bits.hex(training.shuffling().state()));
    json.put("acting", Arrays.stream(training.acting()).map(r -> Bits.hex(r.state())).toList());
    if (training.savesState()) {
      json.put("environments", Bits.hex(training.environments().state()));
    } else {
      json.put("observations", observations());
    }
    return json;
  }

  /// What undoes the sampling of a batch, if the environments can save their state.
  Runnable wayBack() {
    if (!training.savesState()) {
      return () -> {};
    }
    long[] environments = training.environments().state();
    long[][] acting = Arrays.stream(training.acting()).map(Rng::state).toArray(long[][]::new);
    return () -> {
      training.environments().restore(environments);
      for (int n = 0; n < acting.length; n++) {
        training.acting()[n].restore(acting[n]);
      }
    };
  }

  private String observations() {
    float[] observation = training.environments().observation;
    ByteBuffer bytes = ByteBuffer.allocate(observation.length * Float.BYTES);
    bytes.asFloatBuffer().put(observation);
    return Sha256.of(bytes.array());
  }

  /// Puts a saved state back into a training that is at its beginning.
  ///
  /// @param state what [#json()] gave
  /// @param source of the state, for errors
  /// @param run whose actions and episodes are read, for environments that cannot save their state
  /// @throws IllegalArgumentException if this is not the state of such a run
  void restore(
      Map<String, Object> state,
      Map<String, Safetensors.Matrix> parameters,
      Map<String, Safetensors.Matrix> optimizers,
      String source,
      Path run)
      throws IOException {
    training.goOn(
        Math.toIntExact(whole(state, "updates", source)),
        whole(state, "steps", source),
        whole(state, "episodes", source));
    restoreGenerators(state, source);
    Adam adam = training.algorithm().policyOptimizer();
    adam.restoreSteps(whole(state, "policy_optimizer_steps", source));
    get(parameters, "policy.", policy, policy.values(), source);
    get(optimizers, "policy.m.", policy, adam.memory()[0], source);
    get(optimizers, "policy.v.", policy, adam.memory()[1], source);
    if (training.critic().isPresent()) {
      Parameters critic = training.critic().get().parameters();
      valueOptimizer().restoreSteps(whole(state, "critic_optimizer_steps", source));
      get(parameters, "critic.", critic, critic.values(), source);
      get(optimizers, "critic.m.", critic, valueOptimizer().memory()[0], source);
      get(optimizers, "critic.v.", critic, valueOptimizer().memory()[1], source);
    }
    if (training.savesState()) {
      training.environments().restore(Bits.words(text(state, "environments", source)));
    } else {
      replay(run, text(state, "observations", source));
    }
  }

  private void restoreGenerators(Map<String, Object> state, String source) {
    training.shuffling().restore(Bits.words(text(state, "shuffling", source)));
    Rng[] acting = training.acting();
    List<?> streams = Json.field(state, "acting", List.class, source);
    if (streams.size() != acting.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d streams for %d environments",
              source,
              streams.size(),
              acting.length));
    }
    for (int n = 0; n < acting.length; n++) {
      acting[n].restore(Bits.words(streams.get(n).toString()));
    }
  }

  private static long whole(Map<String, Object> state, String name, String source) {
    return Json.field(state, name, Long.class, source);
  }

  private static String text(Map<String, Object> state, String name, String source) {
    return Json.field(state, name, String.class, source);
  }

  private static void get(
      Map<String, Safetensors.Matrix> matrices,
      String prefix,
      Parameters parameters,
      float[] values,
      String source) {
    for (Parameter parameter : parameters.entries()) {
      String name = prefix + parameter.name();
      Safetensors.Matrix matrix = matrices.get(name);
      if (matrix == null
          || !matrix.shape().equals(List.of(parameter.rows(), parameter.columns()))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: beside it, %s should be a matrix of %d × %d, but %s",
                source,
                name,
                parameter.rows(),
                parameter.columns(),
                matrix == null ? "is missing" : "has the shape " + matrix.shape()));
      }
      System.arraycopy(matrix.values(), 0, values, parameter.at(), parameter.size());
    }
  }

  /// Takes all steps so far again, with the actions that were taken. The episodes must end as they
  /// did, and the last observations be those of then.
  private void replay(Path run, String observations) throws IOException {
    Path actions = run.resolve(UpdateRecord.ACTIONS);
    VectorEnv envs = training.environments();
    int size = envs.size() * envs.actionSpace().size();
    float[] action = new float[size];
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(actions));
        RecordedEpisodes episodes = new RecordedEpisodes(run.resolve(EpisodesFile.NAME))) {
      for (long step = 0; step < training.steps(); step += envs.size()) {
        if (in.readNBytes(bytes.array(), 0, bytes.capacity()) < bytes.capacity()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s holds the actions of %d steps, %d were taken",
                  actions,
                  step,
                  training.steps()));
        }
        bytes.asFloatBuffer().get(action);
        training.sampler().replay(action);
        Optional<String> difference = episodes.difference(envs, step + envs.size());
        if (difference.isPresent()) {
          throw elsewhere(difference.get());
        }
      }
    }
    if (!observations().equals(observations)) {
      throw elsewhere("the observations at the end are others than before");
    }
  }

  private IllegalArgumentException elsewhere(String difference) {
    String world = training.config().environment();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s cannot save its state, and in the replay of its %d steps %s: its class, or what it"
                + " reads, has changed since, or it depends on more than its seed and the actions"
                + " (\"%s\" asks it). Give it what it was trained with again, or train anew.",
            world,
            training.steps(),
            difference,
            training.world().command("envs", "--check", world)));
  }
}
