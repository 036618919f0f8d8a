package uphill.lab;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.env.Ending;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.lab.world.World;
import uphill.push.PushStatistics;
import uphill.push.Samples;
import uphill.records.DiskError;
import uphill.records.Memory;
import uphill.records.Safetensors;
import uphill.rl.Critic;
import uphill.rl.LongEpisodeException;
import uphill.rl.Metrics;
import uphill.rl.Policy;
import uphill.rl.Rollout;
import uphill.rl.Sampler;
import uphill.rl.Vpg;
import uphill.rl.VpgConfig;

/// A run in memory: what a [RunConfig] describes, advanced one update at a time.
///
/// All randomness is split off the seed here, once, one stream for each purpose (and environment):
///
/// ```text
/// child 0 policy's initial parameters    1 critic's    2.n actions in environment n
/// child 3 environments' seeds            4 shuffling   5 evaluation's seeds
/// ```
public final class Training implements AutoCloseable {

  private static final double POLICY_OUTPUT_GAIN = 0.01;

  /// Steps that an episode may take to be learnt from as a whole.
  static final int LONGEST_EPISODE = 1_000_000;

  /// Rows beyond `batch_steps` that there is room for at first: the last episode's.
  private static final int ROOM = 10_000;

  /// Bytes of a row besides its observations, roughly: its action and its numbers.
  private static final int COLUMNS = 100;

  private final RunConfig config;
  private final World world;
  private final VectorEnv envs;
  private final Rng[] acting;
  private final Rng shuffling;
  private final Policy policy;
  private final Optional<Critic> critic;
  private Rollout rollout;
  private final Sampler sampler;
  private final Vpg vpg;
  private final UpdateStatistics statistics;
  private int updates;
  private long steps;
  private long episodes;

  /// A run at its beginning.
  public Training(RunConfig config, World world, Kernels kernels, Workers workers) {
    this.config = config;
    this.world = world;
    VpgConfig settings = config.settings();
    SeedSequence seeds = SeedSequence.of(config.seed());
    envs = world.vector(settings.envs());
    var network = new Policy.Network(settings.hidden(), settings.activation());
    policy = new Policy(envs.observationSpace(), envs.actionSpace(), network);
    policy.initialize(
        settings.initialization(), POLICY_OUTPUT_GAIN, settings.logStd(), Rng.of(seeds.child(0)));
    critic =
        settings.weights().needsCritic()
            ? Optional.of(new Critic(envs.observationSpace(), network))
            : Optional.empty();
    critic.ifPresent(
        learnt -> learnt.initialize(settings.initialization(), Rng.of(seeds.child(1))));
    acting = new Rng[settings.envs()];
    for (int n = 0; n < acting.length; n++) {
      acting[n] = Rng.of(seeds.child(2, n));
    }
    envs.reset(seeds.child(3).generateLongs(1)[0]);
    shuffling = Rng.of(seeds.child(4));
    int room = settings.wholeEpisodes() ? Math.min(envs.timeLimit().orElse(ROOM), ROOM) : 0;
    int rows = settings.batchSteps() + room;
    requireRoom(rows);
    rollout =
        new Rollout(rows, settings.envs(), policy.encoding().size(), envs.actionSpace().size());
    Critic.Valuation valuation =
        critic.map(learnt -> learnt.valuation(kernels)).orElse(Critic.Valuation.zero());
    sampler = new Sampler(envs, policy, valuation, acting, kernels, workers);
    vpg = new Vpg(settings, policy, critic, rollout, shuffling, kernels, workers);
    statistics = new UpdateStatistics(settings, policy.parameters());
  }

  /// Refuses a batch that does not fit into memory. It is held twice: see
  /// [Rollout#lastObservation].
  private void requireRoom(int rows) {
    double bytes = 2.0 * Float.BYTES * rows * policy.encoding().size();
    double all = bytes + (double) COLUMNS * rows;
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a batch of %d rows with %d inputs each (of %s) takes %.1f GB, and the heap has"
                  + " %.1f GB. %s or let the environment observe fewer numbers%s.",
              config.environment(),
              rows,
              policy.encoding().size(),
              envs.observationSpace(),
              bytes * 1e-9,
              Runtime.getRuntime().maxMemory() * 1e-9,
              DiskError.begun(Memory.remedy(all) + "take a smaller batch_steps,"),
              policy.encoding().plain()
                  ? ""
                  : ": networks read a Discrete space one-hot, a Box as it is"));
    }
  }

  /// The seed of a run's own evaluation.
  public static long evaluationSeed(long seed) {
    return SeedSequence.of(seed).child(5).generateLongs(1)[0];
  }

  /// Whether the run is at its end.
  public boolean finished() {
    return updates >= config.updates();
  }

  /// Collects one batch of experience.
  ///
  /// @throws LongEpisodeException if an episode takes too long to be learnt from as a whole; where
  ///   [#savesState()] is true, everything is then as it was before
  public void sample() {
    if (!config.settings().wholeEpisodes()) {
      sampler.fill(rollout);
      return;
    }
    boolean bounded = envs.timeLimit().orElse(Integer.MAX_VALUE) <= LONGEST_EPISODE;
    Runnable back = bounded ? () -> {} : new TrainingState(this).wayBack();
    try {
      rollout = sampler.fillWholeEpisodes(rollout, config.settings().batchSteps(), LONGEST_EPISODE);
    } catch (LongEpisodeException e) {
      back.run();
      throw e;
    }
  }

  /// What an update says of itself.
  ///
  /// @param metrics what the algorithm measured; its own object, filled anew at each update
  /// @param pushes what was done to log-probabilities, where it was looked at: [UpdateStatistics]
  public record Learned(Metrics metrics, PushStatistics pushes) {}

  /// Learns from the batch.
  ///
  /// @throws ArithmeticException if a number is not finite; the message says where
  public Learned learn() {
    if (!statistics.due(updates + 1)) {
      return new Learned(learnUnseen(), PushStatistics.none());
    }
    Parameters parameters = policy.parameters();
    double[] before = Samples.doubles(parameters.values(), parameters.size());
    Metrics metrics = learnUnseen();
    return new Learned(metrics, statistics.of(before, parameters, rollout, vpg));
  }

  /// Learns, and keeps no statistics of it.
  Metrics learnUnseen() {
    Metrics metrics;
    try {
      metrics = vpg.update(rollout, (double) updates / config.updates());
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
    updates++;
    steps += rollout.rows();
    episodes += rollout.count(Ending.TERMINATED) + rollout.count(Ending.TRUNCATED);
    return metrics;
  }

  /// What is being run.
  public RunConfig config() {
    return config;
  }

  /// What it learns in.
  World world() {
    return world;
  }

  /// The batch last collected.
  public Rollout rollout() {
    return rollout;
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
    return policy;
  }

  /// The metrics that an update gives.
  public Metrics metrics() {
    return vpg.metrics();
  }

  /// All parameters by name, `policy.0.weight` …, `critic.0.weight` ….
  public Map<String, Safetensors.Matrix> parameters() {
    return new TrainingState(this).parameters();
  }

  /// Goes on with these counters; the rest of a saved state is restored by [TrainingState].
  void goOn(int updates, long steps, long episodes) {
    this.updates = updates;
    this.steps = steps;
    this.episodes = episodes;
  }

  Optional<Critic> critic() {
    return critic;
  }

  public Vpg algorithm() {
    return vpg;
  }

  VectorEnv environments() {
    return envs;
  }

  Sampler sampler() {
    return sampler;
  }

  Rng[] acting() {
    return acting;
  }

  Rng shuffling() {
    return shuffling;
  }

  /// Whether the environments can save their state; otherwise their actions are kept, and replayed.
  boolean savesState() {
    return envs.savesState();
  }

  @Override
  public void close() {
    envs.close();
  }
}
