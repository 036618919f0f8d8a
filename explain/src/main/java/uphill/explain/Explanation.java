package uphill.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.RecordedMetrics;
import uphill.lab.RecordedUpdates;
import uphill.lab.Reexecution;
import uphill.lab.config.RunConfig;
import uphill.lab.training.RowsOfUpdate;
import uphill.lab.training.Scores;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.training.UpdateStatistics;
import uphill.lab.world.World;
import uphill.nn.Descent;
import uphill.push.ClipLedger;
import uphill.push.Explained;
import uphill.push.Ledger;
import uphill.push.PolicyStep;
import uphill.push.Promise;
import uphill.push.PushStatistics;
import uphill.push.Regression;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.push.Step;
import uphill.push.StepChecks;
import uphill.push.StepWitness;
import uphill.rl.Agent;
import uphill.rl.Weighted;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.data.Weighing;
import uphill.rl.setting.Settings;

/// One update of a recorded run, explained: carried out again from the nearest checkpoint, with the
/// ledger of what it did to every action's log-probability.
///
/// The run's directory is only read, so a run may go on meanwhile.
///
/// @param update its number, from 1
/// @param seen the optimizer steps that the policy took in training
/// @param takenBack those that it took back, in order
/// @param clipped which actions the loss zeroed in which step, where it clips ratios by the metric
///   "clip"
/// @param weighing what Ψ is; empty for algorithms that have none, whose weights are derived
/// @param ledger in double precision, on the parameters as stored
/// @param rollout what was gathered, all rounds of it: row i is sample i
/// @param plain regression of the predicted pushes along plain steps on the weights
/// @param taken regression of the actual pushes on the weights
public record Explanation(
    RunConfig config,
    int update,
    List<Step> seen,
    List<Step> takenBack,
    Optional<ClipLedger> clipped,
    Optional<Weighing> weighing,
    ScoreModel model,
    Ledger ledger,
    Rollout rollout,
    Regression plain,
    Regression taken) {

  /// What weights are called that no algorithm gave.
  public static final String DERIVED = "derived";

  private static final String CLIP = "clip";

  /// Rows of an update, times parameters, times steps of the policy: some minutes' work.
  private static final double MOST_WORK = 4e10;

  /// Parameters times steps of the policy: each keeps about fifty bytes of each.
  private static final int MOST_KEPT = 16_000_000;

  /// Actions pushed up and down most, of which everything is told.
  public static final int FURTHEST = 5;

  /// Explains an update.
  ///
  /// @param update its number, from 1
  /// @throws IllegalArgumentException if the directory is not a run of this world, did not make
  ///   such an update, or recorded another
  public static Explanation of(World world, Path run, int update) throws IOException {
    return of(world, run, update, -1);
  }

  /// The same.
  ///
  /// @param action a row of which it is told who pushed it, even where that is told of few; −1:
  ///   none in particular
  public static Explanation of(World world, Path run, int update, int action) throws IOException {
    RunConfig config = RunConfig.read(run);
    int wanted = RecordedUpdates.of(run).numbered(update).number();
    try (Reexecution again =
            new Reexecution(world, config, run, wanted - 1, Kernels.best(), Workers.one());
        RecordedMetrics recorded = new RecordedMetrics(world, run, config)) {
      requireFewSteps(config, again.training());
      while (again.training().updates() < wanted - 1) {
        recorded.requireSame(again.next());
      }
      return of(config, again.training(), recorded, action);
    }
  }

  /// Carries out the training's next update, and explains it.
  private static Explanation of(
      RunConfig config, Training training, RecordedMetrics recorded, int action)
      throws IOException {
    Agent agent = training.learner().agent();
    Parameters parameters = training.policy().parameters();
    ScoreModel model = Scores.model(training.policy());
    if (training.learner().sampling().rounds() > 1 && model.normalized().isPresent()) {
      throw new IllegalArgumentException(
          "observations are normalized anew after each of an update's rounds, so it has no one"
              + " policy to explain. Train with one round an update, or"
              + " normalize_observations=false.");
    }
    double[] before = Samples.doubles(parameters.values(), parameters.size());
    RowsOfUpdate rows = new RowsOfUpdate(training);
    StepWitness witness = new StepWitness(model, rows).atMost(mostSteps(config, model));
    for (Descent descent : training.learner().setup().descents()) {
      if (descent.parameters() == parameters) {
        witness.watch(descent);
      }
    }
    Training.Learned learned = training.update(rows);
    recorded.requireSame(UpdateRecord.of(training, learned));
    if (training.learner().sampling().rounds() > 1 && training.rollout().rewardScale() != 1) {
      throw new IllegalArgumentException(
          "rewards are scaled anew in each of an update's rounds, so its batch has no one scale to"
              + " explain. Train with one round an update, or normalize_rewards=false.");
    }
    if (witness.steps().isEmpty()) {
      throw new IllegalArgumentException(
          "update %s took no step of the policy%s, so nothing was pushed. Choose another with --update."
              .formatted(
                  Integer.toString(training.updates()),
                  NaturalAccount.refusal(
                      Promise.of(model, List.of(), witness.takenBack()),
                      witness.takenBack().size())));
    }
    double[] after = Samples.doubles(parameters.values(), parameters.size());
    StepChecks.requireWhole(witness.steps(), before, after);
    for (Step step : witness.steps()) {
      StepChecks.requireOptimizer(step);
      StepChecks.requireRows(step, rows.rows().observation, rows.rows().action, rows.rows().mask);
      StepChecks.requireGradient(step);
      StepChecks.requireThroughHeads(model, step);
    }
    return of(config, training.updates(), agent, model, witness, rows, action);
  }

  /// Of an update that was seen.
  private static Explanation of(
      RunConfig config,
      int update,
      Agent agent,
      ScoreModel model,
      StepWitness witness,
      RowsOfUpdate gathered,
      int action) {
    List<Step> seen = witness.steps();
    Rollout rollout = gathered.rows();
    int rows = rollout.rows();
    Samples samples =
        Samples.of(
                rows,
                rollout.observation,
                rollout.action,
                rollout.observationSize(),
                rollout.actionSize())
            .allowing(rollout.mask, rollout.choices());
    double[] psi =
        agent instanceof Weighted ? Samples.doubles(gathered.weights(), rows) : new double[0];
    Explained explained = new Explained(samples, rollout.trajectoryOfRow(), psi);
    List<PolicyStep> steps =
        seen.stream().map(step -> PolicyStep.of(model, step, explained)).toList();
    Ledger ledger = new Ledger(model, explained, steps, actual -> some(samples, actual, action));
    return new Explanation(
        config,
        update,
        seen,
        witness.takenBack(),
        clip(agent.metrics())
            .filter(_ -> ClipLedger.tells(seen))
            .map(clip -> new ClipLedger(clip, seen, ledger)),
        agent instanceof Weighted weighted ? Optional.of(weighted.weighing()) : Optional.empty(),
        model,
        ledger,
        rollout,
        Regression.of(ledger.weights(), ledger.plain()),
        Regression.of(ledger.weights(), ledger.actual()));
  }

  /// An update has a step in each of its rounds, if it has any: what is too much is said at once.
  private static void requireFewSteps(RunConfig config, Training training) {
    int rounds = config.settings().sampling().rounds();
    long most = mostSteps(config, Scores.model(training.policy()));
    if (rounds > most) {
      throw new IllegalArgumentException(
          "updates of this run are not explained: each has %s rounds with a step of the policy or more, and with so many rows and parameters %s steps are the most. Longer rounds (train_every) or smaller networks have fewer"
              .formatted(Integer.toString(rounds), Long.toString(most)));
    }
  }

  /// How many steps of the policy an update may have that is explained.
  private static long mostSteps(RunConfig config, ScoreModel model) {
    Sampling sampling = config.settings().sampling();
    double most = Math.min(MOST_WORK / sampling.stepsOfUpdate(), MOST_KEPT) / model.size();
    return Math.max(1, (long) most);
  }

  /// Of which actions it is told who pushed them, where that cannot be told of all.
  private static int[] some(Samples samples, double[] actual, int action) {
    int[] furthest =
        new AlikeSamples(samples, new double[actual.length]).furthest(FURTHEST, actual);
    return IntStream.concat(IntStream.of(furthest), IntStream.of(action))
        .filter(i -> i >= 0 && i < actual.length)
        .distinct()
        .toArray();
  }

  private static Optional<Double> clip(Metrics metrics) {
    return metrics.names().contains(CLIP) ? Optional.of(metrics.get(CLIP)) : Optional.empty();
  }

  /// Copies the lists.
  public Explanation {
    seen = List.copyOf(seen);
    takenBack = List.copyOf(takenBack);
  }

  /// What the step promised and what came of it, and of those that were taken back before it; empty
  /// unless it is the only one, along a natural gradient.
  public List<Promise> promises() {
    return Promise.of(model, seen, takenBack);
  }

  /// α of this update's first step.
  public double learningRate() {
    return seen.getFirst().optimizer().learningRate();
  }

  /// How many of the actions alone were allowed in their states: forced moves, that nothing can
  /// make more or less probable.
  public int forced() {
    int count = 0;
    for (boolean forced : ledger.explained().forced(model)) {
      count += forced ? 1 : 0;
    }
    return count;
  }

  /// δ of the setting "max_kl", what a mean KL must not exceed; empty if there is none.
  public OptionalDouble largestKl() {
    return Settings.values(config.settings()).get("max_kl") instanceof Double kl
        ? OptionalDouble.of(kl)
        : OptionalDouble.empty();
  }

  /// Whether the policy took more than one step.
  public boolean severalSteps() {
    return seen.size() > 1;
  }

  /// Ψ in a word, `reward-to-go`; "derived" if the algorithm has none.
  public String weights() {
    return weighing.map(psi -> Settings.word(psi.kind()).replace('_', '-')).orElse(DERIVED);
  }

  /// The statistics of this update, on all its rows; a run's own metrics look at fewer.
  public PushStatistics statistics() {
    return UpdateStatistics.of(ledger, rollout, weighing);
  }
}
