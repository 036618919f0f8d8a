package uphill.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/// Reads files that anyone may have touched, within bounds.
///
/// Only regular files are read: a pipe may never answer, and a device may never end. What is larger
/// than it can rightly be is refused by its size, before anything of it is in memory. Whatever is
/// wrong is an [IllegalArgumentException] that names the file and says what to do.
public final class BoundedFiles {

  /// The most that `config.json`, `machine.json` and their like may hold.
  public static final long MOST_CONFIG = 1 << 20;

  /// The most that the `state.json` of a checkpoint may hold.
  public static final long MOST_STATE = 256 << 20;

  /// The most that a file of parameters may hold: what fits into one array.
  public static final long MOST_PARAMETERS = Integer.MAX_VALUE - 8;

  private BoundedFiles() {}

  /// All bytes of a file.
  ///
  /// @param most how many there may be
  /// @throws IllegalArgumentException if it is no regular file, is larger, or cannot be read
  public static byte[] bytes(Path file, long most) throws IOException {
    try (FileChannel channel = open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size(file, channel, most)));
      read(file, channel, bytes);
      return bytes.array();
    }
  }

  /// All of a file, as the text in UTF-8 that it is.
  ///
  /// @param most how many bytes there may be
  /// @throws IllegalArgumentException if it is no regular file, is larger, cannot be read, or is
  ///   not UTF-8
  public static String text(Path file, long most) throws IOException {
    return text(bytes(file, most), file.toString());
  }

  /// The text in UTF-8 that these bytes are.
  ///
  /// @param source where they are from, for errors
  /// @throws IllegalArgumentException if they are not UTF-8
  public static String text(byte[] bytes, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw notText(source, bytes, e);
    }
  }

  /// That bytes are not UTF-8; of what Windows calls Unicode, that they are UTF-16.
  static IllegalArgumentException notText(
      String place, byte[] bytes, CharacterCodingException cause) {
    int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    boolean utf16 = mark == 0xfffe || mark == 0xfeff;
    String got = utf16 ? "UTF-16. Save it as UTF-8." : "other bytes";
    return new IllegalArgumentException(place + ": expected text in UTF-8, got " + got, cause);
  }

  /// Opens a regular file to read it.
  ///
  /// @throws IllegalArgumentException if it is none, or cannot be opened
  public static FileChannel open(Path file) {
    try {
      BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
      if (kind.isDirectory()) {
        throw new IllegalArgumentException(
            file + ": expected a file, got a folder. Name the file itself.");
      }
      if (!kind.isRegularFile()) {
        throw new IllegalArgumentException(
            file + ": expected a file, got a pipe or a device. Save what it gives, and name that.");
      }
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /// The size of an open file.
  ///
  /// @param most what it may be
  /// @throws IllegalArgumentException if it is more, or more than the memory of this JVM
  static long size(Path file, FileChannel channel, long most) {
    long size;
    try {
      size = channel.size();
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
    if (size > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: has %,d bytes, expected at most %,d. Is it the file that you mean?",
              file,
              size,
              most));
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (size > memory) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: has %,d bytes, this JVM has %,d bytes of memory. %s.",
              file,
              size,
              memory,
              DiskError.begun(Memory.remedy(3.0 * size) + "take a smaller file")));
    }
    return size;
  }

  /// Fills `bytes` with what comes next in an open file.
  ///
  /// @throws IllegalArgumentException if the file ends before that, or cannot be read
  static void read(Path file, FileChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IllegalArgumentException(
              file + ": became shorter while it was read. Read it again when it is written.");
        }
      }
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /// Why something cannot be read.
  ///
  /// @param place the file, and where in it
  public static IllegalArgumentException unreadable(String place, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied. Change its permissions.";
          default -> "cannot be read (%s)".formatted(DiskError.of(e, Path.of("")).reason());
        };
    return new IllegalArgumentException(place + ": " + reason, e);
  }
}
