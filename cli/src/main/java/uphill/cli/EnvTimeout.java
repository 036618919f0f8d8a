package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import uphill.lab.Watchdog;

/// `--env-timeout`, and the end of a process whose environment does not come back.
final class EnvTimeout {

  private static final double LONGEST = 1e9; // seconds

  @Option(
      names = "--env-timeout",
      paramLabel = "SECONDS",
      description =
          "How long an environment may take for one step or reset, before the process is ended"
              + " (default: 60; 0 for ever).")
  private double seconds = Watchdog.LIMIT.toSeconds();

  /// What was asked for; zero is no limit.
  Duration limit() {
    if (!(seconds >= 0 && seconds <= LONGEST)) {
      throw new IllegalArgumentException(
          "--env-timeout must be 0 (for ever) or a number of seconds up to 1e9, got " + seconds);
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /// Says what is wrong and ends the process at once: the thread that is stuck cannot be stopped.
  static void end(String sentence, PrintWriter out, PrintWriter err) {
    out.flush();
    err.println("uphill: " + sentence);
    err.flush();
    Runtime.getRuntime().halt(Main.BAD_INPUT);
  }

  /// What a run that ends without its result leaves, as a sentence with a next step.
  static String left(Path run) {
    Optional<Path> newest = newestCheckpoint(run);
    if (newest.isPresent()) {
      return "%s is whole up to its last update; \"uphill eval %s\" evaluates its newest checkpoint, %s."
          .formatted(run, run, newest.get().getFileName());
    }
    return Files.isDirectory(run)
        ? "%s is whole up to its last update, and holds no checkpoint yet.".formatted(run)
        : "Nothing was written.";
  }

  private static Optional<Path> newestCheckpoint(Path run) {
    try (Stream<Path> all = Files.list(run.resolve("checkpoints"))) {
      return all.filter(path -> path.getFileName().toString().matches("update-\\d+"))
          .max((a, b) -> a.getFileName().compareTo(b.getFileName()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
