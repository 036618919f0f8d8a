package uphill.lab.golden;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import uphill.records.BoundedFiles;
import uphill.records.BoundedLines;

/// The lines of a recording, plain or compressed by gzip (which its first bytes tell), one at a
/// time. Whatever is wrong with the file is an [IllegalArgumentException] that names file and line.
public final class GoldenFile implements AutoCloseable {

  /// So that a compressed file cannot fill the memory with a line that never ends.
  public static final int MAX_LINE_BYTES = 64 << 20;

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private final BoundedLines lines;

  private GoldenFile(BoundedLines lines) {
    this.lines = lines;
  }

  /// Opens a file.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  @SuppressWarnings("MustBeClosedChecker")
  static GoldenFile open(Path file) {
    try {
      InputStream plain = new BufferedInputStream(Channels.newInputStream(BoundedFiles.open(file)));
      try {
        return new GoldenFile(
            new BoundedLines(
                decompressed(plain), file.toString(), MAX_LINE_BYTES, BoundedLines.MOST));
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    } catch (IOException e) {
      throw BoundedFiles.unreadable(file.toString(), e);
    }
  }

  private static InputStream decompressed(InputStream bytes) throws IOException {
    bytes.mark(2);
    boolean gzip = bytes.read() == GZIP_MAGIC_1 && bytes.read() == GZIP_MAGIC_2;
    bytes.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(bytes)) : bytes;
  }

  /// The next line, if there is one. Empty lines may end a file.
  ///
  /// @throws IllegalArgumentException if it cannot be read, or is not a JSON object in UTF-8
  Optional<GoldenLine> next() {
    Optional<String> line = lines.next();
    String place = place();
    Optional<String> first = line;
    while (line.isPresent() && line.get().isBlank()) {
      line = lines.next();
    }
    return line.isEmpty() ? Optional.empty() : first.map(text -> GoldenLine.parse(place, text));
  }

  /// File and line number, for errors.
  String place() {
    return lines.place();
  }

  @Override
  public void close() {
    lines.close();
  }
}
