package uphill.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;
import uphill.lab.config.EvaluationPlan;

/// `--evaluate-every`, `--evaluate-episodes`.
public final class EvaluationOptions {

  @Option(
      names = "--evaluate-every",
      paramLabel = "STEPS",
      converter = Seeds.Count.class,
      description =
          "Evaluate the most probable actions every STEPS steps of training too, in episodes of"
              + " their own (0: never).")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--evaluate-episodes",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Over N episodes each time (default: 20).")
  private Optional<Long> episodes = Optional.empty();

  /// A plan, changed as was asked for.
  ///
  /// @throws IllegalArgumentException if a value is out of its bounds, or episodes are asked for of
  ///   no evaluation
  public Optional<EvaluationPlan> change(Optional<EvaluationPlan> plan) {
    steps.ifPresent(n -> require(n >= 0, "--evaluate-every", "from 0 to " + Long.MAX_VALUE, n));
    episodes.ifPresent(
        n ->
            require(
                1 <= n && n <= EvaluationPlan.MOST_EPISODES,
                "--evaluate-episodes",
                "from 1 to " + EvaluationPlan.MOST_EPISODES,
                n));
    long every = steps.orElse(plan.map(EvaluationPlan::everySteps).orElse(0L));
    if (every == 0) {
      if (episodes.isPresent()) {
        throw new IllegalArgumentException(
            "--evaluate-episodes says of how many episodes an evaluation is, and --evaluate-every"
                + " when there is one: give --evaluate-every STEPS too");
      }
      return Optional.empty();
    }
    int each = plan.map(EvaluationPlan::episodes).orElse(EvaluationPlan.EPISODES);
    return Optional.of(new EvaluationPlan(every, episodes.map(Math::toIntExact).orElse(each)));
  }

  private static void require(boolean holds, String option, String expected, Number got) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(option, expected, got));
    }
  }
}
