package uphill.records;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// A file that only grows, and knows how long it is and what its bytes hash to.
///
/// What is appended waits in memory until [#flush()]. A checkpoint remembers a [Mark]; a run that
/// is resumed there checks what comes before the mark and cuts off what comes after.
public final class GrowingFile implements Closeable {

  private static final int CHUNK = 1 << 16;

  /// A place in a file: so many bytes come before it, and this is their SHA-256.
  public record Mark(long bytes, String sha256) {

    public Mark {
      if (bytes < 0) {
        throw new IllegalArgumentException("a file cannot end at byte " + bytes);
      }
    }

    /// The one in this JSON object: {"bytes": 12, "sha256": "…"}.
    ///
    /// @param source the file it is from, for errors
    public static Mark of(Map<String, Object> json, String source) {
      long bytes = Json.field(json, "bytes", Long.class, source);
      String sha256 = Json.field(json, "sha256", String.class, source);
      try {
        return new Mark(bytes, sha256);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
      }
    }

    /// The beginning of any file.
    public static Mark beginning() {
      return new Mark(0, Sha256.of(new byte[0]));
    }
  }

  private final FileChannel channel;
  private final MessageDigest digest;
  private byte[] waiting = new byte[CHUNK];
  private int waits;
  private long bytes;

  private GrowingFile(FileChannel channel, MessageDigest digest, long bytes) {
    this.channel = channel;
    this.digest = digest;
    this.bytes = bytes;
  }

  /// The file as it was at the mark, ready to grow on; what came after is cut off. A file that is
  /// not there begins empty.
  ///
  /// @throws IllegalArgumentException if it is shorter than the mark, or its bytes are others
  public static GrowingFile at(Mark mark, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      MessageDigest digest = digest(channel, mark.bytes());
      String found = hash(digest);
      if (channel.size() < mark.bytes() || !found.equals(mark.sha256())) {
        throw new IllegalArgumentException(complaint(file, channel.size(), mark));
      }
      channel.truncate(mark.bytes());
      channel.position(mark.bytes());
      return new GrowingFile(channel, digest, mark.bytes());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// What is wrong with the file up to the mark; nothing if it is as it was.
  public static String complaint(Path file, Mark mark) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      boolean same =
          channel.size() >= mark.bytes()
              && Sha256.hex(digest(channel, mark.bytes())).equals(mark.sha256());
      return same ? "" : complaint(file, channel.size(), mark);
    } catch (NoSuchFileException _) {
      return mark.bytes() == 0 ? "" : file + " is missing";
    }
  }

  private static String complaint(Path file, long size, Mark mark) {
    return size < mark.bytes()
        ? String.format(Locale.ROOT, "%s has %d bytes, it had %d", file, size, mark.bytes())
        : String.format(
            Locale.ROOT, "%s was altered: its first %d bytes are others", file, mark.bytes());
  }

  private static MessageDigest digest(FileChannel channel, long bytes) throws IOException {
    MessageDigest digest = Sha256.begin();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    channel.position(0);
    for (long left = bytes; left > 0; ) {
      chunk.clear().limit((int) Math.min(CHUNK, left));
      int read = channel.read(chunk);
      if (read < 0) {
        return digest;
      }
      digest.update(chunk.flip());
      left -= read;
    }
    return digest;
  }

  /// What a digest stands at; it can go on afterwards.
  static String hash(MessageDigest digest) {
    try {
      return Sha256.hex((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  /// Adds these bytes at the end.
  public void append(byte[] more) {
    if (waits + more.length > waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(2 * waiting.length, waits + more.length));
    }
    System.arraycopy(more, 0, waiting, waits, more.length);
    waits += more.length;
  }

  /// Hands what waits to the operating system: a process that is killed no longer loses it.
  public void flush() throws IOException {
    digest.update(waiting, 0, waits);
    bytes += waits;
    ByteBuffer left = ByteBuffer.wrap(waiting, 0, waits);
    waits = 0;
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /// Has the disk take what was flushed: a power cut no longer loses it.
  public void force() throws IOException {
    channel.force(true);
  }

  /// Where the file ends now, as flushed.
  public Mark mark() {
    return new Mark(bytes, hash(digest));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
