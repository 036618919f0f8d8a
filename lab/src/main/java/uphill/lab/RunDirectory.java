package uphill.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.DiskError;
import uphill.records.GrowingFile;
import uphill.records.Json;
import uphill.records.RunLock;
import uphill.records.Sha256;
import uphill.records.WholeFiles;

/// The only interface between a run and those who read it: a directory of plain files.
///
/// ```text
/// config.json        what the run's bytes depend on                       [RunConfig]
/// world.json         the world's table, where that came from a file       [uphill.lab.world.MdpFile]
/// from.safetensors   the parameters it began with, where another run's    [Beginning]
/// machine.json       where it ran: versions, processor, kernels, threads
/// metrics.jsonl/.csv a line for every update                              docs/metrics.md
/// times.jsonl        the seconds of every update, kept apart: they differ between equal runs
/// episodes.csv       a line for every episode that ended
/// actions.f32        all actions, where the environment cannot save its state
/// logs/NAME-000000.f32  what the agent remembers row by row, where it does    [LogFiles]
/// checkpoints/update-000098/                                              [Checkpoint]
/// result.json        the evaluation at the end                            [RunResult]
/// checksums.sha256   what all these hash to, and nothing else that lies there [Checksums]
/// ```
///
/// Lines are appended whole and flushed after each update; every other file, and every checkpoint,
/// appears in one step. A lock file keeps a second process out.
public final class RunDirectory implements AutoCloseable {

  static final String RESULT = "result.json";

  private final Path path;
  private final RunLock lock;
  private final CheckpointWriter writer;
  private final Map<String, GrowingFile> files = new LinkedHashMap<>();
  private Optional<GrowingFile> times = Optional.empty();

  private RunDirectory(Path path, RunLock lock, int keep) {
    this.path = path;
    this.lock = lock;
    this.writer = new CheckpointWriter(path, lock, keep);
  }

  /// Makes a directory for a new run, or takes an empty one.
  ///
  /// @param savesState whether the run's environments can save their state
  /// @throws IllegalArgumentException if it cannot be made, written to, or is not empty; the
  ///   message says what to do
  public static RunDirectory create(
      Path path, RunConfig config, World world, Map<String, Object> machine, boolean savesState)
      throws IOException {
    return create(path, config, world, Optional.empty(), machine, savesState);
  }

  /// The same, for a run that begins with another's parameters.
  static RunDirectory create(
      Path path,
      RunConfig config,
      World world,
      Optional<Beginning> from,
      Map<String, Object> machine,
      boolean savesState)
      throws IOException {
    return making(
        path, () -> create(path, config, world, from, machine, run -> run.begin(savesState)));
  }

  /// Makes a directory for a run that begins later, by [#reopen].
  ///
  /// @throws IllegalArgumentException as [#create] does
  static void prepare(
      Path path,
      RunConfig config,
      World world,
      Optional<Beginning> from,
      Map<String, Object> machine)
      throws IOException {
    making(path, () -> create(path, config, world, from, machine, _ -> {})).close();
  }

  private static RunDirectory create(
      Path path,
      RunConfig config,
      World world,
      Optional<Beginning> from,
      Map<String, Object> machine,
      Opening opening)
      throws IOException {
    Files.createDirectories(path);
    requireFree(path, world);
    RunLock lock = RunLock.take(path);
    try {
      requireFree(path, world); // now that nobody else can begin there
      RunDirectory run = new RunDirectory(path, lock, config.checkpoints().keep());
      // The config last: with it there is a run, which can be resumed.
      WholeFiles.write(path.resolve(Machine.FILE), Json.pretty(machine));
      if (world.table().isPresent()) {
        WholeFiles.write(path.resolve(WorldOfRun.TABLE), world.table().get());
      }
      if (from.isPresent()) {
        WholeFiles.write(path.resolve(Beginning.FILE), from.get().bytes());
      }
      WholeFiles.write(path.resolve(RunConfig.FILE), Json.pretty(config.toJson()));
      opening.of(run);
      return run;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Makes a directory of this name, or, where there is one, of this name with -2, -3, …. No two
  /// processes get the same one.
  ///
  /// @throws IllegalArgumentException if none can be made
  public static Path fresh(Path wanted) throws IOException {
    return making(
        wanted,
        () -> {
          Files.createDirectories(wanted.toAbsolutePath().getParent());
          Path path = wanted;
          for (int n = 2; ; n++) {
            try {
              return Files.createDirectory(path);
            } catch (FileAlreadyExistsException _) {
              String name = String.format(Locale.ROOT, "%s-%d", wanted.getFileName(), n);
              path = wanted.resolveSibling(name);
            }
          }
        });
  }

  private interface Making<T> {
    T make() throws IOException;
  }

  private interface Opening {
    void of(RunDirectory run) throws IOException;
  }

  /// Makes something; where that fails, says what to do.
  private static <T> T making(Path path, Making<T> making) throws IOException {
    try {
      return making.make();
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "%s is a file, not a directory. Choose another (on the command line: --out DIR)."
              .formatted(e.getFile()),
          e);
    } catch (IOException e) {
      DiskError what = DiskError.of(e, path);
      throw new IllegalArgumentException(
          "cannot write to %s: %s. %s, or choose another directory (on the command line: --out DIR)."
              .formatted(what.file(), what.reason(), DiskError.begun(what.remedy())),
          e);
    }
  }

  /// Refuses a directory in which a run cannot begin. One is free if it is not there, is empty, or
  /// holds what a run leaves that was ended before it began.
  ///
  /// @throws IllegalArgumentException if it is not; the message says what to do
  static void requireFree(Path path, World world) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> inside = Files.list(path)) {
      if (inside.map(file -> file.getFileName().toString()).allMatch(RunDirectory::isOfNoRun)) {
        return;
      }
    }
    RunLock.refuseIfTaken(path);
    String resume =
        Files.exists(path.resolve(RunConfig.FILE))
            ? " go on with it by \"%s\",".formatted(world.command("resume", path))
            : "";
    throw new IllegalArgumentException(
        ("%s is not empty, and a run is never overwritten. Choose another directory (on the command"
                + " line: --out DIR),%s or delete this one.")
            .formatted(path, resume));
  }

  private static boolean isOfNoRun(String file) {
    return Set.of(RunLock.FILE, Machine.FILE, WorldOfRun.TABLE, Beginning.FILE).contains(file)
        || Stream.of(Machine.FILE, WorldOfRun.TABLE, Beginning.FILE, RunConfig.FILE)
            .anyMatch(whole -> file.equals(whole + WholeFiles.PART));
  }

  /// Opens the directory of a run that is to go on; nothing in it is changed yet.
  ///
  /// @throws IllegalArgumentException if another process has it
  static RunDirectory reopen(Path path, RunConfig config) throws IOException {
    return new RunDirectory(path, RunLock.take(path), config.checkpoints().keep());
  }

  /// The last checkpoint that is whole and fits the files beside it.
  ///
  /// @param damage told what is wrong with those after it
  Optional<Checkpoint> lastWhole(Consumer<String> damage) throws IOException {
    for (int update : Checkpoint.of(path)) {
      try {
        Checkpoint checkpoint = Checkpoint.read(path, update);
        for (Map.Entry<String, GrowingFile.Mark> mark : checkpoint.marks().entrySet()) {
          String complaint = GrowingFile.complaint(path.resolve(mark.getKey()), mark.getValue());
          if (!complaint.isEmpty()) {
            throw new IllegalArgumentException(complaint);
          }
        }
        return Optional.of(checkpoint);
      } catch (IllegalArgumentException e) {
        damage.accept(
            String.format(
                Locale.ROOT,
                "the checkpoint of update %d is of no use: %s",
                update,
                e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /// Cuts off everything that came after a checkpoint, and gives the times until there.
  Times goBackTo(Checkpoint checkpoint) throws IOException {
    WholeFiles.deleteParts(path);
    WholeFiles.deleteParts(path.resolve(Checkpoint.FOLDER));
    deleteCheckpointsAfter(checkpoint.update());
    LogFiles.pruneAfter(path, checkpoint.logs());
    for (Map.Entry<String, GrowingFile.Mark> mark : checkpoint.marks().entrySet()) {
      files.put(mark.getKey(), GrowingFile.at(mark.getValue(), path.resolve(mark.getKey())));
    }
    Times kept = Times.of(path, checkpoint.update());
    openTimes(kept.bytes());
    return kept;
  }

  /// Empties all files that grow.
  void begin(boolean savesState) throws IOException {
    WholeFiles.deleteParts(path);
    deleteCheckpointsAfter(0);
    LogFiles.pruneAfter(path, Set.of());
    for (String file : UpdateRecord.files(savesState)) {
      GrowingFile growing = GrowingFile.at(GrowingFile.Mark.beginning(), path.resolve(file));
      growing.append(UpdateRecord.beginning(file));
      growing.flush();
      files.put(file, growing);
    }
    openTimes(new byte[0]);
  }

  private void openTimes(byte[] kept) throws IOException {
    Path file = path.resolve(Times.FILE);
    GrowingFile.Mark mark = new GrowingFile.Mark(kept.length, Sha256.of(kept));
    if (!GrowingFile.complaint(file, mark).isEmpty()) {
      WholeFiles.write(file, kept); // a damaged line was left out
    }
    times = Optional.of(GrowingFile.at(mark, file));
  }

  private void deleteCheckpointsAfter(int update) throws IOException {
    for (int later : Checkpoint.of(path)) {
      if (later > update) {
        WholeFiles.deleteFolder(Checkpoint.folder(path, later));
      }
    }
  }

  /// Where it lies.
  public Path path() {
    return path;
  }

  /// Appends the records of one update.
  void append(UpdateRecord update) throws IOException {
    for (Map.Entry<String, byte[]> added : update.added().entrySet()) {
      GrowingFile file = files.get(added.getKey());
      if (file == null) {
        if (!LogFiles.isOne(added.getKey())) {
          throw new IllegalStateException(added.getKey() + " was not opened");
        }
        Files.createDirectories(path.resolve(LogFiles.FOLDER));
        file = GrowingFile.at(GrowingFile.Mark.beginning(), path.resolve(added.getKey()));
        files.put(added.getKey(), file);
      }
      file.append(added.getValue());
      file.flush();
    }
  }

  /// Appends how long it took.
  void append(String time) throws IOException {
    GrowingFile file = times.orElseThrow();
    file.append(time.getBytes(StandardCharsets.UTF_8));
    file.flush();
  }

  /// Saves the state of a training, on a thread of its own: training goes on meanwhile.
  ///
  /// @throws IOException if this one or the one before could not be written
  Checkpoint checkpoint(Training training, Map<String, Object> solved) throws IOException {
    closeLogsBut(LogFiles.needed(training));
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    files.forEach((name, file) -> marks.put(name, file.mark()));
    Checkpoint checkpoint = Checkpoint.of(training, solved, marks);
    writer.write(checkpoint, List.copyOf(files.values()));
    return checkpoint;
  }

  /// Closes files that hold no row which the agent holds; they go with the last checkpoint that
  /// needs them.
  private void closeLogsBut(Set<String> needed) throws IOException {
    for (String name : List.copyOf(files.keySet())) {
      GrowingFile file = files.get(name);
      if (file != null && LogFiles.isOne(name) && !needed.contains(name)) {
        writer.settle(); // the last checkpoint may still force it
        file.close();
        files.remove(name);
      }
    }
  }

  /// Waits until the last checkpoint is on the disk.
  void settle() throws IOException {
    writer.settle();
  }

  /// Makes a finished run an unfinished one, of this config.
  void extend(RunConfig config) throws IOException {
    Files.deleteIfExists(path.resolve(Checksums.FILE));
    Files.deleteIfExists(path.resolve(RESULT));
    WholeFiles.write(path.resolve(RunConfig.FILE), Json.pretty(config.toJson()));
  }

  /// Writes down how the run ended, and what all its files hash to.
  void finish(RunResult result) throws IOException {
    settle();
    lock.requireHeld();
    WholeFiles.write(path.resolve(RESULT), Json.pretty(result.toJson()));
    Map<String, String> hashes = RunFiles.hashes(path, RunFiles.NOT_HASHED);
    WholeFiles.write(path.resolve(Checksums.FILE), Checksums.text(hashes));
  }

  /// Whether a run came to its end.
  static boolean isFinished(Path run) {
    return Files.exists(run.resolve(Checksums.FILE));
  }

  @Override
  public void close() throws IOException {
    // The writer first: a checkpoint that is being written still forces these files.
    try (lock;
        Closeable _ = this::closeFiles) {
      writer.close();
    }
  }

  private void closeFiles() throws IOException {
    for (GrowingFile file : files.values()) {
      file.close();
    }
    if (times.isPresent()) {
      times.get().close();
    }
  }
}
