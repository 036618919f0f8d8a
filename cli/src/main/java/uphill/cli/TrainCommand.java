package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
import uphill.lab.CheckpointPlan;
import uphill.lab.Experiment;
import uphill.lab.Json;
import uphill.lab.RunConfig;
import uphill.lab.RunResult;
import uphill.lab.TrainedPolicy;
import uphill.lab.World;
import uphill.rl.Settings;

/// `uphill train`.
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a policy, evaluates it, and says where its records lie.",
      "",
      "  uphill train CartPole-v1",
      "  uphill train CartPole-v1 --preset simple --weights reward-to-go",
      "  uphill train CartPole-v1 --seeds 0..9 --steps 500k",
      "  uphill train Pendulum-v1 --set learning_rate=1e-3 --set hidden=32,32",
      ""
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ENV",
      arity = "0..1",
      completionCandidates = CompletionCommand.EnvironmentIds.class,
      description = "Environment: an id from \"uphill envs\", or a class. --config names one too.")
  private String environment = "";

  @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm (default: vpg).")
  private String algorithm = "";

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = CompletionCommand.Presets.class,
      description = "Settings to begin with (default: what learns best in the environment).")
  private String preset = "";

  @Option(
      names = "--weights",
      paramLabel = "NAME",
      completionCandidates = CompletionCommand.WeightNames.class,
      description =
          "What multiplies the gradient of log pi: return, reward-to-go, baseline or gae.")
  private String weights = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting; \"uphill algorithms\" lists them. May be repeated.")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Environment steps: 500000, 1e6, 200k, 2M (default: the preset's).")
  private long steps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "Seed (default: 0).")
  private Seeds.SeedList seed = new Seeds.SeedList(List.of());

  @Option(
      names = "--seeds",
      paramLabel = "S..S",
      converter = Seeds.ListOf.class,
      description = "Several seeds, side by side on the cores: 0..9, or 1,5,7.")
  private Seeds.SeedList seeds = new Seeds.SeedList(List.of());

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads of one run (default: 1); the result is the same for any number.")
  private int threads = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for the records (default: a fresh one under runs/).")
  private Path out = Path.of("");

  @Option(
      names = "--checkpoint-steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Save the state every N steps too.")
  private long checkpointSteps = CheckpointPlan.DEFAULT.everySteps();

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "S",
      description = "Save the state every S seconds (default: ${DEFAULT-VALUE}; 0: never).")
  private double checkpointSeconds = CheckpointPlan.DEFAULT.everySeconds();

  @Option(
      names = "--keep",
      paramLabel = "K",
      description = "Keep the last K of them (default: ${DEFAULT-VALUE}; 0: all).")
  private int keep = CheckpointPlan.DEFAULT.keep();

  @Option(
      names = "--config",
      paramLabel = "RUN",
      description =
          "Begin with the config of an earlier run (its directory, or a config.json); other options"
              + " change it.")
  private Path config = Path.of("");

  @Option(
      names = "--json",
      description = "Print one JSON object per seed to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter screen = spec.commandLine().getOut();
    List<Long> all = seeds();
    Experiment first = experiment(all.getFirst());
    RunConfig planned = first.config();
    if (Restart.isWanted(first)) {
      Restart.withVectors();
    }
    Path directory = out.toString().isEmpty() ? RunNames.fresh(planned) : out;
    List<RunResult> results;
    try (LiveView view = json ? LiveView.silent() : LiveView.on(screen, all.size())) {
      results = run(all, directory, view);
    }
    if (json) {
      results.forEach(result -> screen.println(Json.line(result.toJson())));
    } else {
      TrainReport.print(results, directory, world(), screen);
    }
    return 0;
  }

  private List<RunResult> run(List<Long> seeds, Path directory, LiveView view)
      throws IOException, InterruptedException {
    Interrupts interrupts = Interrupts.heed(spec.commandLine().getErr());
    SideBySide together = new SideBySide();
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    List<Callable<RunResult>> runs = new ArrayList<>();
    for (long s : seeds) {
      Path place = seeds.size() == 1 ? directory : directory.resolve("seed-" + Long.toUnsignedString(s));
      Experiment experiment =
          experiment(s)
              .watchedBy(EnvTimeout.over(warnings.over(view), place, spec.commandLine()))
              .interruptedBy(() -> interrupts.any() || together.isOver());
      runs.add(() -> experiment.run(place));
    }
    return together.run(runs, Runtime.getRuntime().availableProcessors() / threads);
  }

  private List<Long> seeds() throws IOException {
    if (!seed.seeds().isEmpty() && !seeds.seeds().isEmpty()) {
      throw new IllegalArgumentException("--seed and --seeds exclude each other: give one of them");
    }
    if (!seeds.seeds().isEmpty()) {
      return seeds.seeds();
    }
    if (!seed.seeds().isEmpty()) {
      return seed.seeds();
    }
    return List.of(given(config) ? earlier().seed() : 0L);
  }

  private Experiment experiment(long seed) throws IOException {
    Experiment experiment =
        Experiment.in(world()).seed(seed).threads(threads).envTimeout(envTimeout.limit());
    experiment.checkpoints(new CheckpointPlan(checkpointSteps, checkpointSeconds, keep));
    if (given(config)) {
      RunConfig earlier = earlier();
      experiment.algorithm(earlier.algorithm()).preset(earlier.preset()).steps(earlier.steps());
      if (preset.isEmpty()) {
        Settings.values(earlier.settings()).forEach(experiment::set);
      }
    }
    if (!algorithm.isEmpty()) {
      experiment.algorithm(algorithm);
    }
    if (!preset.isEmpty()) {
      experiment.preset(preset);
    }
    if (steps != 0) {
      experiment.steps(steps);
    }
    if (!weights.isEmpty()) {
      experiment.weights(weights);
    }
    return experiment.set(changes);
  }

  private World world() throws IOException {
    String name = environment;
    if (name.isEmpty() && given(config)) {
      name = earlier().environment();
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "which environment? \"uphill envs\" lists them; \"uphill train CartPole-v1\" is a"
              + " start.");
    }
    return World.named(name, classPath.loader());
  }

  private RunConfig earlier() throws IOException {
    return TrainedPolicy.config(config);
  }

  private static boolean given(Path path) {
    return !path.toString().isEmpty();
  }
}
