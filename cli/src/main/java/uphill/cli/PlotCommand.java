package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.kernel.Shown;
import uphill.lab.EpisodesFile;
import uphill.lab.Figure;
import uphill.lab.Json;
import uphill.lab.LearningPlot;
import uphill.lab.RunConfig;
import uphill.lab.TrainedPolicy;
import uphill.lab.World;

/// `uphill plot`.
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws learning curves: SVG and PNG.",
      "A folder with several seeds becomes one line, their interquartile mean, with a 95 %%"
          + " bootstrap band; several folders become several lines."
    })
final class PlotCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Run directories, or folders that hold several.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "NAME",
      description = "Where to: NAME.svg and NAME.png (default: learning-curve in the first RUN).")
  private Path out = Path.of("");

  @Option(names = "--title", paramLabel = "TEXT", description = "Title of the picture.")
  private String title = "";

  @Option(names = "--json", description = "Print the files' names as JSON to standard output.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    List<LearningPlot.Group> groups = new ArrayList<>();
    List<RunConfig> configs = new ArrayList<>();
    for (Path run : runs) {
      List<EpisodesFile> files = EpisodesFile.readAll(run);
      for (EpisodesFile file : files) {
        configs.add(TrainedPolicy.config(file.directory()));
      }
      groups.add(
          new LearningPlot.Group(run.toAbsolutePath().normalize().getFileName() + "", files));
    }
    Figure figure = LearningPlot.of(groups, options(configs));
    Path place = out.toString().isEmpty() ? runs.getFirst().resolve("learning-curve") : out;
    Path folder = Files.createDirectories(place.toAbsolutePath().resolveSibling(""));
    List<Path> files = LearningPlot.write(figure, folder, place.getFileName() + "");
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

  private LearningPlot.Options options(List<RunConfig> configs) {
    RunConfig first = configs.getFirst();
    String heading =
        title.isEmpty() ? "%s, %s".formatted(first.environment(), first.algorithm()) : title;
    List<Figure.Reference> references = new ArrayList<>();
    if (configs.stream().allMatch(c -> c.environment().equals(first.environment()))) {
      threshold(first.environment(), references);
    }
    String seeds =
        String.join(", ", configs.stream().map(c -> Long.toUnsignedString(c.seed())).distinct().toList());
    return LearningPlot.Options.titled(heading)
        .withReferences(references)
        .withFooter(
            List.of(
                "preset %s, seeds %s".formatted(first.preset(), seeds),
                Shown.command(
                    "uphill",
                    "train",
                    first.environment(),
                    "--algo",
                    first.algorithm(),
                    "--preset",
                    first.preset(),
                    "--steps",
                    first.steps())));
  }

  private void threshold(String environment, List<Figure.Reference> references) {
    try {
      World.named(environment, classPath.loader())
          .rewardThreshold()
          .ifPresent(y -> references.add(new Figure.Reference(y, "solved: " + Numbers.value(y))));
    } catch (IllegalArgumentException e) {
      spec.commandLine()
          .getErr()
          .println("No reference line: " + e.getMessage() + " --class-path finds your own.");
    }
  }
}
