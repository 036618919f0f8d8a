package uphill.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.record.LogFiles;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.Beginning;
import uphill.records.Checksums;
import uphill.records.RunLock;
import uphill.records.Sha256;

/// Which files of a run's directory are the run's own: those that a run writes and its readers
/// read, told by their names. Pictures, pages, notes and whatever else lies beside them are not:
/// they change nothing about the run.
public final class RunFiles {

  private static final Set<String> NAMES =
      Set.of(
          RunConfig.FILE,
          WorldOfRun.TABLE,
          Beginning.FILE,
          Machine.FILE,
          UpdateFiles.METRICS,
          UpdateFiles.TABLE,
          EpisodesFile.NAME,
          EvaluationsFile.NAME,
          UpdateFiles.ACTIONS,
          Times.FILE,
          RunDirectory.RESULT,
          Checksums.FILE,
          RunLock.FILE);

  /// The checksums hold their own hash, and the lock is empty.
  static final Set<String> NOT_HASHED = Set.of(Checksums.FILE, RunLock.FILE);

  private static final Pattern OF_CHECKPOINT =
      Pattern.compile(
          "%s/update-\\d{6,10}/(%s)"
              .formatted(Checkpoint.FOLDER, String.join("|", Checkpoint.FILES)));

  private RunFiles() {}

  /// Whether a file of this name, with slashes between folders, is a run's own.
  static boolean isOwn(String name) {
    return NAMES.contains(name) || OF_CHECKPOINT.matcher(name).matches() || LogFiles.isOne(name);
  }

  /// What the run's own files hash to, by name, but those of these names.
  public static Map<String, String> hashes(Path run, Set<String> without) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : names(run)) {
      if (isOwn(name) && !without.contains(name)) {
        hashes.put(name, Sha256.of(run.resolve(name)));
      }
    }
    return hashes;
  }

  /// The names of the files that are not the run's own.
  static List<String> additions(Path run) throws IOException {
    return names(run).stream().filter(name -> !isOwn(name)).toList();
  }

  /// The names of all files, those in folders with slashes. What cannot be looked into holds none
  /// of the run's.
  public static Set<String> names(Path run) throws IOException {
    Set<String> names = new TreeSet<>();
    Files.walkFileTree(
        run,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes kind) {
            if (Files.isRegularFile(file)) {
              names.add(name(run, file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (file.equals(run) || isOwn(name(run, file)) || file.endsWith(Checkpoint.FOLDER)) {
              throw why;
            }
            names.add(name(run, file));
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  private static String name(Path run, Path file) {
    return run.relativize(file).toString().replace('\\', '/');
  }

  /// Refuses a place for a file or folder of another kind that is, or lies among, a run's own.
  ///
  /// @throws IllegalArgumentException if it does
  public static void requireFree(Path place) {
    Path whole = place.toAbsolutePath().normalize();
    for (Path folder = whole.getParent(); folder != null; folder = folder.getParent()) {
      boolean own =
          isOwn(name(folder, whole)) || whole.startsWith(folder.resolve(Checkpoint.FOLDER));
      if (own && Files.isRegularFile(folder.resolve(RunConfig.FILE))) {
        throw new IllegalArgumentException(
            "%s belongs to the run %s, which would be damaged. Choose another name."
                .formatted(place, folder));
      }
    }
  }
}
