package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import uphill.cli.option.Seeds;
import uphill.cli.report.WatchReport;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.TrainedPolicy;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.training.Training;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.picture.Film;
import uphill.records.Json;
import uphill.rl.Policy;

/// `uphill watch`.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays episodes and shows them: in the terminal, in a window, or in a file.",
      "",
      "  uphill watch runs/a                  the policy of a run, its most probable actions",
      "  uphill watch CartPole-v1             random actions",
      "  uphill watch runs/a --window         in a window, again and again",
      "  uphill watch runs/a --out a.gif      an animated GIF",
      "  uphill watch runs/a --out a.mp4      a film; needs ffmpeg",
      "  uphill watch runs/a --out a.png      up to eight frames, from the first to the last",
      "",
      "Without --out and --window, pictures appear in the terminal; where output is not a terminal,"
          + " or --json is given, a GIF is written.",
      ""
    })
final class WatchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN|ENV",
      completionCandidates = CompletionCommand.EnvironmentIds.class,
      description = "A run directory; or an environment, in which actions are random.")
  private String watched = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write FILE.gif, FILE.mp4 or FILE.png; into a folder, a GIF named after the environment.")
  private Path out = Path.of("");

  @Option(names = "--window", description = "Show a window on the display.")
  private boolean window;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes, one after another (default: ${DEFAULT-VALUE}).")
  private String episodes = "1";

  @Option(
      names = "--frames",
      paramLabel = "N",
      description =
          "Keep the first N frames of the world (default: ${DEFAULT-VALUE}, which is the most). A"
              + " GIF shows 50 of them a second at most, a PNG eight in all.")
  private int frames = Film.MOST;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description =
          "Seed of the first episode; the i-th has S + i (default: of a run as in eval, else 0).")
  private SeedList seed = new SeedList(List.of());

  @Option(
      names = "--sample",
      description = "Draw actions from the policy of the run, and do not take the most probable.")
  private boolean sample;

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    int count = Seeds.count("--episodes", episodes);
    WatchTarget target = WatchTarget.of(out, window, json);
    Film film = film();
    Optional<Path> run = run();
    if (run.isEmpty() && sample) {
      throw new IllegalArgumentException(
          "--sample draws actions from the policy of a run, and %s is an environment, whose actions are random. Leave it out, or name a run."
              .formatted(Shown.text(watched)));
    }
    World world = run.isEmpty() ? classPath.world(watched) : classPath.worldOf(run.get());
    Films.requirePictures(world, classPath.loader());
    Optional<Path> file = target.prepare(world.name());
    WatchReport report;
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      report = play(Films.filmed(world, film, watchdog), run, count);
    }
    int shown = target.show(world.name(), film.frames());
    PrintWriter screen = spec.commandLine().getOut();
    if (json) {
      screen.println(Json.line(report.toJson(film, shown, file)));
    } else {
      report.print(film, shown, file, screen);
    }
    return 0;
  }

  /// The run that is meant, if it is not an environment: a directory, or what can only be one.
  private Optional<Path> run() throws IOException {
    boolean path = watched.contains("/") && !watched.contains(".json") && !watched.contains(":");
    if (!path && !Files.isDirectory(Path.of(watched.split(":", -1)[0]))) {
      return Optional.empty();
    }
    List<Path> runs = ResumeCommand.runs(Path.of(watched));
    if (runs.size() > 1) {
      spec.commandLine()
          .getErr()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s holds %d runs; this is %s. For another: %s",
                  watched,
                  runs.size(),
                  runs.getFirst().getFileName(),
                  classPath.command("watch", runs.get(1))));
    }
    return Optional.of(runs.getFirst());
  }

  private Film film() {
    try {
      return new Film(frames);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--frames: " + e.getMessage(), e);
    }
  }

  /// Plays the episodes one after another in one environment.
  private WatchReport play(World world, Optional<Path> run, int count) throws IOException {
    Evaluation.Choice how = sample ? Evaluation.Choice.SAMPLE : Evaluation.Choice.MODE;
    Optional<RunConfig> config =
        run.isEmpty() ? Optional.empty() : Optional.of(classPath.configOf(run.get()));
    Optional<Policy> policy =
        run.isEmpty()
            ? Optional.empty()
            : Optional.of(
                TrainedPolicy.load(run.get(), world.observationSpace(), world.actionSpace())
                    .policy());
    long from =
        seed.seeds().isEmpty()
            ? config.map(c -> Training.evaluationSeed(c.seed())).orElse(0L)
            : seed.seeds().getFirst();
    List<Evaluation> played = new ArrayList<>();
    try (EvaluationEnvs envs = new EvaluationEnvs(world)) {
      for (int i = 0; i < count; i++) {
        played.add(
            policy.isEmpty()
                ? Evaluation.ofRandomActions(envs, 1, from + i)
                : Evaluation.of(envs, policy.get(), 1, from + i, how, Kernels.best(), _ -> {}));
      }
    }
    return new WatchReport(world.name(), config.map(RunConfig::algorithm), run, how, from, played);
  }
}
