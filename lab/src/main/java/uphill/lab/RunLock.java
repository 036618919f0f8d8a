package uphill.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a second process, and a second run of this one, out of a run's directory. The system lets
/// go of it when the process ends, however it ends.
final class RunLock implements AutoCloseable {

  static final String FILE = "run.lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock of a directory.
  ///
  /// @throws IllegalArgumentException if another run has it
  static RunLock take(Path run) throws IOException {
    FileChannel channel =
        FileChannel.open(run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(run, new IllegalStateException("locked by another process"));
      }
      return new RunLock(channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(run, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Refuses a directory that another run has.
  static void check(Path run) throws IOException {
    if (Files.exists(run.resolve(FILE))) {
      take(run).close();
    }
  }

  private static IllegalArgumentException inUse(Path run, Exception cause) {
    return new IllegalArgumentException(
        "%s is in use by another run. Wait for it, or choose another directory with --out."
            .formatted(run),
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
