package uphill.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// `--watch-every`.
public final class WatchEvery {

  @Option(
      names = "--watch-every",
      paramLabel = "K",
      converter = Seeds.Count.class,
      description =
          "Draw an episode of the most probable actions after every K updates too: a GIF each, in"
              + " the run's folder watch (0: never).")
  private Optional<Long> updates = Optional.empty();

  /// What was asked for; else what an earlier run had.
  ///
  /// @throws IllegalArgumentException if it is out of its bounds
  public OptionalInt change(OptionalInt earlier) {
    if (updates.isEmpty()) {
      return earlier;
    }
    long every = updates.get();
    if (every < 0 || every > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "--watch-every must be from 0 to %s, got %s"
              .formatted(Integer.toString(Integer.MAX_VALUE), Long.toString(every)));
    }
    return every == 0 ? OptionalInt.empty() : OptionalInt.of((int) every);
  }
}
