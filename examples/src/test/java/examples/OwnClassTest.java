package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A class of one's own, outside of this repository, as README.md says.
class OwnClassTest {

  @TempDir private Path directory;

  /// The line of README.md, in a folder with nothing but a class.
  @Test
  void theLineOfJavacCompilesAClassOfOnesOwn() throws IOException {
    String line =
        Files.readAllLines(Path.of("..").resolve("README.md")).stream()
            .filter(any -> any.startsWith("javac "))
            .findFirst()
            .orElseThrow();
    Path empty = Files.createDirectory(directory.resolve("empty"));
    String source = Files.readString(Path.of("src/main/java/examples/Greenhouse.java"));
    Files.writeString(
        empty.resolve("Maze.java"),
        source.replace("package examples;", "package my;").replace("Greenhouse", "Maze"));
    String[] options = // as a shell has them: the folder's name may have a space
        Stream.of(line.replace("javac ", "").split(" ", -1))
            .map(word -> word.replace("\"", "").replace(":", File.pathSeparator))
            .map(word -> word.replace("$UPHILL", Path.of("..").toAbsolutePath().toString()))
            .map(word -> word.equals("classes") ? empty.resolve(word).toString() : word)
            .map(word -> word.equals("Maze.java") ? empty.resolve(word).toString() : word)
            .toArray(String[]::new);
    assertThat(line).contains("-cp \"$UPHILL/").endsWith("\" Maze.java");
    PrintWriter complaints = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    assertThat(ToolProvider.findFirst("javac").orElseThrow().run(complaints, complaints, options))
        .isZero();
    assertThat(empty.resolve("classes/my/Maze.class")).isRegularFile();
  }
}
