package uphill.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uphill.env.Ending;
import uphill.rl.Metrics;
import uphill.rl.Rollout;

/// The only interface between a run and those who read it: a directory of plain files.
///
/// ```text
/// config.json        what the run's bytes depend on                       [RunConfig]
/// machine.json       where it ran: versions, processor, kernels, threads
/// metrics.jsonl/.csv a line for every update                              docs/metrics.md
/// times.jsonl        the seconds of every update, kept apart: they differ between equal runs
/// episodes.csv       a line for every episode that ended
/// checkpoints/update-000098/   parameters.safetensors, optimizer.safetensors, state.json
/// result.json        the evaluation at the end                            [RunResult]
/// ```
///
/// Lines are appended whole and flushed after each update; every other file, and every checkpoint,
/// appears in one step. A lock file keeps a second process out.
public final class RunDirectory implements AutoCloseable {

  private static final String LOCK = "run.lock";

  private final Path path;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private final BufferedWriter metricsLines;
  private final BufferedWriter metricsTable;
  private final BufferedWriter times;
  private final BufferedWriter episodes;

  private RunDirectory(Path path, FileChannel lockChannel, FileLock lock) throws IOException {
    this.path = path;
    this.lockChannel = lockChannel;
    this.lock = lock;
    metricsLines = Files.newBufferedWriter(path.resolve("metrics.jsonl"));
    metricsTable = Files.newBufferedWriter(path.resolve("metrics.csv"));
    times = Files.newBufferedWriter(path.resolve("times.jsonl"));
    episodes = Files.newBufferedWriter(path.resolve(EpisodesFile.NAME));
    episodes.write("episode,step,update,return,length,ending\n");
    episodes.flush();
  }

  /// Makes a directory for a new run, or takes an empty one.
  ///
  /// @throws IllegalArgumentException if it cannot be made, written to, or is not empty; the
  ///   message says what to do
  public static RunDirectory create(Path path, RunConfig config, Map<String, Object> machine)
      throws IOException {
    try {
      Files.createDirectories(path);
      refuseIfUsed(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(channel, path);
      WholeFiles.write(path.resolve(RunConfig.FILE), Json.pretty(config.toJson()));
      WholeFiles.write(path.resolve("machine.json"), Json.pretty(machine));
      return new RunDirectory(path, channel, lock);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "%s is a file, not a directory. Choose another with --out.".formatted(e.getFile()), e);
    } catch (FileSystemException e) {
      String reason = e instanceof AccessDeniedException ? "permission denied" : e.getReason();
      throw new IllegalArgumentException(
          "cannot write to %s%s. Choose another directory with --out."
              .formatted(e.getFile(), reason == null ? "" : ": " + reason),
          e);
    }
  }

  private static void refuseIfUsed(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isEmpty()) {
        return;
      }
    }
    if (Files.exists(path.resolve(LOCK))) {
      try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
        lock(channel, path).release();
      }
    }
    throw new IllegalArgumentException(
        "%s is not empty, and a run is never overwritten. Choose another directory with --out,"
                .formatted(path)
            + " or delete this one.");
  }

  private static FileLock lock(FileChannel channel, Path path) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(path, e);
    }
    if (lock == null) {
      throw inUse(path, new IllegalStateException("locked by another process"));
    }
    return lock;
  }

  private static IllegalArgumentException inUse(Path path, Exception cause) {
    return new IllegalArgumentException(
        "%s is in use by another run. Wait for it, or choose another directory with --out."
            .formatted(path),
        cause);
  }

  /// Where it lies.
  public Path path() {
    return path;
  }

  /// Appends the records of one update.
  ///
  /// @param line the metrics, by name, in a fixed order
  void append(Training training, Map<String, Object> line, Map<String, Object> seconds)
      throws IOException {
    if (training.updates() == 1) {
      metricsTable.write(String.join(",", line.keySet()) + "\n");
    }
    metricsLines.write(Json.line(line) + "\n");
    metricsTable.write(
        line.values().stream().map(RunDirectory::cell).collect(Collectors.joining(",")) + "\n");
    times.write(Json.line(seconds) + "\n");
    appendEpisodes(training);
    metricsLines.flush();
    metricsTable.flush();
    times.flush();
    episodes.flush();
  }

  private static String cell(Object value) {
    return value instanceof Double x && !Double.isFinite(x) ? "" : value.toString();
  }

  private void appendEpisodes(Training training) throws IOException {
    Rollout rollout = training.rollout();
    int rows = rollout.rows();
    long first = training.steps() - rows;
    long number =
        training.episodes() - rollout.count(Ending.TERMINATED) - rollout.count(Ending.TRUNCATED);
    for (int i = 0; i < rows; i++) {
      Ending ending = rollout.ended[i];
      if (ending == Ending.TERMINATED || ending == Ending.TRUNCATED) {
        number++;
        long step = first + (long) (i / rollout.envs + 1) * rollout.envs;
        episodes.write(
            "%d,%d,%d,%s,%d,%s\n"
                .formatted(
                    number,
                    step,
                    training.updates(),
                    rollout.episodeReturn[i],
                    rollout.episodeLength[i],
                    ending.name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  /// Writes a checkpoint, whole or not at all, and gives the SHA-256 of its parameters.
  String checkpoint(Training training) throws IOException {
    Path checkpoints = Files.createDirectories(path.resolve("checkpoints"));
    String name = String.format(Locale.ROOT, "update-%06d", training.updates());
    Path beside = Files.createDirectories(checkpoints.resolve(name + ".part"));
    byte[] parameters = Safetensors.bytes(training.parameters());
    try {
      WholeFiles.write(beside.resolve("parameters.safetensors"), parameters);
      WholeFiles.write(
          beside.resolve("optimizer.safetensors"), Safetensors.bytes(training.optimizers()));
      WholeFiles.write(beside.resolve("state.json"), Json.pretty(training.state()));
      Files.move(beside, checkpoints.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteIfThere(beside);
    }
    return sha256(parameters);
  }

  static void deleteIfThere(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  /// Writes the file that says how the run ended.
  void finish(RunResult result) throws IOException {
    WholeFiles.write(path.resolve("result.json"), Json.pretty(result.toJson()));
  }

  /// The newest whole checkpoint of a run directory.
  ///
  /// @throws IllegalArgumentException if there is none
  static Path newestCheckpoint(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    if (Files.isDirectory(checkpoints)) {
      try (Stream<Path> all = Files.list(checkpoints)) {
        var newest =
            all.filter(p -> p.getFileName().toString().matches("update-\\d+"))
                .max((a, b) -> a.getFileName().compareTo(b.getFileName()));
        if (newest.isPresent()) {
          return newest.get();
        }
      }
    }
    throw new IllegalArgumentException(
        "%s holds no checkpoint yet. Let the run go on until its first one, or train again."
            .formatted(run));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The line of an update: counters, episodes of the batch, and what the algorithm measured.
  static Map<String, Object> line(Training training, Metrics metrics) {
    Rollout rollout = training.rollout();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("update", training.updates());
    line.put("steps", training.steps());
    line.put("episodes", training.episodes());
    double sum = 0;
    double lengths = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int i = 0; i < rollout.rows(); i++) {
      if (rollout.episodeLength[i] > 0) {
        count++;
        sum += rollout.episodeReturn[i];
        lengths += rollout.episodeLength[i];
        min = Math.min(min, rollout.episodeReturn[i]);
        max = Math.max(max, rollout.episodeReturn[i]);
      }
    }
    line.put("return_mean", sum / count);
    line.put("return_min", min);
    line.put("return_max", max);
    line.put("length_mean", lengths / count);
    line.put("terminated", rollout.count(Ending.TERMINATED));
    line.put("truncated", rollout.count(Ending.TRUNCATED));
    line.put("cut", rollout.count(Ending.CUT));
    for (String name : metrics.names()) {
      line.put(name, metrics.get(name));
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    try (lockChannel;
        lock;
        metricsLines;
        metricsTable;
        times;
        episodes) {
      // Closing them all, whatever one of them throws, is all there is to do.
    }
  }
}
