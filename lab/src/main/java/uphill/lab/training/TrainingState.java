package uphill.lab.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import uphill.kernel.Rng;
import uphill.kernel.Shown;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.LogFiles;
import uphill.nn.Descent;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.data.RowLog;
import uphill.rl.setting.Settings;

/// What the rest of a [Training] depends on, taken out of it and put back: counters, what its
/// agent's [Setup] handed out, environments.
final class TrainingState {

  private static final String LOGS = "logs";
  static final String AGENT = "agent";
  private static final String ENVIRONMENTS = "environments";
  private static final String OBSERVATIONS = "observations";

  private final Training training;
  private final Setup setup;

  TrainingState(Training training) {
    this.training = training;
    setup = training.learner().setup();
  }

  /// What a checkpoint saves of it.
  Checkpoint.Contents contents() {
    return new Checkpoint.Contents(json(), Matrices.parameters(setup), Matrices.optimizers(setup));
  }

  /// Counters, generators and environments, as JSON.
  private Map<String, Object> json() {
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
    Map<String, Object> own = AgentState.json(training.learner().agent());
    if (!own.isEmpty()) {
      json.put(AGENT, own);
    }
    if (training.savesState()) {
      json.put(ENVIRONMENTS, Bits.hex(training.environments().state()));
    } else {
      json.put(OBSERVATIONS, new ActionReplay(training).observations());
    }
    return json;
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
    AgentState.wayBack(training.learner().agent(), back);
    return () -> back.forEach(Runnable::run);
  }

  /// Puts a saved state back into a training that is at its beginning.
  ///
  /// @param run whose logs are read, and, for environments that cannot save their state, whose
  ///   actions and episodes
  /// @throws IllegalArgumentException if this is not the state of such a run
  void restore(Checkpoint checkpoint, Path run) throws IOException {
    checkpoint.requireOf(training.config(), run);
    String source = checkpoint.stateFile(run).toString();
    try {
      restore(checkpoint.contents(run), source, run);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String why = Shown.sentence(e);
      throw new IllegalArgumentException(
          why.contains(Checkpoint.STATE) ? why : "%s: %s".formatted(source, why), e);
    }
  }

  private void restore(Checkpoint.Contents contents, String source, Path run) throws IOException {
    Map<String, Object> state = contents.state();
    training.goOn(
        Math.toIntExact(whole(state, "updates", source)),
        whole(state, "steps", source),
        whole(state, "episodes", source));
    restoreGenerators(state, source);
    Matrices.restoreParameters(setup, contents.parameters(), source);
    Matrices.restoreOptimizers(setup, contents.optimizers(), source);
    for (Descent descent : setup.descents()) {
      descent.optimizer().restoreSteps(whole(state, descent.name() + "_optimizer_steps", source));
    }
    restoreAgent(state, source, run);
    if (training.savesState()) {
      training.environments().restore(Bits.words(text(state, ENVIRONMENTS, source)));
    } else {
      new ActionReplay(training).replay(run, text(state, OBSERVATIONS, source));
    }
  }

  private void restoreAgent(Map<String, Object> state, String source, Path run) throws IOException {
    for (Map.Entry<String, RowLog> log : setup.logs().entrySet()) {
      Map<String, Object> logs = Json.objectField(state, LOGS, source);
      LogFiles.restore(run, log.getKey(), log.getValue(), whole(logs, log.getKey(), source));
    }
    Map<String, Object> own =
        state.containsKey(AGENT) ? Json.objectField(state, AGENT, source) : Map.of();
    AgentState.restore(training.learner().agent(), own, source);
  }

  /// Nothing of a saved state is left out.
  static void requireAll(Map<String, ?> saved, Set<String> read, String source) {
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
}
