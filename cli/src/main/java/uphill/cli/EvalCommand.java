package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.option.Seeds;
import uphill.cli.report.LiveView;
import uphill.cli.report.Numbers;
import uphill.cli.report.TrainReport;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.TrainedPolicy;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.evaluation.MeanReturn;
import uphill.lab.training.Training;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.rl.setting.Settings;

/// `uphill eval`.
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Evaluates the policy of a run in episodes that it does not learn from.",
      "",
      "  uphill eval runs/a",
      "  uphill eval runs/a --sample --episodes 1000",
      ""
    })
final class EvalCommand implements Callable<Integer> {

  /// So long is measured before anything is forecast.
  private static final double MEASURED_SECONDS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "A run directory, or one that holds the runs of several seeds.")
  private Path directory = Path.of("");

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes: 100, 1000, 10k (default: ${DEFAULT-VALUE}).")
  private String episodes = Integer.toString(Evaluation.EPISODES);

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "Seed of the first episode; the i-th has S + i (default: as after training).")
  private SeedList seed = new SeedList(List.of());

  @Option(names = "--mode", description = "Take the most probable action (default).")
  private boolean mode;

  @Option(names = "--sample", description = "Draw actions from the policy.")
  private boolean sample;

  @Option(
      names = "--json",
      description = "Print one JSON object per run to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    if (mode && sample) {
      throw new IllegalArgumentException(
          "--mode and --sample exclude each other: give one of them");
    }
    int count = Seeds.count("--episodes", episodes);
    List<Path> runs = ResumeCommand.runs(directory);
    for (Path run : runs) {
      try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
        evaluate(run, count, watchdog, runs.size() > 1);
      }
    }
    return 0;
  }

  private void evaluate(Path run, int episodes, Watchdog watchdog, boolean several)
      throws IOException {
    RunConfig config = classPath.configOf(run);
    World world = classPath.worldOf(run).watchedBy(watchdog);
    TrainedPolicy trained = TrainedPolicy.load(run, world.observationSpace(), world.actionSpace());
    long from =
        seed.seeds().isEmpty() ? Training.evaluationSeed(config.seed()) : seed.seeds().getFirst();
    Evaluation.Choice how = sample ? Evaluation.Choice.SAMPLE : Evaluation.Choice.MODE;
    Evaluation evaluation;
    Evaluation random;
    try (EvaluationEnvs envs = new EvaluationEnvs(world)) {
      evaluation =
          Evaluation.of(
              envs, trained.policy(), episodes, from, how, Kernels.best(), forecast(episodes));
      random = Evaluation.ofRandomActions(envs, episodes, from);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("environment", config.environment());
      object.put("algorithm", config.algorithm());
      object.put("actions", Settings.word(how));
      object.put("seed", Json.unsigned(from));
      object.put("evaluation", evaluation.toJson());
      object.put("random_policy_mean", random.mean());
      object.put("random_policy_cut", (long) random.cut());
      object.put("run_directory", run.toString());
      out.println(Json.line(object));
    } else {
      String line =
          String.format(
              Locale.ROOT,
              "%s, %s, actions %s: %s",
              config.environment(),
              Shown.count(episodes, "episode"),
              how == Evaluation.Choice.MODE ? "most probable" : "drawn",
              words(evaluation, world.rewardThreshold()));
      String beside = MeanReturn.of(random).text() + TrainReport.remark(random.remark());
      if (several) {
        out.println(run + ": " + line + "; random actions: " + beside);
      } else {
        out.println(line);
        out.println("Random actions in the same episodes: " + beside);
      }
    }
  }

  /// Says how long it will take, where that is long: as if all episodes, and those of random
  /// actions, took as long as the first.
  private IntConsumer forecast(int episodes) {
    long begun = System.nanoTime();
    AtomicBoolean first = new AtomicBoolean(true);
    return done -> {
      double seconds = (System.nanoTime() - begun) * 1e-9;
      double all = 2 * seconds * episodes / done;
      boolean now = seconds >= MEASURED_SECONDS && first.getAndSet(false);
      if (now && all >= LiveView.LONG_SECONDS && !json) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("By a rough estimate this will take %s.".formatted(Numbers.duration(all)));
        out.flush();
      }
    };
  }

  /// The mean, with what belongs beside it.
  private static String words(Evaluation evaluation, OptionalDouble threshold) {
    MeanReturn mean = MeanReturn.of(evaluation);
    return mean.text(threshold)
        + (evaluation.episodes() > 1
            ? " (deviation %s)".formatted(mean.text(evaluation.std()))
            : "")
        + TrainReport.remark(evaluation.remark());
  }
}
