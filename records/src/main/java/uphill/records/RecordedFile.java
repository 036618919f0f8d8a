package uphill.records;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A file that a run wrote, read again beside a re-execution of the run.
public final class RecordedFile implements Closeable {

  private static final int SHOWN = 160;

  private final String name;
  private final InputStream in;
  private final boolean gone;
  private final MessageDigest digest = Sha256.begin();
  private long bytes;

  /// @param name of a file in the run's directory
  public RecordedFile(Path run, String name) throws IOException {
    this.name = name;
    in = new BufferedInputStream(Files.newInputStream(run.resolve(name)));
    gone = false;
  }

  private RecordedFile(String name, InputStream in) {
    this.name = name;
    this.in = in;
    gone = true;
  }

  /// A file that is not there any more: whatever it is compared with is what it held.
  public static RecordedFile gone(String name) {
    return new RecordedFile(name, InputStream.nullInputStream());
  }

  /// Passes over the bytes before a mark.
  public void skipTo(GrowingFile.Mark mark) throws IOException {
    byte[] chunk = new byte[1 << 16];
    while (bytes < mark.bytes()) {
      int n = in.read(chunk, 0, (int) Math.min(chunk.length, mark.bytes() - bytes));
      if (n < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s has %d bytes, expected at least %d", name, bytes, mark.bytes()));
      }
      took(chunk, n);
    }
  }

  private void took(byte[] chunk, int n) {
    digest.update(chunk, 0, n);
    bytes += n;
  }

  /// Compares what comes next with what a re-execution gave; a sentence where they differ.
  public Optional<String> compare(byte[] again) throws IOException {
    byte[] then = gone ? again : in.readNBytes(again.length);
    took(then, then.length);
    if (Arrays.equals(then, again)) {
      return Optional.empty();
    }
    int at = Math.max(0, Arrays.mismatch(then, again));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s differs at byte %d: the run has \"%s\", the re-execution \"%s\"",
            name,
            bytes - then.length + at,
            line(then, at),
            line(again, at)));
  }

  /// The line that byte `at` is in, cut to what a sentence bears.
  private static String line(byte[] text, int at) {
    int from = Math.min(at, text.length);
    while (from > 0 && text[from - 1] != '\n' && at - from < SHOWN / 2) {
      from--;
    }
    int to = Math.min(at, text.length);
    while (to < text.length && text[to] != '\n' && to - from < SHOWN) {
      to++;
    }
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /// Where it has been read to.
  public GrowingFile.Mark mark() {
    return new GrowingFile.Mark(bytes, GrowingFile.hash(digest));
  }

  /// Whether nothing comes any more.
  public boolean isAtEnd() throws IOException {
    if (gone) {
      return true;
    }
    in.mark(1);
    boolean end = in.read() < 0;
    in.reset();
    return end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
