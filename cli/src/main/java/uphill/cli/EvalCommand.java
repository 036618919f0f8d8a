package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.lab.Evaluation;
import uphill.lab.Experiment;
import uphill.lab.Json;
import uphill.lab.RunConfig;
import uphill.lab.Statistics;
import uphill.lab.TrainedPolicy;
import uphill.lab.Training;
import uphill.lab.Watchdog;
import uphill.lab.World;
import uphill.rl.Settings;

/// `uphill eval`.
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Evaluates the policy of a run in episodes that it does not learn from.")
final class EvalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run directory.")
  private Path run = Path.of("");

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes (default: ${DEFAULT-VALUE}).")
  private int episodes = Experiment.EVALUATION_EPISODES;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "Seed of the first episode; the i-th has S + i (default: as after training).")
  private Seeds.SeedList seed = new Seeds.SeedList(List.of());

  @ArgGroup private Choice choice = new Choice();

  /// One of two.
  static final class Choice {
    @Option(names = "--mode", description = "Take the most probable action (default).")
    private boolean mode;

    @Option(names = "--sample", description = "Draw actions from the policy.")
    private boolean sample;
  }

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      return evaluate(watchdog, out);
    }
  }

  private int evaluate(Watchdog watchdog, PrintWriter out) throws IOException {
    RunConfig config = TrainedPolicy.config(run);
    World world = classPath.worldOf(run).watchedBy(watchdog);
    TrainedPolicy trained;
    try (VectorEnv one = world.vector(1)) {
      trained = TrainedPolicy.load(run, one.observationSpace(), one.actionSpace());
    }
    long from =
        seed.seeds().isEmpty() ? Training.evaluationSeed(config.seed()) : seed.seeds().getFirst();
    Evaluation.Choice how =
        choice.sample && !choice.mode ? Evaluation.Choice.SAMPLE : Evaluation.Choice.MODE;
    Evaluation evaluation =
        Evaluation.of(world, trained.policy(), episodes, from, how, Kernels.best());
    double random = Evaluation.ofRandomActions(world, episodes, from).mean();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("environment", config.environment());
      object.put("algorithm", config.algorithm());
      object.put("actions", Settings.word(how));
      object.put("seed", Long.toUnsignedString(from));
      object.put("evaluation", evaluation.toJson());
      object.put("random_policy_mean", random);
      object.put("run_directory", run.toString());
      out.println(Json.line(object));
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%s, %d episodes, actions %s: %.1f (deviation %.1f)",
              config.environment(),
              episodes,
              how == Evaluation.Choice.MODE ? "most probable" : "drawn",
              evaluation.mean(),
              episodes > 1 ? Statistics.standardDeviation(evaluation.returns()) : 0.0));
      out.println(String.format(Locale.ROOT, "Random actions in the same episodes: %.1f", random));
    }
    return 0;
  }
}
