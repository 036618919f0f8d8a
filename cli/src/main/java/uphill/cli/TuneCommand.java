package uphill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import uphill.cli.option.ThreadsOption;
import uphill.cli.process.Restart;
import uphill.cli.report.TuneReport;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.world.World;
import uphill.study.Halving;
import uphill.study.SearchSpace;
import uphill.study.StudyFolder;
import uphill.study.TrainWords;
import uphill.study.Trial;
import uphill.study.TuneResults;
import uphill.study.Tuning;

/// `uphill tune`.
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Searches for settings that learn an environment better than the preset does.",
      "",
      "  uphill tune Pendulum-v1 --algo ppo --steps 100k",
      "  uphill tune CartPole-v1 --search 'learning_rate=1e-4..1e-2 log' --search gamma",
      "",
      "Settings are drawn at random. All trials are trained briefly, the best third",
      "of them longer, and the best third of these for all the steps. Trial 0 is the",
      "preset, and takes part to the end. What is finished is not run again, what was",
      "interrupted goes on. DIR/results has what came of it, and DIR/confirm.txt is a",
      "table for \"uphill bench\", which trains the winner on other seeds.",
      ""
    })
final class TuneCommand implements Callable<Integer> {

  private static final String TRIALS = "32";
  private static final int MOST_OF_NAME = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ENV",
      completionCandidates = CompletionCommand.EnvironmentIds.class,
      description = "Environment: an id from \"uphill envs\", or a class.")
  private String environment = "";

  @Mixin private AlgorithmOptions chosen = new AlgorithmOptions();

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Seeds.Count.class,
      description =
          "Environment steps of each seed in the last rung: 100k, 1e6 (default: the preset's).")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--trials",
      paramLabel = "N",
      description =
          "How many settings are tried, the preset among them (default: ${DEFAULT-VALUE}).",
      defaultValue = TRIALS)
  private int trials;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = Seeds.HowMany.class,
      description = "Of each trial: how many (3: seeds 0..2), or which: 5..9 (default: 3).")
  private SeedList seeds = new SeedList(List.of(0L, 1L, 2L));

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "That settings are drawn with (default: 0).")
  private SeedList seed = new SeedList(List.of(0L));

  @Option(
      names = "--search",
      paramLabel = "NAME[=RANGE]",
      description =
          "Varies this setting, and only those named so: in LOW..HIGH, \"LOW..HIGH log\" or A|B|C,"
              + " or as \"uphill algorithms\" says. May be repeated (default: all that it says a"
              + " range of).")
  private List<String> search = new ArrayList<>();

  @Option(
      names = "--eta",
      paramLabel = "N",
      description =
          "One trial in so many goes on to the next rung, with so many times the steps (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "" + Halving.ETA)
  private int eta;

  @Option(
      names = "--rungs",
      paramLabel = "N",
      description =
          "How many times trials are compared; 1: all of them with all steps (default: as many as"
              + " leave two for the last, 3 at most).")
  private Optional<Integer> rungCount = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for runs and results (default: runs/tune-ENV-ALGO).")
  private Optional<Path> out = Optional.empty();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--json",
      description = "Print one JSON object to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException, InterruptedException {
    threads.count(); // what is wrong is said before anything is run
    envTimeout.limit();
    classPath.loader();
    requireOneWord();
    TrainWords words = chosen.words(environment, /* weights= */ "", steps);
    Restart.beforeMaking(environment, any -> Restart.isWanted(words.on(Experiment.in(any))));
    World world = classPath.world(environment);
    Experiment first = words.on(Experiment.in(world)).threads(threads.count());
    Tuning tuning = tuning(words, first.config(), world);
    StudyFolder folder = new StudyFolder(out.orElseGet(() -> usual(tuning)));
    RowRuns runs = new RowRuns(spec.commandLine(), folder, threads, envTimeout, classPath);
    TuneReport report = new TuneReport(spec.commandLine().getOut(), json);
    TuneRungs rungs = new TuneRungs(tuning, folder, runs, report, json);
    rungs.requireSame();
    if (tuning.trials().stream().anyMatch(trial -> isLong(trial, world))) {
      Restart.withVectors(); // before anything is said: it would be said twice
    }
    for (String idle : first.idle()) {
      spec.commandLine().getErr().println("uphill: warning: " + idle);
    }
    report.begin(tuning, folder);
    TuneResults results = rungs.run(again(words, folder));
    report.end(results, folder, classPath::command);
    return results.winner().isPresent() ? 0 : 1;
  }

  /// A table of experiments, which is to confirm the winner, cannot name anything else.
  private void requireOneWord() {
    if (environment.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "%s has a blank in its name, and a table of experiments, which confirms what is found, cannot name it: give it a name without"
              .formatted(Shown.text(environment)));
    }
  }

  private Tuning tuning(TrainWords words, RunConfig config, World world) {
    Halving usual = Halving.of(trials, eta, config.steps());
    Halving halving =
        rungCount.isEmpty() ? usual : new Halving(trials, eta, rungCount.get(), config.steps());
    SearchSpace space = SearchSpace.of(search, words.settings(), config, world);
    return Tuning.of(words, config, space, halving, seed.seeds().getFirst(), seeds, world);
  }

  private static boolean isLong(Trial trial, World world) {
    return trial.refused().isEmpty() && Restart.isWanted(trial.train().on(Experiment.in(world)));
  }

  private static Path usual(Tuning tuning) {
    String name = tuning.base().environment().replaceAll("[^A-Za-z0-9._-]", "_");
    return Path.of(
        "runs",
        "tune-%s-%s"
            .formatted(
                name.substring(0, Math.min(MOST_OF_NAME, name.length())),
                tuning.base().algorithm()));
  }

  /// This command, as it is typed to go on.
  private String again(TrainWords train, StudyFolder folder) {
    List<Object> words = new ArrayList<>(List.of("tune"));
    words.addAll(train.list());
    words.addAll(List.of("--trials", trials, "--seeds", Seeds.HowMany.text(seeds)));
    words.addAll(List.of("--seed", seed.text()));
    search.forEach(range -> words.addAll(List.of("--search", range)));
    words.addAll(List.of("--eta", eta));
    rungCount.ifPresent(count -> words.addAll(List.of("--rungs", count)));
    words.addAll(List.of("--out", folder.path()));
    return classPath.command(words.toArray());
  }
}
