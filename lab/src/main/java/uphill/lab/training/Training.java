package uphill.lab.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.lab.config.Origin;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.world.World;
import uphill.push.PushStatistics;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.records.GrowingFile;
import uphill.records.Safetensors;
import uphill.rl.Agent;
import uphill.rl.Learner;
import uphill.rl.Policy;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Sampler;
import uphill.rl.Setup;
import uphill.rl.Weighted;
import uphill.rl.data.LongEpisodeException;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;

/// A run in memory: what a [RunConfig] describes, advanced one update at a time. Which algorithm
/// learns, it does not know.
public final class Training implements AutoCloseable {

  private final RunConfig config;
  private final World world;
  private final VectorEnv envs;
  private final boolean own;
  private final Optional<Beginning> from;
  private final Learner learner;
  private final UpdateStatistics statistics;
  private Optional<RuntimeException> failedLook = Optional.empty();
  private final EpisodesOfUpdate ended = new EpisodesOfUpdate();
  private final ActionsOfUpdate actions;
  private final Map<String, Long> logged = new LinkedHashMap<>();
  private int updates;
  private long steps;
  private long episodes;

  /// A run at its beginning, with parameters that are drawn.
  ///
  /// @throws IllegalArgumentException if the config says that it begins with those of another run
  public Training(RunConfig config, World world, Kernels kernels, Workers workers) {
    this(config, world, Optional.empty(), kernels, workers);
  }

  /// A run at its beginning.
  ///
  /// @param from the parameters that it begins with, where the config says that they are not drawn
  public Training(
      RunConfig config, World world, Optional<Beginning> from, Kernels kernels, Workers workers) {
    this(config, world, envs(config, world), /* own= */ true, from, kernels, workers);
  }

  /// A run at its beginning, in environments of [#envs(RunConfig, World)], which are reset.
  ///
  /// @param own whether closing it closes them
  public Training(
      RunConfig config,
      World world,
      VectorEnv envs,
      boolean own,
      Optional<Beginning> from,
      Kernels kernels,
      Workers workers) {
    this.config = config;
    this.world = world;
    this.envs = envs;
    this.own = own;
    this.from = from;
    try {
      requireOrigin();
      BatchMemory.requireRoom(config, envs);
      Setup setup = Setup.of(config.seed(), envs, kernels, workers);
      from.ifPresent(setup::beginningWith);
      learner = new Learner(config.settings(), envs, setup);
      from.ifPresent(given -> given.countOn(learner.agent().policy()));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    statistics = new UpdateStatistics(config.settings(), policy());
    actions = new ActionsOfUpdate(envs.savesState());
  }

  private void requireOrigin() {
    if (!config.from().equals(from.map(Beginning::origin))) {
      throw new IllegalArgumentException(
          "the run begins with parameters of %s, and was given those of %s: Beginning.ofRun has them"
              .formatted(
                  config.from().map(Origin::text).orElse("no run"),
                  from.map(given -> given.origin().text()).orElse("no run")));
    }
    from.ifPresent(given -> given.requireFit(config, world));
  }

  /// Whose parameters it began with, in words; empty if all were drawn.
  public String beginning() {
    return from.map(given -> given.text(learner.setup())).orElse("");
  }

  /// The environments that it learns in.
  public static VectorEnv envs(RunConfig config, World world) {
    return world.vector(config.settings().sampling().envs());
  }

  /// The seed of a run's own evaluation.
  public static long evaluationSeed(long seed) {
    return SeedSequence.of(seed).child(Purpose.EVALUATION.child()).generateLongs(1)[0];
  }

  /// Whether the run is at its end.
  public boolean finished() {
    return updates >= config.updates();
  }

  /// What an update says of itself.
  ///
  /// @param metrics what the algorithm measured; its own object, filled anew at each update
  /// @param pushes what was done to log-probabilities, where it was looked at: [UpdateStatistics]
  public record Learned(Metrics metrics, PushStatistics pushes) {}

  /// Who is told what an update is about to do, round by round.
  public interface Rounds {
    /// Nobody.
    Rounds UNSEEN =
        new Rounds() {
          @Override
          public void sampling() {}

          @Override
          public void learning() {}
        };

    /// A round will be gathered.
    void sampling();

    /// It was, and will be learnt from.
    void learning();
  }

  /// Makes the next update.
  ///
  /// @throws ArithmeticException if a number is not finite; the message says where
  /// @throws LongEpisodeException if an episode takes too long to be learnt from as a whole; where
  ///   [#savesState()] is true, everything is then as it was before
  public Learned update() {
    return update(Rounds.UNSEEN);
  }

  /// Makes the next update, and tells of its rounds.
  public Learned update(Rounds rounds) {
    boolean single = learner.agent() instanceof Weighted && learner.sampling().rounds() == 1;
    Optional<StepLooks> looks = single ? Optional.empty() : StepLooks.next(this);
    if (looks.isPresent()) {
      try (UpdateLook look = new UpdateLook(this, looks.get().rows(), rounds)) {
        Metrics metrics = updateUnseen(look);
        PushStatistics pushes = look.statistics();
        failedLook = failedLook.or(look::failure);
        return new Learned(metrics, pushes);
      }
    }
    if (!single || !statistics.due(updates + 1)) {
      return new Learned(updateUnseen(rounds), PushStatistics.none());
    }
    Parameters parameters = policy().parameters();
    double[] before = Samples.doubles(parameters.values(), parameters.size());
    ScoreModel model = Scores.model(policy());
    Metrics metrics = updateUnseen(rounds);
    return new Learned(
        metrics, UpdateStatistics.of(model, before, parameters, (Weighted) learner.agent()));
  }

  /// What failed first where statistics were kept, and stopped no training.
  public Optional<RuntimeException> failedLook() {
    return failedLook;
  }

  /// Makes the next update, and keeps no statistics of it.
  Metrics updateUnseen(Rounds rounds) {
    Agent agent = learner.agent();
    Sampling sampling = learner.sampling();
    agent.metrics().clear();
    ended.clear();
    actions.clear();
    learner.setup().logs().forEach((name, log) -> logged.put(name, log.added()));
    for (int round = 0; round < sampling.rounds(); round++) {
      rounds.sampling();
      sample();
      rounds.learning();
      learn(round, sampling.rounds());
    }
    updates++;
    episodes += ended.count();
    return agent.metrics();
  }

  private void sample() {
    boolean bounded = envs.timeLimit().orElse(Integer.MAX_VALUE) <= Sampler.LONGEST_EPISODE;
    boolean certain = bounded || !learner.sampling().wholeEpisodes();
    Runnable back = certain ? () -> {} : new TrainingState(this).wayBack();
    try {
      learner.gather();
    } catch (LongEpisodeException e) {
      back.run();
      throw e;
    }
    ended.add(rollout(), steps);
    actions.add(rollout());
  }

  private void learn(int round, int rounds) {
    try {
      learner.learn(
          new Progress((long) updates * rounds + round, (long) config.updates() * rounds));
    } catch (ArithmeticException e) {
      throw new ArithmeticException(
          String.format(
              Locale.ROOT,
              "update %d of %s (seed %s): %s. %s",
              updates + 1,
              config.environment(),
              Long.toUnsignedString(config.seed()),
              e.getMessage(),
              Divergence.advice(this)));
    }
    steps += rollout().rows();
  }

  /// What is being run.
  public RunConfig config() {
    return config;
  }

  /// What it learns in.
  World world() {
    return world;
  }

  /// The round last gathered.
  public Rollout rollout() {
    return learner.agent().rollout();
  }

  /// Updates made.
  public int updates() {
    return updates;
  }

  /// Environment steps taken.
  public long steps() {
    return steps;
  }

  /// Episodes that ended, the cut ones not included.
  public long episodes() {
    return episodes;
  }

  /// The policy as it is now.
  public Policy policy() {
    return learner.agent().policy();
  }

  /// The metrics that an update gives.
  public Metrics metrics() {
    return learner.agent().metrics();
  }

  /// All parameters by name, `policy.0.weight` …, `critic.0.weight` ….
  public Map<String, Safetensors.Matrix> parameters() {
    return Matrices.parameters(learner.setup());
  }

  /// What a checkpoint saves of it.
  public Checkpoint.Contents contents() {
    return new TrainingState(this).contents();
  }

  /// Its present state, and where its run's files end.
  ///
  /// @param solved what the watch for a solved environment remembers
  /// @param marks where the run's files end
  public Checkpoint checkpoint(Map<String, Object> solved, Map<String, GrowingFile.Mark> marks) {
    return Checkpoint.of(updates, config, contents(), solved, marks);
  }

  /// Brings it, from its beginning, to a saved state.
  ///
  /// @param run the directory of the checkpoint
  /// @throws IllegalArgumentException if it is not the state of a run of this config
  public void restore(Checkpoint checkpoint, Path run) throws IOException {
    new TrainingState(this).restore(checkpoint, run);
  }

  /// Goes on with these counters; the rest of a saved state is restored by [TrainingState].
  void goOn(int updates, long steps, long episodes) {
    this.updates = updates;
    this.steps = steps;
    this.episodes = episodes;
  }

  /// The agent, its world, and what gathers.
  public Learner learner() {
    return learner;
  }

  /// The episodes that ended in the last update.
  EpisodesOfUpdate ended() {
    return ended;
  }

  /// The actions of the last update.
  ActionsOfUpdate actions() {
    return actions;
  }

  /// The rows that each log had before the last update.
  Map<String, Long> logged() {
    return logged;
  }

  /// What it learns in, all copies of it.
  public VectorEnv environments() {
    return envs;
  }

  /// Whether the environments can save their state; otherwise their actions are kept, and replayed.
  public boolean savesState() {
    return envs.savesState();
  }

  @Override
  public void close() {
    if (own) {
      envs.close();
    }
  }
}
