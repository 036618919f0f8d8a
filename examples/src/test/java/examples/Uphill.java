package examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line, as its users call it.
final class Uphill {

  private final Path classes;
  private final Path out;

  /// @param classes the class path of one's own
  /// @param directory for what it prints
  Uphill(Path classes, Path directory) {
    this.classes = classes;
    out = directory.resolve("out");
  }

  /// What a command prints with `--json`.
  String json(String... words) throws Exception {
    assertThat(ended(words)).isZero();
    return Files.readString(out);
  }

  /// The exit code of such a command.
  int ended(String... words) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: the launcher needs /bin/sh, not found");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "../uphill"));
    command.addAll(List.of(words));
    command.addAll(List.of("--class-path", classes.toString(), "--json"));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("UPHILL_NO_BUILD", "1");

    return process
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
  }
}
