package uphill.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;
import uphill.lab.config.CheckpointPlan;

/// `--checkpoint-steps`, `--checkpoint-seconds`, `--keep`.
public final class CheckpointOptions {

  private static final double LONGEST = 1e9; // seconds
  private static final int MOST = 1_000_000;

  @Option(
      names = "--checkpoint-steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Save the state every N steps too (0: not by steps).")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "S",
      description = "Save the state every S seconds (default: 10; 0: never).")
  private Optional<Double> seconds = Optional.empty();

  @Option(
      names = "--keep",
      paramLabel = "K",
      converter = Seeds.Count.class,
      description = "Keep the last K of them (default: 10; 0: all).")
  private Optional<Long> keep = Optional.empty();

  /// A plan, changed as was asked for.
  ///
  /// @throws IllegalArgumentException if a value is out of its bounds
  public CheckpointPlan change(CheckpointPlan plan) {
    steps.ifPresent(n -> require(n >= 0, "--checkpoint-steps", "from 0 to " + Long.MAX_VALUE, n));
    seconds.ifPresent(
        s -> require(0 <= s && s <= LONGEST, "--checkpoint-seconds", "from 0 to 1e9", s));
    keep.ifPresent(k -> require(0 <= k && k <= MOST, "--keep", "from 0 to " + MOST, k));
    return new CheckpointPlan(
        steps.orElse(plan.everySteps()),
        seconds.orElse(plan.everySeconds()),
        Math.toIntExact(keep.orElse((long) plan.keep())));
  }

  private static void require(boolean holds, String option, String expected, Number got) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(option, expected, got));
    }
  }
}
