package uphill.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.Shown;
import uphill.nn.Descent;
import uphill.nn.Optimizer;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.records.Sha256;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.RowLog;
import uphill.rl.setting.Settings;

/// What the rest of a [Training] depends on, taken out of it and put back: counters, what its
/// agent's [Setup] handed out, environments.
final class TrainingState {

  private static final String LOGS = "logs";
  private static final String AGENT = "agent";

  private final Training training;
  private final Setup setup;

  TrainingState(Training training) {
    this.training = training;
    setup = training.learner().setup();
  }

  /// All parameters by name, `policy.0.weight` …, `critic.0.weight` ….
  Map<String, Safetensors.Matrix> parameters() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    setup.parameters().forEach((name, set) -> put(name + ".", set, set.values(), matrices));
    return matrices;
  }

  /// What the optimizers remember, by parameter: `policy.m.0.weight`, `policy.v.0.weight` ….
  Map<String, Safetensors.Matrix> optimizers() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    forEachMemory((prefix, set, memory) -> put(prefix, set, memory, matrices));
    return matrices;
  }

  private interface Memory {
    void at(String prefix, Parameters parameters, float[] memory);
  }

  private void forEachMemory(Memory each) {
    for (Descent descent : setup.descents()) {
      Optimizer optimizer = descent.optimizer();
      for (int k = 0; k < optimizer.memory().length; k++) {
        String prefix = descent.name() + "." + optimizer.memoryNames().get(k) + ".";
        each.at(prefix, descent.parameters(), optimizer.memory()[k]);
      }
    }
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
    for (Descent descent : setup.descents()) {
      json.put(descent.name() + "_optimizer_steps", descent.optimizer().steps());
    }
    setup
        .streams()
        .forEach(
            (purpose, streams) ->
                json.put(
                    Settings.word(purpose),
                    purpose.ofEachEnvironment()
                        ? Arrays.stream(streams).map(r -> Bits.hex(r.state())).toList()
                        : Bits.hex(streams[0].state())));
    Map<String, Object> logs = new LinkedHashMap<>();
    setup.logs().forEach((name, log) -> logs.put(name, log.added()));
    if (!logs.isEmpty()) {
      json.put(LOGS, logs);
    }
    Map<String, Object> own = new LinkedHashMap<>();
    training.learner().agent().state(new Written(own));
    if (!own.isEmpty()) {
      json.put(AGENT, own);
    }
    if (training.savesState()) {
      json.put("environments", Bits.hex(training.environments().state()));
    } else {
      json.put("observations", observations());
    }
    return json;
  }

  /// Numbers of the agent's own, as they are written down.
  private record Written(Map<String, Object> json) implements State {
    @Override
    public void longs(String name, long[] values) {
      put(name, values.clone());
    }

    @Override
    public void floats(String name, float[] values) {
      put(name, bits(values));
    }

    private void put(String name, long[] words) {
      if (json.putIfAbsent(name, Bits.hex(words)) != null) {
        throw new IllegalStateException("the agent's state names \"%s\" twice".formatted(name));
      }
    }
  }

  /// Gives a part of an agent the numbers that a checkpoint has of it.
  ///
  /// @param part names them
  static void give(Consumer<State> part, Map<String, String> saved, String source) {
    part.accept(new Read(new LinkedHashMap<>(saved), source, new HashSet<>()));
  }

  /// What a checkpoint's state has of an agent's numbers whose names begin so.
  static Map<String, String> saved(String beginning, Map<String, Object> state, String source) {
    Map<String, String> saved = new LinkedHashMap<>();
    if (state.containsKey(AGENT)) {
      Json.objectField(state, AGENT, source)
          .forEach(
              (name, words) -> {
                if (name.startsWith(beginning)) {
                  saved.put(name, words.toString());
                }
              });
    }
    return saved;
  }

  private static long[] bits(float[] values) {
    long[] words = new long[values.length];
    Arrays.setAll(words, i -> Float.floatToRawIntBits(values[i]) & 0xFFFF_FFFFL);
    return words;
  }

  /// The same, as they are read.
  private record Read(Map<String, Object> json, String source, Set<String> seen) implements State {
    @Override
    public void longs(String name, long[] values) {
      System.arraycopy(words(name, values.length), 0, values, 0, values.length);
    }

    @Override
    public void floats(String name, float[] values) {
      long[] words = words(name, values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat((int) words[i]);
      }
    }

    private long[] words(String name, int count) {
      seen.add(name);
      long[] words = Bits.words(text(json, name, source));
      if (words.length != count) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: %s has %d numbers, not %d", source, name, words.length, count));
      }
      return words;
    }
  }

  /// What undoes the sampling of a batch, if the environments can save their state.
  Runnable wayBack() {
    if (!training.savesState()) {
      return () -> {};
    }
    List<Runnable> back = new ArrayList<>();
    long[] environments = training.environments().state();
    back.add(() -> training.environments().restore(environments));
    setup.streams().values().stream()
        .flatMap(Arrays::stream)
        .forEach(
            stream -> {
              long[] then = stream.state();
              back.add(() -> stream.restore(then));
            });
    training.learner().agent().state(new Kept(back));
    return () -> back.forEach(Runnable::run);
  }

  /// Numbers of the agent's own, as they are put back: an explorer may change some.
  private record Kept(List<Runnable> back) implements State {
    @Override
    public void longs(String name, long[] values) {
      long[] then = values.clone();
      back.add(() -> System.arraycopy(then, 0, values, 0, then.length));
    }

    @Override
    public void floats(String name, float[] values) {
      float[] then = values.clone();
      back.add(() -> System.arraycopy(then, 0, values, 0, then.length));
    }
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
  /// @param run whose logs are read, and, for environments that cannot save their state, whose
  ///   actions and episodes
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
    Set<String> read = new HashSet<>();
    setup
        .parameters()
        .forEach((name, set) -> get(parameters, name + ".", set, set.values(), source, read));
    requireAll(parameters, read, source);
    read.clear();
    forEachMemory((prefix, set, memory) -> get(optimizers, prefix, set, memory, source, read));
    requireAll(optimizers, read, source);
    for (Descent descent : setup.descents()) {
      descent.optimizer().restoreSteps(whole(state, descent.name() + "_optimizer_steps", source));
    }
    restoreAgent(state, source, run);
    if (training.savesState()) {
      training.environments().restore(Bits.words(text(state, "environments", source)));
    } else {
      replay(run, text(state, "observations", source));
    }
  }

  private void restoreAgent(Map<String, Object> state, String source, Path run) throws IOException {
    for (Map.Entry<String, RowLog> log : setup.logs().entrySet()) {
      Map<String, Object> logs = Json.objectField(state, LOGS, source);
      LogFiles.restore(run, log.getKey(), log.getValue(), whole(logs, log.getKey(), source));
    }
    Map<String, Object> own =
        state.containsKey(AGENT) ? Json.objectField(state, AGENT, source) : Map.of();
    Set<String> seen = new HashSet<>();
    training.learner().agent().state(new Read(own, source, seen));
    requireAll(own, seen, source);
  }

  /// Nothing of a saved state is left out.
  private static void requireAll(Map<String, ?> saved, Set<String> read, String source) {
    for (String name : saved.keySet()) {
      if (!read.contains(name)) {
        throw new IllegalArgumentException(
            "%s: beside it, or in it, %s was saved, which the algorithm does not have here. Was the"
                    .formatted(source, Shown.text(name))
                + " algorithm changed since? Go on with the one that the run began with.");
      }
    }
  }

  private void restoreGenerators(Map<String, Object> state, String source) {
    for (Map.Entry<Purpose, Rng[]> one : setup.streams().entrySet()) {
      String name = Settings.word(one.getKey());
      Rng[] streams = one.getValue();
      List<?> saved =
          one.getKey().ofEachEnvironment()
              ? Json.field(state, name, List.class, source)
              : List.of(text(state, name, source));
      if (saved.size() != streams.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %d streams for %d environments",
                source,
                saved.size(),
                streams.length));
      }
      for (int n = 0; n < streams.length; n++) {
        streams[n].restore(Bits.words(saved.get(n).toString()));
      }
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
      String source,
      Set<String> read) {
    for (Parameter parameter : parameters.entries()) {
      String name = prefix + parameter.name();
      read.add(name);
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
        training.learner().sampler().replay(action);
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
