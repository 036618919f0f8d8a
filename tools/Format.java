import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checks (`check`) or rewrites (`apply`) the layout of every Java file of the repository.
void main(String[] args) throws IOException {
  if (args.length == 1 && args[0].equals("skip")) {
    return;
  }
  boolean apply = args.length == 1 && args[0].equals("apply");
  List<Path> files;
  try (Stream<Path> all = Files.walk(Path.of(""))) {
    files =
        all.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("target/") && !file.startsWith("runs"))
            .sorted()
            .toList();
  }
  List<String> changed =
      files.parallelStream().filter(file -> changes(file, apply)).map(Path::toString).toList();
  if (!changed.isEmpty() && !apply) {
    System.err.println("Not laid out by google-java-format:\n  " + String.join("\n  ", changed));
    System.err.println("Lay them out with: mvn -N validate -Dformat=apply");
    System.exit(1);
  }
}

/// Whether the formatter changes the file; rewrites it if asked to.
boolean changes(Path file, boolean apply) {
  try {
    String source = Files.readString(file);
    String formatted = new Formatter().formatSourceAndFixImports(source);
    boolean changed = !formatted.equals(source);
    if (changed && apply) {
      Files.writeString(file, formatted);
    }
    return changed;
  } catch (FormatterException e) {
    throw new IllegalStateException(file + ": " + e.getMessage(), e);
  } catch (IOException e) {
    throw new java.io.UncheckedIOException(e);
  }
}
