package uphill.lab;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.training.Beginning;
import uphill.lab.world.World;
import uphill.records.DiskError;
import uphill.records.RunLock;
import uphill.records.WholeFiles;

/// Where a run's directory may be.
public final class Place {

  private Place() {}

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

  interface Making<T> {
    T make() throws IOException;
  }

  /// Makes something; where that fails, says what to do.
  static <T> T making(Path path, Making<T> making) throws IOException {
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
      if (inside.map(file -> file.getFileName().toString()).allMatch(Place::isOfNoRun)) {
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
}
