package uphill.records;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The lines of a text in UTF-8, one at a time, so that a file of any size takes the memory of its
/// longest line, and that is bounded. A byte order mark that comes first is left out. Whatever is
/// wrong is an [IllegalArgumentException] that names file and line.
public final class BoundedLines implements AutoCloseable {

  /// The most bytes that a file may have, once it is decompressed.
  public static final long MOST = 4L << 30;

  private static final int MEBIBYTE = 1 << 20;

  private final InputStream bytes;
  private final String source;
  private final int mostInLine;
  private final long most;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private byte[] line = new byte[128];
  private long taken;
  private long number;
  private boolean broken;

  /// The lines of a stream, which is closed with them.
  ///
  /// @param source the file's name, for errors
  /// @param mostInLine how many bytes a line may have
  /// @param most how many bytes all of them may have
  public BoundedLines(InputStream bytes, String source, int mostInLine, long most) {
    this.bytes = bytes;
    this.source = source;
    this.mostInLine = mostInLine;
    this.most = most;
  }

  /// The lines of a file.
  ///
  /// @param mostInLine how many bytes a line may have
  /// @throws IllegalArgumentException if it is no regular file, or cannot be opened
  public static BoundedLines of(Path file, int mostInLine) {
    return new BoundedLines(
        new BufferedInputStream(Channels.newInputStream(BoundedFiles.open(file))),
        file.toString(),
        mostInLine,
        MOST);
  }

  /// The next line, if there is one, without its line break.
  ///
  /// @throws IllegalArgumentException if it cannot be read, is too long, or is not UTF-8
  public Optional<String> next() {
    number++;
    try {
      int length = take();
      return length == 0 && !broken ? Optional.empty() : Optional.of(text(length));
    } catch (CharacterCodingException e) {
      throw BoundedFiles.notText(place(), line, e);
    } catch (IOException e) {
      throw BoundedFiles.unreadable(place(), e);
    }
  }

  /// Takes the next line into `line`, and gives its length.
  private int take() throws IOException {
    int length = 0;
    int next = bytes.read();
    for (; next >= 0 && next != '\n'; next = bytes.read()) {
      if (length == mostInLine) {
        throw new IllegalArgumentException(
            "%s: longer than %s, which no line of such a file is"
                .formatted(place(), amount(mostInLine)));
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, (int) Math.min(2L * length, mostInLine));
      }
      line[length++] = (byte) next;
    }
    broken = next == '\n';
    taken += length + 1;
    if (taken > most) {
      throw new IllegalArgumentException(
          "%s: more than %s come before its end. Divide it among several files."
              .formatted(place(), amount(most)));
    }
    return length;
  }

  private String text(int length) throws CharacterCodingException {
    boolean windows = length > 0 && line[length - 1] == '\r';
    String text =
        decoder.decode(ByteBuffer.wrap(line, 0, windows ? length - 1 : length)).toString();
    boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == JsonText.BYTE_ORDER_MARK;
    return marked ? text.substring(1) : text;
  }

  private static String amount(long bytes) {
    return bytes < MEBIBYTE
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%d MiB", bytes / MEBIBYTE);
  }

  /// Whether the line that came last ended with a line break, and not with the file.
  public boolean broken() {
    return broken;
  }

  /// File and line number, for errors.
  public String place() {
    return String.format(Locale.ROOT, "%s, line %d", source, number);
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
