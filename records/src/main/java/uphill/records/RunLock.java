package uphill.records;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a second process, and a second run of this one, out of a run's directory. The system lets
/// go of it when the process ends, however it ends.
public final class RunLock implements AutoCloseable {

  public static final String FILE = "run.lock";

  /// The directories that this process has: to open a locked file again, and close it, would let go
  /// of the lock.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path run;
  private final Path place;
  private final FileChannel channel;
  private final @Nullable Object identity;

  private RunLock(Path run, Path place, FileChannel channel) throws IOException {
    this.run = run;
    this.place = place;
    this.channel = channel;
    this.identity = identity(run);
  }

  /// Takes the lock of a directory.
  ///
  /// @throws IllegalArgumentException if another run has it
  public static RunLock take(Path run) throws IOException {
    Path place = run.toRealPath();
    if (!OURS.add(place)) {
      throw inUse(run);
    }
    try {
      FileChannel channel =
          FileChannel.open(run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (isTaken(channel, false)) {
          throw inUse(run);
        }
        return new RunLock(run, place, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      OURS.remove(place);
      throw e;
    }
  }

  /// Refuses a directory that another run has. It needs no right to write there.
  public static void refuseIfTaken(Path run) throws IOException {
    if (OURS.contains(run.toRealPath())) {
      throw inUse(run);
    }
    try (FileChannel channel = FileChannel.open(run.resolve(FILE), StandardOpenOption.READ)) {
      if (isTaken(channel, true)) {
        throw inUse(run);
      }
    } catch (NoSuchFileException _) {
      // Nobody ever had it.
    }
  }

  /// Tries to lock the file until the channel is closed.
  private static boolean isTaken(FileChannel channel, boolean shared) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock == null;
    } catch (OverlappingFileLockException _) {
      return true;
    }
  }

  private static IllegalArgumentException inUse(Path run) {
    return new IllegalArgumentException(
        "%s is in use by another run. Wait until that is over, or stop it, or choose another directory."
            .formatted(run));
  }

  /// Checks that the directory is still there, and still the one that was locked.
  ///
  /// @throws NoSuchFileException if it is not
  public void requireHeld() throws IOException {
    if (!Objects.equals(identity(run), identity)) {
      throw new NoSuchFileException(run.resolve(FILE).toString());
    }
  }

  /// What tells a file from another of its name; nothing where the system has no such notion.
  private static @Nullable Object identity(Path run) throws IOException {
    return Files.readAttributes(run.resolve(FILE), BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    OURS.remove(place);
    channel.close();
  }
}
