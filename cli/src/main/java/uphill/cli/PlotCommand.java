package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.compare.LearningPlot;
import uphill.compare.RunLines;
import uphill.figure.Figure;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.MeanReturn;
import uphill.records.Json;
import uphill.records.Place;

/// `uphill plot`.
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws learning curves: SVG and PNG.",
      "Runs of a folder that differ in nothing but the seed become one line, their interquartile"
          + " mean, with a 95 %% bootstrap band; every other world or setting, and every RUN named,"
          + " becomes a line of its own. A run counts once."
    })
final class PlotCommand implements Callable<Integer> {

  private static final String NAME = "learning-curve";
  private static final int MOST_NAMED = 3;
  private static final int MOST_COMMANDS = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Run directories, or folders that hold several.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "NAME",
      description =
          "Where to: NAME.svg and NAME.png (default: learning-curve, in RUN if there is one, and"
              + " in the working directory if there are several).")
  private Path out = Path.of("");

  @Option(names = "--title", paramLabel = "TEXT", description = "Title of the picture.")
  private String title = "";

  @Option(names = "--json", description = "Print the files' names as JSON to standard output.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    Place.require(place(), "--out");
    classPath.loader(); // the context that algorithms are looked up in
    RunLines all = RunLines.of(runs);
    all.notes().forEach(spec.commandLine().getErr()::println);
    Figure figure =
        LearningPlot.of(all.lines().stream().map(RunLines.Line::group).toList(), options(all));
    List<Path> files = LearningPlot.write(figure, place());
    PrintWriter screen = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("files", files.stream().map(Path::toString).toList());
      screen.println(Json.line(object));
    } else {
      files.forEach(screen::println);
    }
    return 0;
  }

  /// In the only RUN; of several, none is more than the others.
  private Path place() {
    if (out.toString().isEmpty()) {
      return (runs.size() == 1 ? runs.getFirst() : Path.of("")).resolve(NAME);
    }
    return Files.isDirectory(out) ? out.resolve(NAME) : out;
  }

  private LearningPlot.Options options(RunLines all) {
    List<RunConfig> configs = all.lines().stream().flatMap(l -> l.configs().stream()).toList();
    List<String> worlds = configs.stream().map(RunConfig::environment).distinct().toList();
    List<String> algorithms = configs.stream().map(RunConfig::algorithm).distinct().toList();
    String heading = title.isEmpty() ? "%s, %s".formatted(words(worlds), words(algorithms)) : title;
    List<Figure.Reference> references = new ArrayList<>();
    if (worlds.size() == 1 && configs.stream().allMatch(c -> c.tableSha256().isEmpty())) {
      threshold(worlds.getFirst(), references);
    }
    return LearningPlot.Options.titled(heading)
        .withReferences(references)
        .withFooter(commands(all.lines()));
  }

  private static String words(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(" and ", names)
        : String.format(Locale.ROOT, "%d worlds", names.size());
  }

  /// What gives each curve; of many, the first.
  private List<String> commands(List<RunLines.Line> lines) {
    List<String> commands = new ArrayList<>();
    for (RunLines.Line line : lines.subList(0, Math.min(lines.size(), MOST_COMMANDS))) {
      String label = lines.size() == 1 ? "" : line.group().label() + ": ";
      commands.add(label + line.command(classPath.words()));
    }
    if (lines.size() > MOST_COMMANDS) {
      commands.add("The others: uphill train --config RUN");
    }
    return commands;
  }

  private void threshold(String environment, List<Figure.Reference> references) {
    try {
      classPath
          .world(environment)
          .rewardThreshold()
          .ifPresent(
              y -> references.add(new Figure.Reference(y, "solved: " + MeanReturn.threshold(y))));
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println("No reference line: " + e.getMessage());
    }
  }
}
