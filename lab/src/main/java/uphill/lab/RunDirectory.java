package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.CheckpointWriter;
import uphill.lab.record.LogFiles;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.Beginning;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.GrowingFile;
import uphill.records.Json;
import uphill.records.RunLock;
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
/// evaluations.jsonl  the mode evaluated in its course, where that was asked for
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

  /// What came of it: the file of a [RunResult].
  public static final String RESULT = "result.json";

  private final Path path;
  private final RunLock lock;
  private final CheckpointWriter writer;
  private final UpdateFiles files;

  private RunDirectory(Path path, RunLock lock, int keep) {
    this.path = path;
    this.lock = lock;
    this.writer = new CheckpointWriter(path, lock, keep);
    this.files = new UpdateFiles(path);
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
    return Place.making(
        path,
        () -> create(path, config, world, from, machine, run -> run.begin(config, savesState)));
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
    Place.making(path, () -> create(path, config, world, from, machine, _ -> {})).close();
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
    Place.requireFree(path, world);
    RunLock lock = RunLock.take(path);
    try {
      Place.requireFree(path, world); // now that nobody else can begin there
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

  private interface Opening {
    void of(RunDirectory run) throws IOException;
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
    return files.goBackTo(checkpoint);
  }

  /// Empties all files that grow.
  void begin(RunConfig config, boolean savesState) throws IOException {
    WholeFiles.deleteParts(path);
    deleteCheckpointsAfter(0);
    LogFiles.pruneAfter(path, Set.of());
    files.begin(savesState, config.evaluations().isPresent());
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
    files.append(update.added());
  }

  /// Appends the evaluation that came after an update.
  void append(PlannedEvaluations.Made evaluation) throws IOException {
    files.append(evaluation.added());
  }

  /// Appends how long it took.
  void append(String time) throws IOException {
    files.append(time);
  }

  /// Saves the state of a training, on a thread of its own: training goes on meanwhile.
  ///
  /// @throws IOException if this one or the one before could not be written
  Checkpoint checkpoint(Training training, Map<String, Object> solved) throws IOException {
    closeLogsBut(LogFiles.needed(training.learner().setup().logs()));
    Checkpoint checkpoint = training.checkpoint(solved, files.marks());
    writer.write(checkpoint, files.open());
    return checkpoint;
  }

  /// Closes files that hold no row which the agent holds; they go with the last checkpoint that
  /// needs them.
  private void closeLogsBut(Set<String> needed) throws IOException {
    Set<String> unneeded = files.logsBut(needed);
    if (!unneeded.isEmpty()) {
      writer.settle(); // the last checkpoint may still force them
      files.close(unneeded);
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

  /// Whether the run in a directory came to its end.
  public static boolean isFinished(Path run) {
    return Files.exists(run.resolve(Checksums.FILE));
  }

  /// Whether a run was begun in a directory, or prepared.
  public static boolean isBegun(Path run) {
    return Files.isRegularFile(run.resolve(RunConfig.FILE));
  }

  /// The update whose state is the last that a run saved; 0 if it saved none.
  public static int savedUpdates(Path run) throws IOException {
    List<Integer> all = Checkpoint.of(run);
    return all.isEmpty() ? 0 : all.getFirst();
  }

  @Override
  public void close() throws IOException {
    // The writer first: a checkpoint that is being written still forces these files.
    try (lock;
        files) {
      writer.close();
    }
  }
}
