package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import uphill.cli.option.Seeds;
import uphill.cli.option.ThreadsOption;
import uphill.cli.process.Interrupts;
import uphill.cli.process.Restart;
import uphill.cli.process.UnderWay;
import uphill.cli.report.BenchReport;
import uphill.cli.report.LiveView;
import uphill.cli.report.Warnings;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.RunDirectory;
import uphill.lab.TrainedPolicy;
import uphill.lab.config.Expectation;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.training.Training;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.study.Row;
import uphill.study.RowResults;
import uphill.study.SeedResult;
import uphill.study.StudyFolder;
import uphill.study.StudyMarkdown;
import uphill.study.StudyResults;
import uphill.study.StudyTable;

/// `uphill bench`.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a table of experiments, several seeds each, and says what came of them.",
      "",
      "  cartpole-ppo                                              a row: its name,",
      "    train      CartPole-v1 --algo ppo --set epochs=10|20    what is trained; | makes a grid",
      "    seeds      0..9                                         (default: 0..9)",
      "    episodes   100                                          of the evaluation (default:"
          + " 100)",
      "    evaluate   5k                                           the mode every so many steps,"
          + " for the curve",
      "    goal       475                                          a mean return of at least this",
      "    published  500 at 100k                                  what others report, in words",
      "",
      "What is finished is not run again, what was interrupted goes on.",
      "What came of a row lies in DIR/results/ROW.json, and DIR/results/index.html shows all.",
      ""
    })
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TABLE", description = "A file of experiments.")
  private Path file = Path.of("");

  @Option(
      names = "--only",
      paramLabel = "ROW",
      description = "Only this row, or the rows of this grid. May be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "S..S",
      converter = Seeds.ListOf.class,
      description = "These seeds, whatever the table says: 0..9, or 1,5,7.")
  private SeedList seeds = new SeedList(List.of());

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for runs and results (default: runs/NAME for a table NAME.txt).")
  private Optional<Path> out = Optional.empty();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "Write the results into this document too, between the lines \"<!-- bench NAME begins"
              + " -->\" and \"<!-- bench NAME ends -->\".")
  private Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--json",
      description = "Print one JSON object per row to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  /// A run that the table asks for.
  private record Planned(
      Row row, Path place, World world, Experiment experiment, RunConfig config) {

    boolean isFinished() {
      return RunDirectory.isFinished(place);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter screen = spec.commandLine().getOut();
    threads.count(); // what is wrong is said before anything is run
    envTimeout.limit();
    classPath.loader();
    StudyTable table = StudyTable.read(file);
    List<Row> rows =
        table.only(only).stream()
            .map(row -> seeds.seeds().isEmpty() ? row : row.withSeeds(seeds))
            .toList();
    if (markdown.isPresent()) {
      StudyMarkdown.require(markdown.get(), table.name());
    }
    StudyFolder folder = new StudyFolder(out.orElse(Path.of("runs", table.name())));
    List<Planned> plan = plan(rows, folder);
    List<Planned> left = plan.stream().filter(run -> !run.isFinished()).toList();
    if (left.stream().anyMatch(run -> Restart.isWanted(run.experiment()))) {
      Restart.withVectors(); // before anything is said: it would be said twice
    }
    warnOfIdle(left);
    prepare(left);
    StudyResults results = new StudyResults(folder, table);
    if (!json) {
      screen.println(introduction(rows.size(), plan.size(), plan.size() - left.size(), folder));
    }
    try (LiveView view =
        json
            ? LiveView.silent()
            : LiveView.of(screen, left.size(), run -> folder.path().relativize(run).toString())) {
      if (!left.isEmpty()) {
        view.expect(expected(left), left.size(), threads.runsAtATime());
      }
      run(plan, folder, results, view);
    }
    List<RowResults> whole = results.rows();
    if (markdown.isPresent()) {
      StudyMarkdown.write(markdown.get(), table, folder);
    }
    if (json) {
      whole.forEach(row -> screen.println(Json.line(row.toJson())));
    } else {
      BenchReport.print(whole, rows, folder, screen);
    }
    return 0;
  }

  private String introduction(int rows, int runs, int finished, StudyFolder folder) {
    return "%s: %s, %s%s, in %s"
        .formatted(
            file,
            Shown.count(rows, "row"),
            Shown.count(runs, "run"),
            finished == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    " (%d of them %s finished)",
                    finished,
                    finished == 1 ? "is" : "are"),
            folder.path());
  }

  /// All runs, in the order of the table.
  ///
  /// @throws IllegalArgumentException if a row cannot be trained, or a directory holds another run;
  ///   nothing was written then
  private List<Planned> plan(List<Row> rows, StudyFolder folder) throws IOException {
    Map<String, World> worlds = new LinkedHashMap<>();
    List<Planned> plan = new ArrayList<>();
    for (Row row : rows) {
      try {
        String environment = row.train().environment();
        Restart.beforeMaking(
            environment, any -> Restart.isWanted(row.train().on(Experiment.in(any))));
        World world = worlds.computeIfAbsent(environment, classPath::world);
        for (long seed : row.seeds().seeds()) {
          Experiment experiment = experiment(row, world, seed);
          plan.add(new Planned(row, folder.run(row, seed), world, experiment, experiment.config()));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s: %s".formatted(row.place(), Shown.sentence(e)), e);
      }
    }
    for (Planned run : plan) {
      if (RunDirectory.isBegun(run.place())) {
        StudyFolder.requireSame(run.place(), run.row(), run.config());
      }
    }
    return plan;
  }

  private Experiment experiment(Row row, World world, long seed) {
    return row.train()
        .on(Experiment.in(world))
        .evaluations(row.evaluations())
        .seed(seed)
        .threads(threads.count())
        .envTimeout(envTimeout.limit());
  }

  private void warnOfIdle(List<Planned> left) {
    Map<String, Planned> rows = new LinkedHashMap<>();
    left.forEach(run -> rows.putIfAbsent(run.row().name(), run));
    rows.forEach(
        (name, run) ->
            run.experiment()
                .idle()
                .forEach(
                    idle ->
                        spec.commandLine()
                            .getErr()
                            .println("uphill: warning: %s: %s".formatted(name, idle))));
  }

  /// Writes down what will be run: runs that wait are not forgotten if this process ends.
  private static void prepare(List<Planned> left) throws IOException {
    Map<Path, Experiment> fresh = new LinkedHashMap<>();
    for (Planned run : left) {
      if (!RunDirectory.isBegun(run.place())) {
        fresh.put(run.place(), run.experiment());
      }
    }
    Experiment.prepare(fresh);
  }

  /// What one of them takes on average.
  private static Expectation expected(List<Planned> left) {
    double first = 0;
    double all = 0;
    for (Planned run : left) {
      Expectation one = run.experiment().expected();
      first = Math.max(first, one.firstUpdate());
      all += one.all() / left.size();
    }
    return new Expectation(first, all);
  }

  private void run(List<Planned> plan, StudyFolder folder, StudyResults results, LiveView view)
      throws IOException, InterruptedException {
    SideBySide together = new SideBySide(Interrupts.heed(spec.commandLine().getErr()));
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    Map<Path, Callable<SeedResult>> runs = new LinkedHashMap<>();
    for (Planned run : plan) {
      runs.put(
          run.place(),
          () -> {
            if (!run.isFinished()) {
              // In a thread of its own, with its own world's class loader.
              World own = classPath.world(run.row().train().environment());
              experiment(run.row(), own, run.config().seed())
                  .watchedBy(
                      EnvTimeout.over(
                          warnings.over(view), run.place(), run.world(), spec.commandLine()))
                  .interruptedBy(together.interruptOf(run.place()))
                  .resume(run.place());
            }
            SeedResult result = result(run);
            results.add(run.row(), run.config(), result);
            return result;
          });
    }
    String again = again(folder);
    UnderWay.begin(runs.keySet(), again, /* eval= */ "");
    together.run(runs, threads.runsAtATime(), again, place -> classPath.command("resume", place));
  }

  /// What a finished run found, in as many episodes as the row asks for.
  private SeedResult result(Planned run) throws IOException {
    SeedResult result = SeedResult.of(run.place());
    int episodes = run.row().episodes();
    if (episodes == Evaluation.EPISODES) {
      return result;
    }
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      World world = classPath.world(run.row().train().environment()).watchedBy(watchdog);
      TrainedPolicy trained =
          TrainedPolicy.load(run.place(), world.observationSpace(), world.actionSpace());
      return result.with(evaluation(world, trained, episodes, run.config().seed()));
    }
  }

  private static Evaluation evaluation(
      World world, TrainedPolicy trained, int episodes, long seed) {
    try (EvaluationEnvs envs = new EvaluationEnvs(world)) {
      return Evaluation.of(
          envs,
          trained.policy(),
          episodes,
          Training.evaluationSeed(seed),
          Evaluation.Choice.MODE,
          Kernels.best(),
          _ -> {});
    }
  }

  /// This command, as it is typed to go on.
  private String again(StudyFolder folder) {
    List<Object> words = new ArrayList<>(List.of("bench", file));
    for (String row : only) {
      words.addAll(List.of("--only", row));
    }
    if (!seeds.seeds().isEmpty()) {
      words.addAll(List.of("--seeds", seeds.text()));
    }
    words.addAll(List.of("--out", folder.path()));
    markdown.ifPresent(document -> words.addAll(List.of("--markdown", document)));
    return classPath.command(words.toArray());
  }
}
