package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.CheckpointOptions;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.option.EvaluationOptions;
import uphill.cli.option.Seeds;
import uphill.cli.option.ThreadsOption;
import uphill.cli.option.WatchEvery;
import uphill.cli.process.Interrupts;
import uphill.cli.process.Restart;
import uphill.cli.process.UnderWay;
import uphill.cli.report.LiveView;
import uphill.cli.report.TrainReport;
import uphill.cli.report.Warnings;
import uphill.lab.Experiment;
import uphill.lab.RunResult;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.training.Beginning;
import uphill.lab.world.World;
import uphill.records.Json;

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
      "  uphill train CartPole-v1 --from runs/a --steps 50k",
      "",
      "Without --algo and --preset, a setting or --weights that only some algorithms",
      "have chooses among them: --set clip=0.1 trains with ppo.",
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

  @Mixin private AlgorithmOptions chosen = new AlgorithmOptions();

  @Option(
      names = "--weights",
      paramLabel = "NAME",
      completionCandidates = CompletionCommand.WeightNames.class,
      description =
          "What multiplies the gradient of log pi: return, reward-to-go, baseline or gae.")
  private String weights = "";

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description = "Environment steps: 500000, 1e6, 200k, 2M (default: the preset's).")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "Seed (default: 0).")
  private SeedList seed = new SeedList(List.of());

  @Option(
      names = "--seeds",
      paramLabel = "S..S",
      converter = Seeds.ListOf.class,
      description = "Several seeds, side by side on the cores: 0..9, or 1,5,7.")
  private SeedList seeds = new SeedList(List.of());

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for the records (default: a fresh one under runs/).")
  private Optional<Path> out = Optional.empty();

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Mixin private EvaluationOptions evaluations = new EvaluationOptions();

  @Mixin private WatchEvery watchEvery = new WatchEvery();

  @Option(
      names = "--config",
      paramLabel = "RUN",
      description =
          "Begin with the config of an earlier run (its directory, or a config.json); other options"
              + " change it.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "Begin with the parameters of an earlier run's policy, its newest checkpoint's; the"
              + " critic's too, if they fit.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--from-update",
      paramLabel = "K",
      description = "Those after update K of it, of which it has kept a checkpoint.")
  private Optional<Integer> fromUpdate = Optional.empty();

  private Optional<Beginning> beginning = Optional.empty();

  @Option(
      names = "--json",
      description = "Print one JSON object per seed to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter screen = spec.commandLine().getOut();
    beginning = beginning(); // once: a run that goes on has a newer checkpoint soon
    classPath.loader();
    Restart.beforeMaking(
        environmentName(), any -> Restart.isWanted(experiment(any, /* seed= */ 0)));
    World world = world();
    List<Long> all = seeds();
    Experiment first = experiment(world, all.getFirst());
    RunConfig planned = first.config();
    if (Restart.isWanted(first)) {
      Restart.withVectors(); // before anything is said: it would be said twice
    }
    if (planned.watchEvery().isPresent()) {
      Films.requirePictures(world, classPath.loader());
    }
    tellDropped(first, planned);
    for (String idle : first.idle()) {
      spec.commandLine().getErr().println("uphill: warning: " + idle);
    }
    Path directory = out.isPresent() ? out.get() : RunNames.fresh(planned);
    List<RunResult> results;
    try (LiveView view = json ? LiveView.silent() : LiveView.on(screen, all.size())) {
      view.expect(first.expected(), all.size(), threads.runsAtATime());
      results = run(world, all, directory, view);
    } finally {
      if (out.isEmpty()) {
        RunNames.giveBackIfEmpty(directory);
      }
    }
    if (json) {
      results.forEach(result -> screen.println(Json.line(result.toJson())));
    } else {
      TrainReport.print(results, directory, world, screen);
    }
    return 0;
  }

  /// What an earlier run had set that this algorithm does not know.
  private void tellDropped(Experiment experiment, RunConfig planned) throws IOException {
    List<String> dropped = experiment.dropped();
    if (!dropped.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "uphill: warning: %s of %s are no settings of %s: it begins with its preset %s, and what the two share"
                  .formatted(
                      String.join(", ", dropped),
                      earlier().algorithm(),
                      planned.algorithm(),
                      planned.preset()));
    }
  }

  private List<RunResult> run(World world, List<Long> seeds, Path directory, LiveView view)
      throws IOException, InterruptedException {
    SideBySide together = new SideBySide(Interrupts.heed(spec.commandLine().getErr()), directory);
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    boolean several = seeds.size() > 1;
    Map<Path, Experiment> planned = new LinkedHashMap<>();
    Map<Path, Callable<RunResult>> runs = new LinkedHashMap<>();
    for (long s : seeds) {
      Path place = several ? directory.resolve("seed-" + Long.toUnsignedString(s)) : directory;
      planned.put(place, experiment(world, s));
      runs.put(
          place, // several run in threads of their own, each with its own world's class loader
          () -> {
            Experiment experiment =
                experiment(several ? world() : world, s)
                    .watchedBy(
                        EnvTimeout.over(warnings.over(view), place, world, spec.commandLine()))
                    .interruptedBy(together.interruptOf(place));
            return several ? experiment.resume(place) : experiment.run(place);
          });
    }
    if (several) {
      Experiment.prepare(planned); // those that wait are not forgotten if this process ends
    }
    UnderWay.begin(runs.keySet(), directory, world);
    return together.run(
        runs,
        threads.runsAtATime(),
        world.command("resume", directory),
        run -> world.command("resume", run));
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
    return List.of(config.isPresent() ? earlier().seed() : 0L);
  }

  private Experiment experiment(World world, long seed) throws IOException {
    Experiment experiment = Experiment.in(world);
    Optional<RunConfig> earlier = config.isPresent() ? Optional.of(earlier()) : Optional.empty();
    earlier.ifPresent(experiment::from);
    beginning.ifPresent(experiment::beginningWith);
    return chosen
        .words(environment, weights, steps)
        .on(experiment)
        .seed(seed)
        .threads(threads.count())
        .checkpoints(
            checkpoints.change(earlier.map(RunConfig::checkpoints).orElse(CheckpointPlan.DEFAULT)))
        .evaluations(evaluations.change(earlier.flatMap(RunConfig::evaluations)))
        .watchEvery(
            watchEvery.change(earlier.map(RunConfig::watchEvery).orElse(OptionalInt.empty())))
        .filmedBy(Films::film)
        .envTimeout(envTimeout.limit());
  }

  /// The parameters to begin with: those of another run, or those that the earlier run began with.
  private Optional<Beginning> beginning() throws IOException {
    if (from.isEmpty()) {
      if (fromUpdate.isPresent()) {
        throw new IllegalArgumentException(
            "--from-update says of which update, and --from of which run: give --from RUN too");
      }
      return config.isEmpty() ? Optional.empty() : Beginning.ofRun(config.get(), earlier());
    }
    return Optional.of(
        fromUpdate.isPresent()
            ? Beginning.of(from.get(), fromUpdate.get())
            : Beginning.of(from.get()));
  }

  private World world() throws IOException {
    if (environment.isEmpty() && config.isEmpty()) {
      throw new IllegalArgumentException(
          "which environment? \"uphill envs\" lists them; \"uphill train CartPole-v1\" is a"
              + " start.");
    }
    return environment.isEmpty()
        ? classPath.worldOf(config.orElseThrow())
        : classPath.world(environment);
  }

  /// The name of the environment, which is not made yet; empty where there is none.
  private String environmentName() throws IOException {
    if (!environment.isEmpty() || config.isEmpty()) {
      return environment;
    }
    return classPath.configOf(config.get()).environment();
  }

  private RunConfig earlier() throws IOException {
    return RunConfig.read(config.orElseThrow());
  }
}
