package uphill.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output. It remembers the first error, which a [PrintWriter] would keep to itself, and
/// takes whatever comes after that: a training goes on when nobody can read of it.
public final class StandardOutput extends OutputStream {

  private final OutputStream out;
  private @Nullable IOException failure;

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /// Writes text to it.
  public PrintWriter writer() {
    return new PrintWriter(this, true, charset());
  }

  /// UTF-8, for files, pipes and most terminals, also where the locale is C, which knows no letters
  /// and so says nothing about the terminal; otherwise what the terminal has.
  public static Charset charset() {
    Charset said = StandardCharsets.UTF_8;
    try {
      said = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      // A locale's name for an encoding that Java has not.
    }
    boolean usual = said.equals(StandardCharsets.UTF_8) || said.equals(StandardCharsets.US_ASCII);
    return usual || !Width.isTerminal() ? StandardCharsets.UTF_8 : said;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    try {
      if (failure == null) {
        out.write(bytes, from, length);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /// Why something was lost. A reader that closed its pipe, as `head` does, has what it wanted:
  /// then nothing was.
  public synchronized Optional<String> loss() {
    return failure == null || isPipe(failure)
        ? Optional.empty()
        : Optional.of(String.valueOf(failure.getMessage()));
  }

  /// A write into a pipe fails only when it has no reader. (The system's words depend on the
  /// locale.)
  private static boolean isPipe(IOException failure) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException _) {
      return String.valueOf(failure.getMessage()).contains("pipe");
    }
  }
}
