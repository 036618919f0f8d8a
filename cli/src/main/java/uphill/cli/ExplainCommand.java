package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.env.Env;
import uphill.lab.Explanation;
import uphill.lab.Export;
import uphill.lab.Json;
import uphill.lab.RunConfig;
import uphill.lab.TrainedPolicy;
import uphill.lab.World;
import uphill.lab.page.ExplanationPage;

/// `uphill explain`.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what one update did to the log-probability of every action, and by which samples.",
      "",
      "  uphill explain runs/a                  the last update",
      "  uphill explain runs/a --update 3",
      "  uphill explain runs/a --update 3 --action 120   who pushed the action of row 120",
      ""
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run directory; it may still be in use.")
  private Path run = Path.of("");

  @Option(
      names = "--update",
      paramLabel = "K",
      description = "The update, from 1 (default: the last one).")
  private int update;

  @Option(
      names = "--action",
      paramLabel = "I",
      description = "A row of the batch, from 0: what pushed its action.")
  private int action = -1;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "Also write everything that it stands on, to check it elsewhere.")
  private Path export = Path.of("");

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with pictures: one file, readable without a network.")
  private Path html = Path.of("");

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    RunConfig config = TrainedPolicy.config(run);
    World world = World.named(config.environment(), classPath.loader());
    if (spec.commandLine().getParseResult().hasMatchedOption("--update") && update < 1) {
      throw new IllegalArgumentException("updates count from 1, got --update " + update);
    }
    Explanation explanation = Explanation.of(world, run, update);
    int rows = explanation.rollout().rows();
    boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--action");
    if (chosen && (action < 0 || action >= rows)) {
      throw new IllegalArgumentException(
          "update %d has the rows 0 to %d, got --action %d"
              .formatted(explanation.update(), rows - 1, action));
    }
    if (!export.toString().isEmpty()) {
      new Export(explanation).write(export);
    }
    if (!html.toString().isEmpty()) {
      try (Env env = world.create().get()) {
        ExplanationPage.write(explanation, env, html);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    ExplainReport report = new ExplainReport(explanation);
    if (json) {
      out.println(Json.line(report.toJson(chosen ? action : -1)));
    } else {
      report.print(out);
      if (chosen) {
        report.print(action, out);
      }
    }
    return 0;
  }
}
