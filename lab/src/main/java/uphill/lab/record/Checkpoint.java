package uphill.lab.record;

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

  public static final String FOLDER = "checkpoints";
  public static final String PARAMETERS = "parameters.safetensors";
  public static final String OPTIMIZER = "optimizer.safetensors";
  public static final String STATE = "state.json";

  /// All of them.
  public static final List<String> FILES = List.of(PARAMETERS, OPTIMIZER, STATE, Checksums.FILE);

  private static final String FORMAT = "uphill-checkpoint-1";
  private static final String PREFIX = "update-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{6,10})");

  /// What a training saves.
  ///
  /// @param state counters, generators, environments, as JSON
  /// @param parameters by name
  /// @param optimizers what the optimizers remember of them
  public record Contents(
      Map<String, Object> state,
      Map<String, Safetensors.Matrix> parameters,
      Map<String, Safetensors.Matrix> optimizers) {}

  /// The present state of a training.
  ///
  /// @param solved what the watch for a solved environment remembers
  /// @param marks where the run's files end
  public static Checkpoint of(
      int update,
      RunConfig config,
      Contents contents,
      Map<String, Object> solved,
      Map<String, GrowingFile.Mark> marks) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("format", FORMAT);
    state.put("config", BegunConfig.essence(config));
    state.putAll(contents.state());
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
    files.put(PARAMETERS, Safetensors.bytes(contents.parameters()));
    files.put(OPTIMIZER, Safetensors.bytes(contents.optimizers()));
    files.put(STATE, Json.pretty(state).getBytes(StandardCharsets.UTF_8));
    Map<String, String> hashes = new LinkedHashMap<>();
    files.forEach((name, bytes) -> hashes.put(name, Sha256.of(bytes)));
    files.put(Checksums.FILE, Checksums.text(hashes).getBytes(StandardCharsets.UTF_8));
    return new Checkpoint(update, files);
  }

  /// Where the checkpoint after so many updates lies.
  public static Path folder(Path run, int update) {
    return run.resolve(FOLDER).resolve(String.format(Locale.ROOT, "%s%06d", PREFIX, update));
  }

  /// The newest checkpoint of a run directory.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Path newest(Path run) throws IOException {
    List<Integer> all = of(run);
    if (all.isEmpty()) {
      if (Files.exists(run.resolve(Checksums.FILE))) { // that of a finished run
        throw new IllegalArgumentException(LostFile.sentence(run, "its checkpoints"));
      }
      throw new IllegalArgumentException(
          "%s holds no checkpoint yet. Let the run go on until its first one, or train again."
              .formatted(run));
    }
    return folder(run, all.getFirst());
  }

  /// The updates of which a run has a checkpoint, the last one first.
  public static List<Integer> of(Path run) throws IOException {
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
  public static Checkpoint read(Path run, int update) throws IOException {
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

  /// Where its state lies in a run.
  public Path stateFile(Path run) {
    return folder(run, update).resolve(STATE);
  }

  /// Refuses a run of another config.
  ///
  /// @throws IllegalArgumentException if it is one
  public void requireOf(RunConfig config, Path run) {
    BegunConfig.requireSame(
        Json.objectField(state(), "config", stateFile(run).toString()), config, run);
  }

  /// What it saved of a training.
  ///
  /// @throws IllegalArgumentException if it is damaged
  public Contents contents(Path run) {
    return new Contents(state(), matrices(PARAMETERS, run), matrices(OPTIMIZER, run));
  }

  private Map<String, Safetensors.Matrix> matrices(String name, Path run) {
    return Safetensors.parse(bytes(name), folder(run, update).resolve(name).toString());
  }

  /// What the watch for a solved environment remembered.
  public Map<String, Object> solved() {
    return Json.objectField(state(), "solved", STATE);
  }

  /// Where the run's files ended.
  public Map<String, GrowingFile.Mark> marks() {
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    Json.objectField(state(), "records", STATE)
        .forEach(
            (file, value) -> {
              if (!UpdateFiles.isOne(file)) {
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
  public Set<String> logs() {
    return marks().keySet().stream().filter(LogFiles::isOne).collect(Collectors.toSet());
  }

  private byte[] bytes(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  /// Counters, generators, environments and the agent's own numbers, as JSON.
  public Map<String, Object> state() {
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
  public String parametersSha256() {
    return Sha256.of(bytes(PARAMETERS));
  }
}
