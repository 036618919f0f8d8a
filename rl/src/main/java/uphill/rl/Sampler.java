package uphill.rl;

import java.util.Locale;
import uphill.env.Ending;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.rl.data.Encoding;
import uphill.rl.data.Gathering;
import uphill.rl.data.LongEpisodeException;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;

/// Lets a policy act in environments and writes down what happens.
///
/// The sampler resolves endings, so that no formula after it has a special case:
///
/// ```text
/// nextValue = 0                       the episode terminated
///           = V(true last observation) someone's time limit truncated it, or the batch cut it
///           = V(next row)              otherwise
/// ```
///
/// Environments are stepped side by side, in as many groups as there are workers. Each draws its
/// actions from a stream of its own and no row depends on another, so the groups do not change a
/// bit of the result.
public final class Sampler implements Gathering {

  /// Steps that an episode may take to be learnt from as a whole.
  public static final int LONGEST_EPISODE = 1_000_000;

  private final VectorEnv envs;
  private final Policy policy;
  private final Critic.Valuation valuation;
  private final Rng[] random;
  private final Workers workers;
  private final Encoding encoding;
  private final float[] given;
  private final Actor[] actors;
  private final Workers.Task group = this::stepGroup;

  private Rollout rollout;
  private float[] boundary = {};
  private float[] boundaryValue = {};

  /// A sampler at the environments' present state: reset them first.
  ///
  /// @param policy in whose terms is acted and seen
  /// @param explorer who acts, for each group of environments
  /// @param valuation what is written beside every state
  /// @param random the streams that actions are drawn from, one for each environment
  /// @throws IllegalArgumentException if streams are more or fewer, or the environments mask
  ///   actions and the policy's did not, or the reverse
  public Sampler(
      VectorEnv envs,
      Policy policy,
      Explorer explorer,
      Critic.Valuation valuation,
      Rng[] random,
      Workers workers) {
    if (random.length != envs.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d environments need as many streams, got %d",
              envs.size(),
              random.length));
    }
    policy.requireMasks(envs.name(), envs.masksActions());
    this.envs = envs;
    this.policy = policy;
    this.valuation = valuation;
    this.random = random.clone();
    this.workers = workers;
    encoding = policy.encoding();
    int actionSize = policy.actions().size();
    given = new float[envs.size() * actionSize];
    int groups = Math.min(workers.count(), envs.size());
    actors = new Actor[groups];
    for (int g = 0; g < groups; g++) {
      actors[g] = explorer.acting(first(g), first(g + 1) - first(g));
    }
    rollout = new Rollout(envs.size(), envs.size(), encoding.size(), actionSize, envs.choices());
  }

  /// Who acts in some of the environments.
  @FunctionalInterface
  public interface Explorer {
    /// The actor of `rows` environments, the first of which is `first`.
    Actor acting(int first, int rows);
  }

  /// Gathers a round.
  ///
  /// @throws LongEpisodeException if episodes are whole and one takes more than [#LONGEST_EPISODE]
  ///   steps
  @Override
  public void fill(Rollout rollout, Sampling sampling) {
    if (sampling.wholeEpisodes()) {
      fillWholeEpisodes(rollout, sampling.steps(), LONGEST_EPISODE);
    } else {
      fill(rollout);
    }
  }

  /// Fills every row: each environment takes capacity / N steps, and an episode that goes on at the
  /// last one is cut.
  public void fill(Rollout rollout) {
    begin(rollout);
    workers.run(actors.length, group);
    finish(rollout.capacity());
  }

  /// Fills whole episodes of one environment, until there are at least `atLeast` rows; the rollout
  /// grows where it has no room for the last of them.
  ///
  /// @param longest steps of an episode, at most
  /// @throws IllegalArgumentException unless there is exactly one environment
  /// @throws LongEpisodeException if an episode takes more steps
  public void fillWholeEpisodes(Rollout rollout, int atLeast, int longest) {
    if (envs.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "whole episodes are sampled from one environment, got %d", envs.size()));
    }
    begin(rollout);
    int t = 0;
    do {
      if (t == rollout.capacity()) {
        long most = atLeast - 1L + longest; // rows of the largest batch
        rollout.grow((int) Math.min(2L * t, most));
      }
      step(t, 0, 1, actors[0]);
      if (envs.episodeLength[0] >= longest && !rollout.ended[t].ended()) {
        throw new LongEpisodeException(envs.name(), longest);
      }
      t++;
    } while (t < atLeast || !rollout.ended[t - 1].ended());
    finish(t);
  }

  /// Steps every environment with actions that were drawn before, [N, actionSize], and writes
  /// nothing down: afterwards the environments are where those actions led them.
  public void replay(float[] action) {
    int actionSize = envs.actionSpace().size();
    for (int n = 0; n < envs.size(); n++) {
      policy.allow(action, n * actionSize, given, n * actionSize);
    }
    envs.step(given);
  }

  private void begin(Rollout rollout) {
    if (rollout.envs != envs.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the rollout has %d environments, the sampler %d",
              rollout.envs,
              envs.size()));
    }
    int observationSize = encoding.size();
    int actionSize = envs.actionSpace().size();
    if (rollout.observationSize() != observationSize || rollout.actionSize() != actionSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the rollout has observations of %d numbers and actions of %d, the world %d and %d",
              rollout.observationSize(),
              rollout.actionSize(),
              observationSize,
              actionSize));
    }
    if (rollout.choices() != envs.choices()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the rollout has masks of %d numbers, the world of %d",
              rollout.choices(),
              envs.choices()));
    }
    this.rollout = rollout;
  }

  private int first(int group) {
    return group * envs.size() / Math.min(workers.count(), envs.size());
  }

  private void stepGroup(int g, int worker) {
    int steps = rollout.capacity() / rollout.envs;
    for (int t = 0; t < steps; t++) {
      step(t, first(g), first(g + 1), actors[g]);
    }
  }

  /// Environments `from` … `to` see, act and are written down as rows of step t.
  private void step(int t, int from, int to, Actor actor) {
    int actionSize = rollout.actionSize();
    int row = t * rollout.envs + from;
    encoding.encode(envs.observation, from, to - from, rollout.observation, row);
    int choices = rollout.choices();
    int mask = row * choices;
    System.arraycopy(envs.mask, from * choices, rollout.mask, mask, (to - from) * choices);
    actor.read(rollout.observation, row * encoding.size(), rollout.mask, mask, to - from);
    for (int n = from; n < to; n++) {
      int action = (t * rollout.envs + n) * actionSize;
      actor.sample(n - from, random[n], rollout.action, action);
      policy.allow(rollout.action, action, given, n * actionSize);
    }
    envs.step(from, to, given);
    for (int n = from; n < to; n++) {
      int i = t * rollout.envs + n;
      Ending ending = envs.ending[n];
      rollout.reward[i] = (float) envs.reward[n];
      rollout.ended[i] = ending;
      rollout.episodeReturn[i] = ending.ended() ? envs.episodeReturn[n] : 0;
      rollout.episodeLength[i] = ending.ended() ? envs.episodeLength[n] : 0;
      if (ending.ended()) {
        encoding.encode(envs.lastObservation, n, 1, rollout.lastObservation, i);
        actor.ended(n - from);
      }
    }
  }

  /// Cuts what goes on, and values states.
  private void finish(int rows) {
    rollout.filled(rows);
    int size = rollout.observationSize();
    for (int i = rows - rollout.envs; i < rows; i++) {
      if (!rollout.ended[i].ended()) {
        rollout.ended[i] = Ending.CUT;
        encoding.encode(envs.observation, i % rollout.envs, 1, rollout.lastObservation, i);
      }
    }
    valuation.fill(rollout.observation, rows, rollout.value, workers);
    valueBoundaries(rows, size);
  }

  private void valueBoundaries(int rows, int size) {
    int boundaries = rollout.count(Ending.TRUNCATED) + rollout.count(Ending.CUT);
    if (boundaryValue.length < boundaries) {
      boundary = new float[rollout.capacity() * size];
      boundaryValue = new float[rollout.capacity()];
    }
    int b = 0;
    for (int i = 0; i < rows; i++) {
      if (rollout.ended[i] == Ending.TRUNCATED || rollout.ended[i] == Ending.CUT) {
        System.arraycopy(rollout.lastObservation, i * size, boundary, b * size, size);
        b++;
      }
    }
    if (boundaries > 0) {
      valuation.fill(boundary, boundaries, boundaryValue, workers);
    }
    b = 0;
    for (int i = 0; i < rows; i++) {
      rollout.nextValue[i] =
          switch (rollout.ended[i]) {
            case NONE -> rollout.value[i + rollout.envs];
            case TERMINATED -> 0;
            case TRUNCATED, CUT -> boundaryValue[b++];
          };
    }
  }
}
