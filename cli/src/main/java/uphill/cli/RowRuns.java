package uphill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.option.ThreadsOption;
import uphill.cli.process.Interrupts;
import uphill.cli.process.Restart;
import uphill.cli.process.UnderWay;
import uphill.cli.report.LiveView;
import uphill.cli.report.Warnings;
import uphill.explain.OracleProblem;
import uphill.explain.Tables;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.RunDirectory;
import uphill.lab.TrainedPolicy;
import uphill.lab.config.Expectation;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.record.LostFile;
import uphill.lab.training.Training;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.oracle.TabularPolicy;
import uphill.study.Row;
import uphill.study.SeedResult;
import uphill.study.StudyFolder;

/// Carries out the runs of rows in a folder, side by side on the cores: what is finished is not run
/// again, and what was interrupted goes on.
final class RowRuns {

  /// A run that a row asks for.
  record Planned(Row row, Path place, World world, Experiment experiment, RunConfig config) {

    boolean isFinished() {
      return RunDirectory.isFinished(place);
    }
  }

  /// What is made of a run.
  interface Ending<R> {
    /// Has it carried out, and makes something of its result.
    R of(Planned run, Callable<SeedResult> result) throws Exception;
  }

  private final CommandLine line;
  private final StudyFolder folder;
  private final ThreadsOption threads;
  private final EnvTimeout envTimeout;
  private final ClassPath classPath;
  private final Warnings warnings;
  private final Map<String, World> worlds = new LinkedHashMap<>();

  RowRuns(
      CommandLine line,
      StudyFolder folder,
      ThreadsOption threads,
      EnvTimeout envTimeout,
      ClassPath classPath) {
    this.line = line;
    this.folder = folder;
    this.threads = threads;
    this.envTimeout = envTimeout;
    this.classPath = classPath;
    this.warnings = new Warnings(line.getErr());
  }

  /// The world of a row, which is made once.
  World world(String environment) {
    return worlds.computeIfAbsent(environment, classPath::world);
  }

  /// The runs of a row, in the order of its seeds.
  ///
  /// @throws IllegalArgumentException if it cannot be trained
  List<Planned> plan(Row row) throws IOException {
    String environment = row.train().environment();
    Restart.beforeMaking(environment, any -> Restart.isWanted(row.train().on(Experiment.in(any))));
    World world = world(environment);
    if (row.isExact()) {
      table(row);
    }
    List<Planned> plan = new ArrayList<>();
    for (long seed : row.seeds().seeds()) {
      Experiment experiment = experiment(row, world, seed);
      plan.add(new Planned(row, folder.run(row, seed), world, experiment, experiment.config()));
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

  /// Refuses directories that hold other runs, or what is left of a finished one.
  ///
  /// @throws IllegalArgumentException if one does
  static void requireSame(List<Planned> plan) throws IOException {
    for (Planned run : plan) {
      LostFile.refuse(run.place(), RunConfig.FILE);
      LostFile.refuse(run.place(), RunDirectory.RESULT);
      if (RunDirectory.isBegun(run.place())) {
        StudyFolder.requireSame(run.place(), run.row(), run.config());
      }
    }
  }

  /// Those that are not finished.
  static List<Planned> left(List<Planned> plan) {
    return plan.stream().filter(run -> !run.isFinished()).toList();
  }

  /// Writes down what will be run: runs that wait are not forgotten if this process ends.
  static void prepare(List<Planned> left) throws IOException {
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

  /// A view of runs, which says how long those that are left will take.
  LiveView view(List<Planned> left) {
    LiveView view =
        LiveView.of(line.getOut(), left.size(), run -> folder.path().relativize(run).toString());
    if (!left.isEmpty()) {
      view.expect(expected(left), left.size(), threads.runsAtATime());
    }
    return view;
  }

  /// Carries them out.
  ///
  /// @param again the command that goes on with all of them
  /// @return what was made of each, in their order
  <R> List<R> run(List<Planned> plan, LiveView view, String again, Ending<R> ending)
      throws IOException, InterruptedException {
    SideBySide together = new SideBySide(Interrupts.heed(line.getErr()), folder.path());
    Map<Path, Callable<R>> runs = new LinkedHashMap<>();
    for (Planned run : plan) {
      runs.put(run.place(), () -> ending.of(run, () -> result(run, together, view)));
    }
    UnderWay.begin(runs.keySet(), again, /* eval= */ "");
    return together.run(
        runs, threads.runsAtATime(), again, place -> classPath.command("resume", place));
  }

  private SeedResult result(Planned run, SideBySide together, LiveView view) throws IOException {
    if (!run.isFinished()) {
      // In a thread of its own, with its own world's class loader.
      World own = classPath.world(run.row().train().environment());
      experiment(run.row(), own, run.config().seed())
          .watchedBy(EnvTimeout.over(warnings.over(view), run.place(), run.world(), line))
          .interruptedBy(together.interruptOf(run.place()))
          .resume(run.place());
    }
    return result(run);
  }

  /// The table behind a row's world.
  ///
  /// @throws IllegalArgumentException if it is none, or its episodes have no end
  private OracleProblem table(Row row) {
    OracleProblem problem;
    try {
      problem = OracleProblem.named(row.train().environment(), classPath.loader());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the row %s is to be scored exactly: %s. Or give it a number of episodes"
              .formatted(row.name(), Shown.sentence(e)),
          e);
    }
    if (problem.criterion().horizon().isEmpty()) {
      throw new IllegalArgumentException(
          "the row %s is to be scored exactly, and %s has no time limit, so its J has none either: give the world one (%s:max_episode_steps=200), or the row a number of episodes"
              .formatted(row.name(), problem.name(), problem.name()));
    }
    return problem;
  }

  /// What a finished run found, in as many episodes as the row asks for, or exactly.
  private SeedResult result(Planned run) throws IOException {
    SeedResult result = SeedResult.of(run.place());
    if (run.row().isExact()) {
      OracleProblem problem = table(run.row());
      TabularPolicy mode = Tables.policy(run.place(), problem.mdp()).mode();
      Criterion undiscounted = Criterion.steps(problem.criterion().horizon().orElseThrow(), 1);
      return result.exactly(Exact.of(problem.mdp(), mode, undiscounted).objective());
    }
    int episodes = run.row().episodes();
    if (episodes == Evaluation.EPISODES) {
      return result;
    }
    try (Watchdog watchdog = envTimeout.watchdog(line)) {
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
}
