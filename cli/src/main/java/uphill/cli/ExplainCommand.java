package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.report.ExplainJson;
import uphill.cli.report.ExplainReport;
import uphill.cli.terminal.Glyphs;
import uphill.env.Env;
import uphill.explain.Explanation;
import uphill.explain.Export;
import uphill.explain.WhatIf;
import uphill.explain.page.ExplanationPage;
import uphill.explain.page.SampleWords;
import uphill.lab.RecordedUpdates;
import uphill.lab.RunFiles;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.records.Place;

/// `uphill explain`.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what one update did to the log-probability of every action, and by which samples.",
      "",
      "  uphill explain runs/a                  the update of the largest mean KL",
      "  uphill explain runs/a --update 3",
      "  uphill explain runs/a --update 3 --action 120   who pushed the action of row 120",
      "  uphill explain runs/a --what-if optimizer=sgd   had the step been a plain one",
      "  uphill explain runs/a --html push.html          with pictures",
      ""
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description =
          "A run directory; it may still be in use. Of several seeds' runs, the first is taken.")
  private Path directory = Path.of("");

  @Option(
      names = "--update",
      paramLabel = "K",
      description =
          "The update, from 1, or \"last\" (default: the one of the largest"
              + " mean KL, of those within 300,000 steps of the beginning or a checkpoint).")
  private String update = "";

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

  @Option(
      names = "--what-if",
      paramLabel = "CHOICE",
      description =
          "Also what the update would have done with weights=W, optimizer=sgd, learning-rate=A or"
              + " without-episode=E; several together if given several times.")
  private List<String> whatIf = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    requirePlace(export, "--export");
    requirePlace(html, "--html");
    List<Path> runs = ResumeCommand.runs(directory);
    Path run = runs.getFirst();
    World world = classPath.worldOf(run);
    Optional<WhatIf> other = whatIf.isEmpty() ? Optional.empty() : Optional.of(WhatIf.of(whatIf));
    RecordedUpdates.Choice choice = choice(RecordedUpdates.of(run));
    Explanation explanation;
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      explanation = Explanation.of(world.watchedBy(watchdog), run, choice.number(), action);
    }
    int rows = explanation.rollout().rows();
    if (actionIsAsked() && (action < 0 || action >= rows)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "update %d has the rows 0 to %d, got --action %d",
              explanation.update(),
              rows - 1,
              action));
    }
    Optional<WhatIf.Outcome> outcome = other.map(asked -> asked.of(explanation, world));
    if (!export.toString().isEmpty()) {
      new Export(explanation).write(export);
    }
    try (Env env = world.create().get()) {
      if (!html.toString().isEmpty()) {
        ExplanationPage.write(explanation, env, html);
      }
      PrintWriter out = spec.commandLine().getOut();
      SampleWords words = new SampleWords(explanation, env);
      if (json) {
        ExplainJson report = new ExplainJson(explanation, words, run);
        Map<String, Object> object = report.toJson(actionIsAsked() ? action : -1);
        if (outcome.isPresent()) {
          object.put("what_if", report.toJson(other.orElseThrow(), outcome.get()));
        }
        out.println(Json.line(object));
        return 0;
      }
      StringWriter text = new StringWriter();
      PrintWriter page = new PrintWriter(text);
      if (runs.size() > 1) {
        page.println(several(runs));
      }
      ExplainReport report = new ExplainReport(explanation, words);
      report.print(choice, page);
      if (actionIsAsked()) {
        report.print(action, page);
      }
      if (outcome.isPresent()) {
        report.print(other.orElseThrow(), outcome.get(), page);
      }
      out.print(Glyphs.ofProcess().text(text.toString()));
      return 0;
    }
  }

  private static void requirePlace(Path place, String option) {
    if (!place.toString().isEmpty()) {
      RunFiles.requireFree(place);
      Place.require(place, option);
    }
  }

  private boolean actionIsAsked() {
    return spec.commandLine().getParseResult().hasMatchedOption("--action");
  }

  private RecordedUpdates.Choice choice(RecordedUpdates updates) throws IOException {
    if (update.isEmpty()) {
      return updates.telling();
    }
    if (update.equals("last")) {
      return updates.last();
    }
    int number;
    try {
      number = Integer.parseInt(update);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--update takes a number from 1 on or \"last\", got \"%s\"".formatted(update), e);
    }
    if (number < 1) {
      throw new IllegalArgumentException("updates count from 1, got --update " + number);
    }
    return updates.numbered(number);
  }

  private String several(List<Path> runs) {
    return String.format(
        Locale.ROOT,
        "%s holds %d runs; this is %s. For another: %s",
        directory,
        runs.size(),
        runs.getFirst().getFileName(),
        classPath.command("explain", runs.get(1)));
  }
}
