package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.option.Seeds;
import uphill.cli.option.ThreadsOption;
import uphill.cli.process.Interrupts;
import uphill.cli.process.Restart;
import uphill.cli.process.UnderWay;
import uphill.cli.report.LiveView;
import uphill.cli.report.TrainReport;
import uphill.cli.report.Warnings;
import uphill.lab.Experiment;
import uphill.lab.RunDirectory;
import uphill.lab.RunResult;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.LostFile;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Json;

/// `uphill resume`.
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Goes on with a run that was interrupted, as if it had not been: with the same bytes.",
      "",
      "  uphill resume runs/a              after Ctrl-C, kill -9, a full disk, a power cut",
      "  uphill resume runs/a --steps 2M   and longer than it was asked for at first",
      ""
    })
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "A run directory, or one that holds the runs of several seeds.")
  private Path directory = Path.of("");

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Environment steps in all (default: as the run was asked for).")
  private Optional<Long> steps = Optional.empty();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--json",
      description = "Print one JSON object per run to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException, InterruptedException {
    threads.count(); // what is wrong is said of a finished run too
    envTimeout.limit();
    classPath.loader();
    PrintWriter screen = spec.commandLine().getOut();
    List<Path> unfinished = new ArrayList<>();
    for (Path run : runs(directory)) {
      RunConfig config = RunConfig.read(run);
      if (RunDirectory.isFinished(run) && steps.orElse(config.steps()) == config.steps()) {
        tellOfFinished(run, config, screen);
      } else {
        unfinished.add(run);
      }
    }
    if (!unfinished.isEmpty()) {
      resume(unfinished, screen);
    }
    return 0;
  }

  private void resume(List<Path> runs, PrintWriter screen)
      throws IOException, InterruptedException {
    RunConfig config = classPath.configOf(runs.getFirst());
    Restart.beforeMaking(config.environment(), any -> Restart.isWanted(Experiment.in(any), config));
    World world = classPath.worldOf(runs.getFirst());
    Experiment first = Experiment.in(world).threads(threads.count());
    if (Restart.isWanted(first, config)) {
      Restart.withVectors();
    }
    SideBySide together = new SideBySide(Interrupts.heed(spec.commandLine().getErr()), directory);
    List<RunResult> results;
    try (LiveView view = json ? LiveView.silent() : LiveView.on(screen, runs.size())) {
      RunConfig whole = steps.isEmpty() ? config : config.withSteps(steps.get());
      double made = (double) RunDirectory.savedUpdates(runs.getFirst()) / whole.updates();
      view.expect(first.expected(whole).after(made), runs.size(), threads.runsAtATime());
      Warnings warnings = new Warnings(spec.commandLine().getErr());
      Map<Path, Callable<RunResult>> all = new LinkedHashMap<>();
      for (Path run : runs) {
        all.put(
            run,
            () -> {
              Experiment experiment =
                  Experiment.in(classPath.worldOf(run))
                      .threads(threads.count())
                      .envTimeout(envTimeout.limit())
                      .filmedBy(Films::film)
                      .watchedBy(
                          EnvTimeout.over(warnings.over(view), run, world, spec.commandLine()))
                      .interruptedBy(together.interruptOf(run));
              return steps.isEmpty() ? experiment.resume(run) : experiment.resume(run, steps.get());
            });
      }
      UnderWay.begin(all.keySet(), directory, world);
      results =
          together.run(
              all,
              threads.runsAtATime(),
              world.command("resume", directory),
              run -> world.command("resume", run));
    }
    if (json) {
      results.forEach(result -> screen.println(Json.line(result.toJson())));
    } else {
      TrainReport.print(results, directory, world, screen);
    }
  }

  private void tellOfFinished(Path run, RunConfig config, PrintWriter screen) throws IOException {
    Path file = run.resolve(RunDirectory.RESULT);
    for (String name : List.of(RunDirectory.RESULT, UpdateFiles.METRICS, Checkpoint.FOLDER)) {
      LostFile.refuse(run, name);
    }
    if (json) {
      screen.println(Json.line(Json.parse(Files.readString(file), file.toString())));
    } else {
      screen.println(
          config.canBeLonger()
              ? "%s is finished. \"%s --steps N\" makes it longer."
                  .formatted(run, classPath.command("resume", run))
              : "%s is finished. It cannot be made longer: %s; \"%s --steps N\" trains a longer one anew."
                  .formatted(
                      run,
                      config.settings().dependsOnLength(),
                      classPath.command("train", "--config", run)));
    }
  }

  /// The run itself, or the runs in a folder of them.
  ///
  /// @throws IllegalArgumentException if it is a file
  static List<Path> runs(Path directory) throws IOException {
    if (Files.isRegularFile(directory)) {
      throw new IllegalArgumentException(
          "%s is a file, expected the directory of a run".formatted(directory));
    }
    if (!Files.isRegularFile(directory.resolve(RunConfig.FILE)) && Files.isDirectory(directory)) {
      try (Stream<Path> inside = Files.list(directory)) {
        List<Path> runs =
            inside.filter(p -> Files.isRegularFile(p.resolve(RunConfig.FILE))).sorted().toList();
        if (!runs.isEmpty()) {
          return runs;
        }
      }
    }
    return List.of(directory);
  }
}
