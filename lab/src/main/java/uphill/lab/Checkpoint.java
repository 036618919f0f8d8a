package uphill.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.records.BoundedFiles;
import uphill.records.Checksums;
import uphill.records.GrowingFile;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.records.Sha256;
import uphill.records.WholeFiles;
import uphill.rl.setting.Settings;

/// Everything that the rest of a run depends on, after one of its updates, as the bytes of a few
/// files. Equal runs have equal checkpoints.
///
/// ```text
/// parameters.safetensors   θ and φ
/// optimizer.safetensors    what the optimizers remember of every parameter
/// state.json               counters, generators, environments, and where the run's files ended
/// checksums.sha256         what these files hash to
/// ```
///
/// @param update how many updates were made
/// @param files their bytes, by name
public record Checkpoint(int update, Map<String, byte[]> files) {

  static final String FOLDER = "checkpoints";
  public static final String PARAMETERS = "parameters.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String STATE = "state.json";

  /// All of them.
  static final List<String> FILES = List.of(PARAMETERS, OPTIMIZER, STATE, Checksums.FILE);

  private static final String FORMAT = "uphill-checkpoint-1";
  private static final String PREFIX = "update-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{6,10})");

  /// The present state of a training.
  ///
  /// @param solved what the watch for a solved environment remembers
  /// @param marks where the run's files end
  static Checkpoint of(
      Training training, Map<String, Object> solved, Map<String, GrowingFile.Mark> marks) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("format", FORMAT);
    state.put("config", essence(training.config()));
    TrainingState present = new TrainingState(training);
    state.putAll(present.json());
    state.put("solved", solved);
    Map<String, Object> records = new LinkedHashMap<>();
    marks.forEach(
        (file, mark) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("bytes", mark.bytes());
          json.put("sha256", mark.sha256());
          records.put(file, json);
        });
    state.put("records", records);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(PARAMETERS, Safetensors.bytes(present.parameters()));
    files.put(OPTIMIZER, Safetensors.bytes(present.optimizers()));
    files.put(STATE, Json.pretty(state).getBytes(StandardCharsets.UTF_8));
    Map<String, String> hashes = new LinkedHashMap<>();
    files.forEach((name, bytes) -> hashes.put(name, Sha256.of(bytes)));
    files.put(Checksums.FILE, Checksums.text(hashes).getBytes(StandardCharsets.UTF_8));
    return new Checkpoint(training.updates(), files);
  }

  /// What must be the same in the run that goes on: all of its config but how long it is, and when
  /// it saves. Settings that are younger than some runs are named where they change something, so
  /// that those runs' checkpoints are made again to the byte.
  private static Map<String, Object> essence(RunConfig config) {
    Map<String, Object> json = new LinkedHashMap<>(config.toJson());
    json.put("settings", Settings.lasting(config.settings()));
    List.of("format", "preset", "steps", "checkpoints").forEach(json::remove);
    return json;
  }

  /// Where the checkpoint after so many updates lies.
  public static Path folder(Path run, int update) {
    return run.resolve(FOLDER).resolve(String.format(Locale.ROOT, "%s%06d", PREFIX, update));
  }

  /// The newest checkpoint of a run directory.
  ///
  /// @throws IllegalArgumentException if there is none
  static Path newest(Path run) throws IOException {
    List<Integer> all = of(run);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "%s holds no checkpoint yet. Let the run go on until its first one, or train again."
              .formatted(run));
    }
    return folder(run, all.getFirst());
  }

  /// The updates of which a run has a checkpoint, the last one first.
  static List<Integer> of(Path run) throws IOException {
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .map(path -> NAME.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.parseLong(matcher.group(1)))
          .filter(update -> update <= Integer.MAX_VALUE)
          .map(Long::intValue)
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /// The checkpoint of a run after so many updates, as it was written.
  ///
  /// @throws IllegalArgumentException if a file was altered, is missing, or does not belong there
  static Checkpoint read(Path run, int update) throws IOException {
    Path folder = folder(run, update);
    Path sums = folder.resolve(Checksums.FILE);
    byte[] sumBytes = present(sums);
    Map<String, String> hashes =
        Checksums.parse(new String(sumBytes, StandardCharsets.UTF_8), sums.toString());
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of(PARAMETERS, OPTIMIZER, STATE)) {
      byte[] bytes = present(folder.resolve(name));
      if (!Sha256.of(bytes).equals(hashes.get(name))) {
        throw new IllegalArgumentException(
            "%s was altered: it does not match %s".formatted(folder.resolve(name), sums));
      }
      files.put(name, bytes);
    }
    files.put(Checksums.FILE, sumBytes);
    Path state = folder.resolve(STATE);
    Checkpoint checkpoint = new Checkpoint(update, files);
    Map<String, Object> json = checkpoint.state();
    String format = Json.field(json, "format", String.class, state.toString());
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "%s: format \"%s\" is not one this version reads (%s)"
              .formatted(state, Shown.text(format), FORMAT));
    }
    long updates = Json.field(json, "updates", Long.class, state.toString());
    if (updates != update) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is of update %d", state, updates));
    }
    return checkpoint;
  }

  private static byte[] present(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + " is missing");
    }
    boolean state = file.endsWith(STATE) || file.endsWith(Checksums.FILE);
    return BoundedFiles.bytes(file, state ? BoundedFiles.MOST_STATE : BoundedFiles.MOST_PARAMETERS);
  }

  /// Brings a training that is at its beginning to this state.
  ///
  /// @throws IllegalArgumentException if it is not the state of a run of this config
  void restore(Training training, Path run) throws IOException {
    String source = folder(run, update).resolve(STATE).toString();
    Map<String, Object> state = state();
    requireSame(Json.objectField(state, "config", source), training.config(), run);
    try {
      new TrainingState(training)
          .restore(
              state,
              Safetensors.parse(
                  bytes(PARAMETERS), folder(run, update).resolve(PARAMETERS).toString()),
              Safetensors.parse(
                  bytes(OPTIMIZER), folder(run, update).resolve(OPTIMIZER).toString()),
              source,
              run);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String why = Shown.sentence(e);
      throw new IllegalArgumentException(
          why.contains(STATE) ? why : "%s: %s".formatted(source, why), e);
    }
  }

  /// Refuses a config that is another than the one that the run began with, as the last of its
  /// checkpoints that can be read has it.
  ///
  /// @throws IllegalArgumentException if it is
  public static void requireBegunWith(RunConfig config, Path run) throws IOException {
    for (int update : of(run)) {
      Path state = folder(run, update).resolve(STATE);
      Map<String, Object> then;
      try {
        then = Json.parseObject(BoundedFiles.text(state, BoundedFiles.MOST_STATE), STATE);
        then = Json.objectField(then, "config", STATE);
      } catch (IllegalArgumentException _) {
        continue; // it is missing or damaged: an earlier one says it too
      }
      requireSame(then, config, run);
      return;
    }
  }

  private static void requireSame(Map<String, Object> then, RunConfig config, Path run) {
    Optional<String> difference =
        difference(then, Json.parseObject(Json.line(config.toJson()), RunConfig.FILE))
            .or(() -> younger(then, config));
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "%s: %s. Give the run its own config again, or train anew with \"%s\"."
              .formatted(
                  run.resolve(RunConfig.FILE),
                  difference.get(),
                  Shown.command("uphill", "train", "--config", run)));
    }
  }

  /// A setting that changes something, and that the run did not begin with.
  private static Optional<String> younger(Map<String, Object> then, RunConfig config) {
    Map<String, Object> begun = Json.objectField(then, "settings", STATE);
    return Settings.lasting(config.settings()).entrySet().stream()
        .filter(setting -> !begun.containsKey(setting.getKey()))
        .map(now -> "%s is %s, the run began without it".formatted(now.getKey(), now.getValue()))
        .findFirst();
  }

  private static Optional<String> difference(Map<String, Object> then, Map<String, Object> now) {
    for (Map.Entry<String, Object> entry : then.entrySet()) {
      Object value = now.get(entry.getKey());
      if (entry.getValue() instanceof Map<?, ?> && value instanceof Map<?, ?>) {
        Optional<String> inner =
            difference(
                Json.object(entry.getValue(), entry.getKey()), Json.object(value, entry.getKey()));
        if (inner.isPresent()) {
          return inner;
        }
      } else if (!entry.getValue().equals(value)) {
        return Optional.of(
            "%s is %s, the run began with %s (%s)"
                .formatted(
                    Shown.text(entry.getKey()),
                    value,
                    Shown.text(entry.getValue().toString()),
                    STATE));
      }
    }
    return Optional.empty();
  }

  /// What the watch for a solved environment remembered.
  Map<String, Object> solved() {
    return Json.objectField(state(), "solved", STATE);
  }

  /// Where the run's files ended.
  Map<String, GrowingFile.Mark> marks() {
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    Json.objectField(state(), "records", STATE)
        .forEach(
            (file, value) -> {
              if (!UpdateRecord.files(false).contains(file) && !LogFiles.isOne(file)) {
                throw new IllegalArgumentException(
                    "%s: \"%s\" is no file of a run".formatted(STATE, Shown.text(file)));
              }
              Map<String, Object> mark =
                  Json.object(value, STATE + ": records: " + Shown.text(file));
              marks.put(file, GrowingFile.Mark.of(mark, STATE));
            });
    return marks;
  }

  /// The files of logs that hold the rows which the agent held.
  Set<String> logs() {
    return marks().keySet().stream().filter(LogFiles::isOne).collect(Collectors.toSet());
  }

  private byte[] bytes(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  /// Counters, generators, environments and the agent's own numbers, as JSON.
  Map<String, Object> state() {
    return Json.parseObject(new String(bytes(STATE), StandardCharsets.UTF_8), STATE);
  }

  /// Writes it into a run's folder, whole or not at all.
  void write(Path run) throws IOException {
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    WholeFiles.writeFolder(folder(run, update), files);
  }

  /// What its parameters hash to.
  String parametersSha256() {
    return Sha256.of(bytes(PARAMETERS));
  }
}
