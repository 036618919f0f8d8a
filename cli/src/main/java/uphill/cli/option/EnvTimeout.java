package uphill.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uphill.cli.process.Exit;
import uphill.lab.RunEvent;
import uphill.lab.config.RunConfig;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;

/// `--env-timeout`, and the end of a process whose environment does not come back.
public final class EnvTimeout {

  private static final double LONGEST = 1e9; // seconds

  @Option(
      names = "--env-timeout",
      paramLabel = "SECONDS",
      description =
          "How long an environment may take for one step or reset, before the process is ended"
              + " (default: 60; 0 for ever).")
  private double seconds = Watchdog.LIMIT.toSeconds();

  /// What was asked for; zero is no limit.
  public Duration limit() {
    if (!(seconds >= 0 && seconds <= LONGEST)) {
      throw new IllegalArgumentException(
          "--env-timeout must be 0 (for ever) or a number of seconds up to 1e9, got " + seconds);
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /// Ends the process where an environment of a command that only reads does not come back.
  public Watchdog watchdog(CommandLine line) {
    return Watchdog.of(limit(), sentence -> Exit.atOnce(sentence, line.getOut(), line.getErr()));
  }

  /// A view of a run that also ends the process where an environment does not come back.
  public static Consumer<RunEvent> over(
      Consumer<RunEvent> view, Path run, World world, CommandLine line) {
    return event -> {
      view.accept(event);
      if (event instanceof RunEvent.Stuck stuck) {
        Exit.atOnce(stuck.sentence() + " " + left(run, world), line.getOut(), line.getErr());
      }
    };
  }

  /// What a run that ends without its result leaves, as a sentence with a next step.
  private static String left(Path run, World world) {
    return Files.isRegularFile(run.resolve(RunConfig.FILE))
        ? "What %s holds is whole; \"%s\" goes on with it."
            .formatted(run, world.command("resume", run))
        : "Nothing was written.";
  }
}
