package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.Seeds;
import uphill.cli.report.LqrReport;
import uphill.cli.report.OracleReport;
import uphill.cli.report.ScoreTable;
import uphill.cli.report.TableReport;
import uphill.cli.terminal.Width;
import uphill.explain.OracleProblem;
import uphill.explain.Tables;
import uphill.lab.config.SeedList;
import uphill.oracle.Ascent;
import uphill.oracle.Criterion;
import uphill.oracle.Lqr;
import uphill.oracle.Scoreboard;
import uphill.oracle.TabularPolicy;
import uphill.records.Json;
import uphill.records.Place;

/// `uphill oracle`.
@Command(
    name = "oracle",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes the exact policy gradient of a world that is a table, and scores every estimator"
          + " of it: bias, variance, and how many trajectories it needs.",
      "",
      "  uphill oracle FrozenLake-v1",
      "  uphill oracle FrozenLake-v1 --policy runs/a --weights reward_to_go,gae_0.95",
      "  uphill oracle discount-mismatch      where dropping gamma^t climbs the wrong way",
      "  uphill oracle lqr --horizon inf      a continuous one, in closed form",
      "  uphill oracle rooms.json --json      your own table (docs/mdp.md)",
      ""
    })
final class OracleCommand implements Callable<Integer> {

  private static final int MOST_ASCENT = 100_000;
  private static final List<String> TABLE_OPTIONS =
      List.of("--policy", "--mode", "--critic", "--ascent", "--learning-rate");
  private static final List<String> LQR_OPTIONS = List.of("--gain", "--std");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "WORLD",
      description =
          "FrozenLake-v1, CliffWalking-v1, Taxi-v4 ...; bandit, chain, discount-mismatch, lqr; or"
              + " a JSON file.")
  private String problem = "";

  @Option(
      names = "--policy",
      paramLabel = "uniform|RUN",
      description = "Whose gradient: all actions alike, or a trained policy (default: uniform).")
  private String policy = "uniform";

  @Option(names = "--mode", description = "The policy's most probable actions instead.")
  private boolean mode;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description = "The discount (default: 1; 0.99 with an infinite horizon).")
  private Optional<Double> gamma = Optional.empty();

  @Option(
      names = "--horizon",
      paramLabel = "N|inf",
      description = "Steps that count (default: the world's own limit, else inf).")
  private String horizon = "";

  @Option(
      names = "--weights",
      paramLabel = "all|NAME,...",
      description = "The estimators to show (default: all).")
  private String weights = "all";

  @Option(
      names = "--critic",
      paramLabel = "exact|state|zero",
      description =
          "v of the baseline and of GAE: the exact value, the best that sees no clock, or 0"
              + " (default: exact).")
  private String critic = "exact";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Trajectories to draw, at most, where they are too many to run through (default: 100k).")
  private String samples = "100k";

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seeds.One.class,
      description = "Of those (default: 0).")
  private SeedList seed = new SeedList(List.of(0L));

  @Option(
      names = "--ascent",
      paramLabel = "N",
      description = "Steps of the exact learning curve (default: ${DEFAULT-VALUE}).")
  private int ascent = 100;

  @Option(
      names = "--learning-rate",
      paramLabel = "A",
      description = "Of those steps (default: each moves no logit by more than 0.5).")
  private double learningRate;

  @Option(names = "--gain", paramLabel = "K", description = "lqr: the policy's gain.")
  private double gain = -0.3;

  @Option(names = "--std", paramLabel = "S", description = "lqr: the policy's sigma.")
  private double std = 0.5;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Also draw how the cosine grows with the trajectories: FILE.svg and FILE.png.")
  private Path picture = Path.of("");

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    boolean linear = problem.equals("lqr");
    List<String> others = linear ? TABLE_OPTIONS : LQR_OPTIONS;
    for (String option : others) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(
            "%s means nothing for %s; leave it out".formatted(option, problem));
      }
    }
    if (ascent < 0 || ascent > MOST_ASCENT) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "--ascent takes 0 to %d steps, got %d", MOST_ASCENT, ascent));
    }
    if (!picture.toString().isEmpty()) {
      Place.require(picture, "--picture");
    }
    OracleReport report = linear ? lqr() : table();
    if (!picture.toString().isEmpty()) {
      if (report.scores().board().scores().isEmpty()) {
        throw new IllegalArgumentException(
            "--picture has nothing to draw, because J has no gradient here; leave it out");
      }
      report.scores().draw(picture, report.title());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(report.toJson()));
    } else {
      report.print(out, Width.ofLines());
    }
    return 0;
  }

  private OracleReport table() throws IOException {
    OracleProblem problem = OracleProblem.named(this.problem, classPath.loader());
    Criterion criterion = criterion(problem.criterion());
    TabularPolicy whole =
        policy.equals("uniform")
            ? TabularPolicy.uniform(problem.mdp())
            : Tables.policy(Path.of(policy), problem.mdp());
    if (!policy.equals("uniform")) {
      problem.unlike(Path.of(policy)).ifPresent(spec.commandLine().getErr()::println);
    }
    TabularPolicy acting = mode ? whole.mode() : whole;
    Scoreboard board = Scoreboard.of(problem.mdp(), acting, criterion, baseline(), drawn(), seed());
    Ascent curve = Ascent.from(problem.mdp(), acting, criterion, ascent, learningRate);
    return new TableReport(
        problem,
        acting,
        mode ? "mode of " + policy : policy,
        criterion,
        new ScoreTable(board, chosen(board), critic),
        curve);
  }

  private OracleReport lqr() {
    if (!(std > 0 && std < Double.POSITIVE_INFINITY) || !Double.isFinite(gain)) {
      throw new IllegalArgumentException(
          "--gain must be finite and --std positive, got %s and %s".formatted(gain, std));
    }
    Lqr problem = Lqr.standard(criterion(Criterion.steps(Lqr.USUAL_STEPS, 1)));
    Lqr.Linear acting = new Lqr.Linear(gain, StrictMath.log(std));
    if (problem.diverges(acting)) {
      Scoreboard none = new Scoreboard(List.of(), /* enumerated= */ false, 0, problem.steps());
      return new LqrReport(problem, acting, new ScoreTable(none, List.of(), "exact"));
    }
    Scoreboard board = Scoreboard.of(problem, acting, drawn(), seed());
    if (!board.scores().stream().allMatch(score -> Double.isFinite(score.varianceHigh()))) {
      throw new IllegalArgumentException(
          "with --gain %s and --std %s J, its gradient or the variances are larger than a number can be; take a smaller gain or std, or a shorter --horizon"
              .formatted(gain, std));
    }
    return new LqrReport(problem, acting, new ScoreTable(board, chosen(board), "exact"));
  }

  private Criterion criterion(Criterion usual) {
    OptionalInt steps =
        switch (horizon) {
          case "" -> usual.horizon();
          case "inf" -> OptionalInt.empty();
          default -> OptionalInt.of(Seeds.count("--horizon", horizon));
        };
    double otherwise =
        usual.horizon().isPresent() == steps.isPresent()
            ? usual.gamma()
            : steps.isPresent() ? 1 : Criterion.USUAL_GAMMA;
    return new Criterion(gamma.orElse(otherwise), steps);
  }

  private Scoreboard.Baseline baseline() {
    for (Scoreboard.Baseline baseline : Scoreboard.Baseline.values()) {
      if (baseline.name().toLowerCase(Locale.ROOT).equals(critic)) {
        return baseline;
      }
    }
    throw new IllegalArgumentException(
        "--critic takes exact, state or zero, got \"%s\"".formatted(critic));
  }

  private long seed() {
    return seed.seeds().getFirst();
  }

  private int drawn() {
    return Seeds.count("--samples", samples);
  }

  /// The names that were asked for.
  private List<String> chosen(Scoreboard board) {
    List<String> all = board.scores().stream().map(score -> score.name()).toList();
    if (weights.equals("all")) {
      return all;
    }
    List<String> chosen = new ArrayList<>();
    for (String name : weights.split(",", -1)) {
      String stripped = name.strip();
      if (!all.contains(stripped)) {
        throw new IllegalArgumentException(
            "--weights takes all, or some of %s; got \"%s\""
                .formatted(String.join(", ", all), stripped));
      }
      chosen.add(stripped);
    }
    return chosen;
  }
}
