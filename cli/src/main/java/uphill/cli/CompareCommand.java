package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.kernel.Shown;
import uphill.lab.evaluation.MeanReturn;
import uphill.lab.evaluation.Statistics.Interval;
import uphill.records.Json;
import uphill.study.Comparison;
import uphill.study.Side;

/// `uphill compare`.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether one is better than another, from the evaluations of several seeds of each: how"
          + " probably a seed of A ends above one of B, and how far their interquartile means lie"
          + " apart, with 95 %% intervals. It takes five seeds of each.",
      "",
      "  uphill compare runs/ppo runs/vpg",
      "  uphill compare runs/table/results/ppo.json runs/table/results/vpg.json",
      ""
    })
final class CompareCommand implements Callable<Integer> {

  private static final String SIDE =
      "Runs of several seeds: their folder, or a results/ROW.json that \"uphill bench\" wrote.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "A", description = SIDE)
  private Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = SIDE)
  private Path b = Path.of("");

  @Option(names = "--json", description = "Print one JSON object, and nothing else.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    classPath.loader(); // the context that algorithms are looked up in
    Comparison comparison = Comparison.of(Side.read(a), Side.read(b));
    PrintWriter screen = spec.commandLine().getOut();
    if (json) {
      screen.println(Json.line(comparison.toJson()));
      return 0;
    }
    screen.println("A  " + words(comparison.a()));
    screen.println("B  " + words(comparison.b()));
    if (comparison.hasEnough()) {
      differences(comparison, screen);
    }
    screen.println();
    screen.println(comparison.sentence());
    return 0;
  }

  private static void differences(Comparison comparison, PrintWriter screen) {
    Interval chance = comparison.probabilityInterval();
    screen.println(
        String.format(
            Locale.ROOT,
            "P(A > B)  %.2f [%.2f, %.2f]",
            comparison.probability(),
            chance.low(),
            chance.high()));
    Interval apart = comparison.differenceInterval();
    MeanReturn difference = MeanReturn.of(comparison.difference(), apart);
    screen.println(
        "A less B  %s [%s, %s]"
            .formatted(
                difference.text(), difference.text(apart.low()), difference.text(apart.high())));
  }

  private static String words(Side side) {
    Interval interval = side.score().interval();
    MeanReturn mean = side.score().meanReturn();
    return "%s: %s, %s, interquartile mean %s [%s, %s]"
        .formatted(
            side.place(),
            side.environment(),
            Shown.count(side.scores().length, "seed"),
            mean.text(),
            mean.text(interval.low()),
            mean.text(interval.high()));
  }
}
