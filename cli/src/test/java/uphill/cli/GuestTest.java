package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.cli.Child.Outcome;

/// A world from elsewhere, with libraries of its own, on `--class-path`.
class GuestTest {

  /// It prints, needs a module of the JDK that Uphill does not, looks up a service, and brings a
  /// library that Uphill has in another version.
  private static final String WORLD =
      """
      package guest;

      import uphill.env.Ending;
      import uphill.env.Env;
      import uphill.env.Reset;
      import uphill.env.Space;
      import uphill.env.Step;

      public final class World implements Env {
        private final java.sql.Timestamp time = java.sql.Timestamp.valueOf("2020-01-01 00:00:00");
        private final String greeting =
            java.util.ServiceLoader.load(Greeting.class).findFirst().orElseThrow().text();

        public Space observationSpace() {
          return Space.Box.of(0, 1, 1);
        }

        public Space actionSpace() {
          return new Space.Discrete(2);
        }

        public void reset(Reset how, float[] observation) {
          System.out.println(greeting + " of " + picocli.CommandLine.version() + " since " + time);
        }

        public void step(float[] action, Step step) {
          step.set(1, Ending.TERMINATED);
        }
      }
      """;

  @TempDir private Path directory;

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  /// @return the folder of its classes
  private Path guest() throws IOException {
    write("guest/World.java", WORLD);
    write("guest/Greeting.java", "package guest; public interface Greeting { String text(); }");
    write(
        "guest/Hello.java",
        "package guest; public class Hello implements Greeting { public String text() { return"
            + " \"hello\"; } }");
    write(
        "picocli/CommandLine.java",
        "package picocli; public class CommandLine { public static String version() { return"
            + " \"the guest's picocli\"; } }");
    Path classes = directory.resolve("classes");
    List<String> words =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            Path.of("..", "env", "target", "classes").toString(),
            directory.resolve("guest/World.java").toString(),
            directory.resolve("guest/Greeting.java").toString(),
            directory.resolve("guest/Hello.java").toString(),
            directory.resolve("picocli/CommandLine.java").toString());
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    PrintWriter complaints = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    assertThat(javac.run(complaints, complaints, words.toArray(String[]::new))).isZero();
    write("classes/META-INF/services/guest.Greeting", "guest.Hello");
    return classes;
  }

  /// Two seeds run in two threads, each with classes of its own.
  @Test
  void whatItNeedsIsThereAndWhatItPrintsStaysOutOfJson() throws Exception {
    Path script = Path.of("..", "uphill").toAbsolutePath().normalize();
    String command =
        "train guest.World --json --seeds 0..1 --steps 16 --set batch_steps=8 --set envs=2";
    List<String> words =
        Stream.of(
                List.of("/bin/sh", script.toString()),
                List.of(command.split(" ", -1)),
                List.of("--class-path", guest().toString()),
                List.of("--out", directory.resolve("run").toString()))
            .flatMap(List::stream)
            .toList();

    Outcome outcome;
    try (Child child = Child.of(directory.resolve("logs"), words)) {
      outcome = child.outcome();
    }

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
    assertThat(outcome.err().lines().distinct())
        .containsExactly("hello of the guest's picocli since 2020-01-01 00:00:00.0");
  }
}
