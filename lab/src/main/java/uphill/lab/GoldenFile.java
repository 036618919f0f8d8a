package uphill.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The lines of a recording, plain or compressed by gzip (which its first bytes tell), one at a
/// time. Whatever is wrong with the file is an [IllegalArgumentException] that names file and line.
final class GoldenFile implements AutoCloseable {

  /// So that a compressed file cannot fill the memory with a line that never ends.
  static final int MAX_LINE_BYTES = 64 << 20;

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private final Path file;
  private final InputStream bytes;
  private int line;

  private GoldenFile(Path file, InputStream bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /// Opens a file.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  @SuppressWarnings("MustBeClosedChecker")
  static GoldenFile open(Path file) {
    try {
      InputStream plain = new BufferedInputStream(Files.newInputStream(file));
      try {
        return new GoldenFile(file, decompressed(plain));
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static InputStream decompressed(InputStream bytes) throws IOException {
    bytes.mark(2);
    boolean gzip = bytes.read() == GZIP_MAGIC_1 && bytes.read() == GZIP_MAGIC_2;
    bytes.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(bytes)) : bytes;
  }

  /// The next line, if there is one.
  ///
  /// @throws IllegalArgumentException if it cannot be read, or is not a JSON object in UTF-8
  Optional<GoldenLine> next() {
    line++;
    try {
      int first = bytes.read();
      return first < 0 ? Optional.empty() : Optional.of(GoldenLine.parse(place(), text(first)));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(place() + ": expected text in UTF-8, got other bytes", e);
    } catch (IOException e) {
      throw unreadable(place(), e);
    }
  }

  private String text(int first) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = first; next >= 0 && next != '\n'; next = bytes.read()) {
      text.write(next);
      if (text.size() > MAX_LINE_BYTES) {
        throw new IllegalArgumentException(
            "%s: longer than %d MiB, which no episode is".formatted(place(), MAX_LINE_BYTES >> 20));
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray())) + "";
  }

  /// File and line number, for errors.
  String place() {
    return "%s, line %d".formatted(file, line);
  }

  private static IllegalArgumentException unreadable(String place, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied";
          default -> "cannot be read (%s)".formatted(e.getMessage());
        };
    return new IllegalArgumentException(place + ": " + reason, e);
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
