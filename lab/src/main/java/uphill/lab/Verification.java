package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.machine.ThreadPool;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.LogFiles;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.BoundedFiles;
import uphill.records.Checksums;
import uphill.records.GrowingFile;
import uphill.records.Json;
import uphill.records.RecordedFile;
import uphill.records.RunLock;
import uphill.records.Safetensors;
import uphill.records.Sha256;

/// Whether a finished run is what it says it is: no file was altered since, and carrying its
/// updates out again gives the same bytes.
public final class Verification {

  private final World world;
  private final Path run;
  private final RunConfig config;
  private final Kernels kernels = Kernels.best();
  private final Map<String, Object> result;
  private final int updates;

  /// What came of it.
  ///
  /// @param updates that the run made
  /// @param from the first update that was carried out again and compared
  /// @param to the last one
  /// @param differences empty if every byte agrees; else what differs, each sentence with the name
  ///   of the file
  /// @param additions the names of files beside the run's own, which were not looked at
  public record Report(
      RunConfig config,
      Path run,
      int updates,
      int from,
      int to,
      List<String> differences,
      List<String> additions) {

    /// Whether every byte agrees.
    public boolean passed() {
      return differences.isEmpty();
    }

    /// As `verify --json` prints it.
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("environment", config.environment());
      json.put("algorithm", config.algorithm());
      json.put("preset", config.preset());
      json.put("seed", Json.unsigned(config.seed()));
      json.put("updates", (long) updates);
      json.put("from", (long) from);
      json.put("to", (long) to);
      json.put("passed", passed());
      json.put("differences", differences);
      json.put("additions", additions);
      json.put("run_directory", run.toString());
      return json;
    }
  }

  /// @throws IllegalArgumentException if the directory is not a finished run of this world
  public Verification(World world, Path run) throws IOException {
    this.world = world;
    this.run = run;
    config = RunConfig.read(run);
    RunLock.refuseIfTaken(run);
    if (!RunDirectory.isFinished(run)) {
      throw new IllegalArgumentException(
          "%s is not finished: it has no %s. Go on with it by \"%s\", then verify it."
              .formatted(run, Checksums.FILE, world.command("resume", run)));
    }
    Path file = run.resolve(RunDirectory.RESULT);
    result =
        Files.isRegularFile(file)
            ? Json.parseObject(BoundedFiles.text(file, BoundedFiles.MOST_CONFIG), file.toString())
            : Map.of();
    updates = result.get("updates") instanceof Long made ? Math.toIntExact(made) : 0;
  }

  /// Updates that the run made.
  public int updates() {
    return updates;
  }

  /// Checks all files, then carries out the updates from … to again and compares.
  ///
  /// @param progress told the number of each update carried out
  /// @throws IllegalArgumentException if the run did not make these updates
  public Report verify(int from, int to, int threads, IntConsumer progress) throws IOException {
    List<String> altered = AlteredFiles.of(run);
    if (!altered.isEmpty()) {
      return new Report(config, run, updates, from, to, altered, RunFiles.additions(run));
    }
    if (from < 1 || to < from || to > updates) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s made the updates 1 to %d, asked for %d to %d",
              run,
              updates,
              from,
              to));
    }
    try (ThreadPool pool = new ThreadPool(threads);
        Reexecution again =
            new Reexecution(
                world, config, run, from - 1, kernels, threads == 1 ? Workers.one() : pool)) {
      Optional<String> difference = compare(again, from, to, progress);
      if (difference.isEmpty() && to == updates) {
        difference = compareResult(again);
      }
      List<String> all = difference.isEmpty() ? List.of() : List.of(difference.get() + elsewhere());
      return new Report(config, run, updates, from, to, all, RunFiles.additions(run));
    }
  }

  private Optional<String> compare(Reexecution again, int from, int to, IntConsumer progress)
      throws IOException {
    Map<String, RecordedFile> files = new LinkedHashMap<>();
    try {
      Map<String, GrowingFile.Mark> marks = again.start().map(Checkpoint::marks).orElse(Map.of());
      Optional<String> difference = Optional.empty();
      for (String name : names(again)) {
        RecordedFile file = new RecordedFile(run, name);
        files.put(name, file);
        if (marks.containsKey(name)) {
          file.skipTo(marks.get(name));
        } else {
          Optional<String> atOnce = file.compare(UpdateFiles.beginning(name));
          difference = difference.or(() -> atOnce);
        }
      }
      for (Map.Entry<String, GrowingFile.Mark> mark : marks.entrySet()) {
        if (LogFiles.isOne(mark.getKey())) {
          file(files, mark.getKey(), run).skipTo(mark.getValue());
        }
      }
      while (difference.isEmpty() && again.training().updates() < to) {
        UpdateRecord update = again.nextWatched();
        int number = again.training().updates();
        progress.accept(number);
        for (Map.Entry<String, byte[]> added : update.added().entrySet()) {
          if (difference.isEmpty()) {
            difference = file(files, added.getKey(), run).compare(added.getValue());
          }
        }
        if (difference.isEmpty()) {
          difference = compareCheckpoint(again, files);
        }
        if (number >= from) {
          difference = difference.map(d -> String.format(Locale.ROOT, "update %d: %s", number, d));
        }
      }
      for (Map.Entry<String, RecordedFile> file : files.entrySet()) {
        if (difference.isEmpty() && to == updates && !file.getValue().isAtEnd()) {
          difference = Optional.of(file.getKey() + " goes on after the last update");
        }
      }
      return difference;
    } finally {
      for (RecordedFile file : files.values()) {
        file.close();
      }
    }
  }

  private List<String> names(Reexecution again) {
    return UpdateFiles.names(again.training().savesState(), config.evaluations().isPresent());
  }

  private static RecordedFile file(Map<String, RecordedFile> files, String name, Path run)
      throws IOException {
    RecordedFile file = files.get(name);
    if (file == null) {
      if (!LogFiles.isOne(name)) {
        throw new IllegalStateException(name + " was not opened");
      }
      // One that no checkpoint needed any more is gone: there is nothing to compare with.
      file =
          Files.exists(run.resolve(name)) ? new RecordedFile(run, name) : RecordedFile.gone(name);
      files.put(name, file);
    }
    return file;
  }

  /// Compares the checkpoint of this update, if the run kept it.
  private Optional<String> compareCheckpoint(Reexecution again, Map<String, RecordedFile> files)
      throws IOException {
    Path folder = Checkpoint.folder(run, again.training().updates());
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    Set<String> needed = LogFiles.needed(again.training().learner().setup().logs());
    files.forEach(
        (name, file) -> {
          if (!LogFiles.isOne(name) || needed.contains(name)) {
            marks.put(name, file.mark());
          }
        });
    Checkpoint checkpoint = again.training().checkpoint(again.watch().state(), marks);
    for (Map.Entry<String, byte[]> file : checkpoint.files().entrySet()) {
      Path recorded = folder.resolve(file.getKey());
      if (!Arrays.equals(Files.readAllBytes(recorded), file.getValue())) {
        return Optional.of(recorded + " differs from what the re-execution gave");
      }
    }
    return Optional.empty();
  }

  /// Compares what the run says of its end, but for times and places; of an earlier run what it
  /// says, for there was less to say.
  private Optional<String> compareResult(Reexecution again) throws IOException {
    boolean earlier = Machine.isEarlier(run);
    RunResult now =
        Run.evaluation(again.envs(), kernels, again.training(), again.watch(), 1, 0, "", run);
    Map<String, Object> json = Json.parseObject(Json.line(now.toJson()), RunDirectory.RESULT);
    json.put("parameters_sha256", Sha256.of(Safetensors.bytes(again.training().parameters())));
    for (String name :
        List.of(
            "environment",
            "algorithm",
            "preset",
            "seed",
            "steps",
            "updates",
            "solved_at_update",
            "solved_at_steps",
            "evaluation",
            "random_policy_mean",
            "random_policy_cut",
            "parameters_sha256")) {
      Object recorded = result.getOrDefault(name, Json.NULL);
      Object value = json.getOrDefault(name, Json.NULL);
      if (earlier && !result.containsKey(name)) {
        continue;
      }
      if (earlier && recorded instanceof Map<?, ?> fields && value instanceof Map<?, ?> all) {
        Map<String, Object> known = new LinkedHashMap<>(Json.object(all, name));
        known.keySet().retainAll(fields.keySet());
        value = known;
      }
      if (!recorded.equals(value)) {
        return Optional.of(
            "%s: %s is %s, the re-execution gave %s"
                .formatted(run.resolve(RunDirectory.RESULT), name, recorded, value));
      }
    }
    return Optional.empty();
  }

  /// What can be why.
  private String elsewhere() throws IOException {
    String unlike = Machine.unlike(run, world);
    return unlike.isEmpty()
        ? ". Does the environment depend on more than its seed and the actions? \"%s\" asks it."
            .formatted(world.command("envs", "--check", world.name()))
        : ". What can be why: " + unlike + ".";
  }
}
