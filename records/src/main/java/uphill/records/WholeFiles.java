package uphill.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

/// Files and folders that are there whole or not at all: written beside their place, forced to the
/// disk, then moved there in one step.
public final class WholeFiles {

  /// What is not whole yet, or no longer, has this at the end of its name.
  public static final String PART = ".part";

  private WholeFiles() {}

  /// Writes a file, in place of the one that is there.
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a file, in the place of the one that is there.
  public static void write(Path file, byte[] bytes) throws IOException {
    Path beside = beside(file);
    try {
      force(beside, bytes);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceNames(file);
    } catch (AccessDeniedException e) {
      // What is denied is to make a file there, whatever its name.
      Path folder = file.toAbsolutePath().resolveSibling("");
      throw (AccessDeniedException)
          new AccessDeniedException(folder.toString(), null, e.getReason()).initCause(e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /// Writes a folder of files. One that is already there stays: it holds the same.
  public static void writeFolder(Path folder, Map<String, byte[]> files) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path beside = beside(folder);
    delete(beside);
    try {
      Files.createDirectory(beside);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        force(beside.resolve(file.getKey()), file.getValue());
      }
      forceNames(beside.resolve(PART));
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
      forceNames(folder);
    } finally {
      delete(beside);
    }
  }

  /// Deletes a folder of files, if it is there, so that it is never seen with a part of them.
  public static void deleteFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      Path beside = beside(folder);
      delete(beside);
      Files.move(folder, beside, StandardCopyOption.ATOMIC_MOVE);
      delete(beside);
    }
  }

  /// Deletes what an interrupted process left beside the files and folders of this folder.
  public static void deleteParts(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path part : inside.filter(p -> p.toString().endsWith(PART)).toList()) {
          delete(part);
        }
      }
    }
  }

  private static Path beside(Path place) {
    return place.resolveSibling(place.getFileName() + PART);
  }

  private static void delete(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.list(place)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(place);
  }

  private static void force(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// Has the disk take the names in a place's folder, where the system can: Windows does by itself.
  private static void forceNames(Path place) {
    Path folder = place.toAbsolutePath().resolve("..").normalize();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // It cannot be opened, or not be forced: then the system has no such notion.
    }
  }
}
