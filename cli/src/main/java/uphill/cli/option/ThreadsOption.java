package uphill.cli.option;

import java.util.Locale;
import picocli.CommandLine.Option;
import uphill.lab.machine.ThreadPool;

/// `--threads`.
public final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "T",
      converter = Seeds.Count.class,
      description = "Threads of one run (default: 1); the result is the same for any number.")
  private long threads = 1;

  /// How many were asked for.
  ///
  /// @throws IllegalArgumentException if that is none, or too many
  public int count() {
    if (threads < 1 || threads > ThreadPool.MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--threads must be in [1, %d], got %d; this machine has %d processors",
              ThreadPool.MOST,
              threads,
              Runtime.getRuntime().availableProcessors()));
    }
    return (int) threads;
  }

  /// How many runs of so many threads the processors take at a time; one at least.
  public int runsAtATime() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / count());
  }
}
