package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uphill.env.Space;
import uphill.env.check.Scales;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.Times;
import uphill.lab.training.Remedy;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.Memory;
import uphill.rl.data.LongEpisodeException;

/// A training that is recorded, from its beginning or a checkpoint of it to its end.
final class Run {

  private final World world;
  private final EvaluationEnvs envs;
  private final RunConfig config;
  private final Kernels kernels;
  private final Training training;
  private final RunDirectory records;
  private boolean warnedOfLook;
  private final SolvedWatch watch;
  private final PlannedEvaluations evaluations;
  private final Consumer<RunEvent> watcher;
  private final BooleanSupplier stop;
  private final BooleanSupplier interrupt;
  private final PlannedFilms films;
  private double earlierSeconds;
  private double earlierEvaluationSeconds;
  private long begun;
  private long saved;
  private int savedUpdate = -1;
  private String sha256 = "";

  /// @param envs that evaluations play in
  /// @param stop whether the run should come to its end early
  /// @param interrupt whether it should save its state and leave the rest for later
  /// @param filming who draws episodes
  Run(
      EvaluationEnvs envs,
      Kernels kernels,
      Training training,
      RunDirectory records,
      Consumer<RunEvent> watcher,
      BooleanSupplier stop,
      BooleanSupplier interrupt,
      Filming filming) {
    this.world = envs.world();
    this.envs = envs;
    this.config = training.config();
    this.kernels = kernels;
    this.training = training;
    this.records = records;
    this.watcher = watcher;
    this.stop = stop;
    this.interrupt = interrupt;
    watch = new SolvedWatch(envs, kernels, config.seed());
    evaluations = new PlannedEvaluations(envs, kernels, config);
    films = new PlannedFilms(filming, config);
  }

  /// Goes on from a checkpoint that the training was brought to.
  void goOnFrom(Checkpoint checkpoint) throws IOException {
    Times times = records.goBackTo(checkpoint);
    earlierSeconds = times.seconds();
    earlierEvaluationSeconds = times.evaluationSeconds();
    watch.restore(checkpoint.solved(), Checkpoint.STATE, times.solvedSeconds());
    savedUpdate = checkpoint.update();
    sha256 = checkpoint.parametersSha256();
  }

  /// Trains, records, evaluates.
  ///
  /// @throws RunInterrupted if it was interrupted; its state is saved then
  RunResult toTheEnd() throws IOException {
    String beginning = training.updates() == 0 ? training.beginning() : "";
    watcher.accept(new RunEvent.Started(config, records.path(), beginning));
    if (training.updates() == 0) {
      warn();
    }
    begun = System.nanoTime();
    saved = begun;
    boolean last = training.finished();
    while (!last) {
      long before = training.steps();
      update();
      boolean interrupted = !training.finished() && interrupt.getAsBoolean();
      last = training.finished() || (!interrupted && stop.getAsBoolean());
      double sinceSaved = (System.nanoTime() - saved) * 1e-9;
      if (last || interrupted || config.checkpoints().isDue(before, training.steps(), sinceSaved)) {
        save();
      }
      if (interrupted) {
        records.settle();
        throw new RunInterrupted(
            String.format(
                Locale.ROOT,
                "interrupted after update %d of %d; everything is saved. Go on with: %s",
                training.updates(),
                config.updates(),
                world.command("resume", records.path())));
      }
    }
    if (savedUpdate < training.updates()) {
      save();
    }
    return evaluate();
  }

  /// Tells what about the world keeps anything from being learnt there.
  private void warn() {
    VectorEnv envs = training.environments();
    for (String sentence : Scales.ofObservations(envs.observationSpace(), envs.observation)) {
      if (envs.observationSpace() instanceof Space.Box) {
        warn(sentence, Remedy.NORMALIZE_OBSERVATIONS);
      } else {
        warn(sentence);
      }
    }
    Scales.ofActions(envs.actionSpace()).ifPresent(this::warn);
  }

  /// Warns once of a fault in the statistics of pushes.
  private void warnOfLook(RuntimeException fault) {
    if (!warnedOfLook) {
      warnedOfLook = true;
      warn(
          String.format(
              Locale.ROOT,
              "the push statistics of update %d failed with %s, so it has none, and others may"
                  + " not have them either; training goes on",
              training.updates(),
              Shown.sentence(fault.toString())));
    }
  }

  /// Warns of numbers that are too large, unless the remedy is taken.
  private void warn(String sentence, Remedy remedy) {
    if (!remedy.isTaken(config.settings())) {
      warn(sentence + remedy.advice(config.settings()).map(set -> " Or " + set + ".").orElse(""));
    }
  }

  private void warn(String sentence) {
    watcher.accept(new RunEvent.Warned(config, world.name() + ": " + sentence));
  }

  /// Tells the seconds of an update apart, and warns of what its first round shows.
  private final class Stopwatch implements Training.Rounds {
    private long since;
    private long sampling;
    private long learning;
    private boolean begun;

    @Override
    public void sampling() {
      long now = System.nanoTime();
      learning += begun ? now - since : 0;
      begun = true;
      since = now;
    }

    @Override
    public void learning() {
      if (training.updates() == 0 && sampling == 0) {
        Scales.ofRewards(training.rollout().largestReward())
            .ifPresent(sentence -> warn(sentence, Remedy.NORMALIZE_REWARDS));
      }
      long now = System.nanoTime();
      sampling += now - since;
      since = now;
    }

    void stop() {
      learning += System.nanoTime() - since;
    }
  }

  private void update() throws IOException {
    Stopwatch stopwatch = new Stopwatch();
    long before = training.steps();
    Training.Learned learned = learned(stopwatch);
    stopwatch.stop();
    training.failedLook().ifPresent(this::warnOfLook);
    UpdateRecord update = UpdateRecord.of(training, learned);
    Map<String, Double> numbers = new LinkedHashMap<>();
    update.numbers().forEach((name, value) -> numbers.put(name, ((Number) value).doubleValue()));
    records.append(update);
    boolean wasSolved = watch.solved().isPresent();
    watch.look(training, numbers.getOrDefault("return_mean", Double.NaN));
    double solved =
        wasSolved ? Double.NaN : watch.solved().map(RunResult.Solved::seconds).orElse(Double.NaN);
    double evaluating = evaluatePlanned(before);
    films.after(training, world, records.path()).ifPresent(this::warn);
    double seconds = seconds(System.nanoTime());
    double sampling = stopwatch.sampling * 1e-9;
    double learning = stopwatch.learning * 1e-9;
    records.append(Times.line(training.updates(), seconds, sampling, learning, evaluating, solved));
    watcher.accept(
        new RunEvent.Updated(config, training.updates(), training.steps(), seconds, numbers));
  }

  /// Makes the evaluation that is due after the last update; its seconds, NaN if none is.
  private double evaluatePlanned(long before) throws IOException {
    double earlier = evaluationSeconds();
    Optional<PlannedEvaluations.Made> made = evaluations.after(training, before);
    if (made.isEmpty()) {
      return Double.NaN;
    }
    records.append(made.get());
    watcher.accept(
        new RunEvent.Evaluated(
            config,
            training.updates(),
            training.steps(),
            made.get().evaluation(),
            evaluationSeconds()));
    return evaluationSeconds() - earlier;
  }

  private double evaluationSeconds() {
    return earlierEvaluationSeconds + evaluations.nanoseconds() * 1e-9;
  }

  /// Where an episode is too long, what was learnt so far is saved before the run ends.
  private Training.Learned learned(Stopwatch stopwatch) throws IOException {
    try {
      return training.update(stopwatch);
    } catch (LongEpisodeException e) {
      if (training.savesState() && 0 < training.updates() && savedUpdate < training.updates()) {
        save();
      }
      String name = config.environment();
      throw new IllegalStateException(
          ("%s Give the environment a time limit (%s%smax_episode_steps=1000; in code: new"
               + " TimeLimit(world, 1000)), or take weights that need no whole episodes (--weights"
               + " gae). %s")
              .formatted(
                  e.getMessage(),
                  name,
                  name.indexOf(':') < 0 ? ":" : ",",
                  savedUpdate > 0
                      ? "\"%s\" evaluates what %s learnt."
                          .formatted(
                              world.command("eval", records.path()),
                              Shown.count(savedUpdate, "update"))
                      : "Nothing was learnt yet."),
          e);
    }
  }

  private double seconds(long now) {
    return earlierSeconds + (now - begun - watch.nanoseconds()) * 1e-9;
  }

  private void save() throws IOException {
    sha256 = records.checkpoint(training, watch.state()).parametersSha256();
    savedUpdate = training.updates();
    saved = System.nanoTime();
  }

  private RunResult evaluate() throws IOException {
    double seconds = seconds(System.nanoTime());
    RunResult result =
        evaluation(
            envs, kernels, training, watch, seconds, evaluationSeconds(), sha256, records.path());
    records.finish(result);
    watcher.accept(new RunEvent.Finished(config, result));
    return result;
  }

  /// What comes of a training that is at its end.
  static RunResult evaluation(
      EvaluationEnvs envs,
      Kernels kernels,
      Training training,
      SolvedWatch watch,
      double seconds,
      double evaluationSeconds,
      String sha256,
      Path directory) {
    RunConfig config = training.config();
    long seed = Training.evaluationSeed(config.seed());
    int episodes = Evaluation.EPISODES;
    Evaluation evaluation =
        Evaluation.of(
            envs, training.policy(), episodes, seed, Evaluation.Choice.MODE, kernels, _ -> {});
    return new RunResult(
        config,
        training.steps(),
        training.updates(),
        seconds,
        evaluationSeconds,
        watch.solved(),
        evaluation,
        envs.world().rewardThreshold(),
        Evaluation.ofRandomActions(envs, episodes, seed),
        sha256,
        Memory.peak(),
        directory,
        training.policy());
  }
}
