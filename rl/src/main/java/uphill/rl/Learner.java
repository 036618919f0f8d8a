package uphill.rl;

import java.util.HashSet;
import java.util.Set;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.rl.data.Gathering;
import uphill.rl.data.LongEpisodeException;
import uphill.rl.data.Sampling;

/// An agent in its world: what acts, what gathers, what learns, put together.
///
/// ```java
/// Learner learner = new Learner(config, envs, /* seed= */ 0, Kernels.best(), Workers.one());
/// for (long round = 0; round < rounds; round++) {
///   learner.gather();
///   learner.learn(new Progress(round, rounds));
/// }
/// ```
public final class Learner {

  private final VectorEnv envs;
  private final Sampling sampling;
  private final Setup setup;
  private final Agent agent;
  private final Descent[] descents;
  private final Rng[] acting;
  private final Sampler sampler;
  private Gathering gathering;

  /// An agent at its beginning; the environments are reset.
  ///
  /// @param envs as many as the config asks for; whoever made them closes them
  /// @param seed what all randomness is derived from; unsigned
  /// @throws IllegalArgumentException if something of the agent could not be restored; the message
  ///   names it
  public Learner(AgentConfig config, VectorEnv envs, long seed, Kernels kernels, Workers workers) {
    this(config, envs, Setup.of(seed, envs, kernels, workers));
  }

  /// The same, made in this setup of these environments, in which nothing was made yet.
  public Learner(AgentConfig config, VectorEnv envs, Setup setup) {
    this.envs = envs;
    this.setup = setup;
    sampling = config.sampling();
    envs.reset(setup.environmentSeed());
    agent = config.create(setup);
    acting = setup.streams(Purpose.ACTING, envs.size());
    sampler =
        new Sampler(
            envs, agent.policy(), agent::explorer, agent.valuation(), acting, setup.workers());
    gathering = sampler;
    setup.complete(agent.policy());
    descents = setup.descents().toArray(Descent[]::new);
    agent.state(new Names());
  }

  /// Refuses what could not be restored.
  private static final class Names implements State {
    private final Set<String> seen = new HashSet<>();

    @Override
    public void longs(String name, long[] values) {
      once(name);
    }

    @Override
    public void floats(String name, float[] values) {
      once(name);
    }

    private void once(String name) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "the agent's state names \"%s\" twice: give each array a name of its own"
                .formatted(name));
      }
    }
  }

  /// Has rounds gathered by this, instead of the [#sampler()].
  public Learner gatheredBy(Gathering gathering) {
    this.gathering = gathering;
    return this;
  }

  /// Gathers a round.
  ///
  /// @throws LongEpisodeException if an episode takes too long to be learnt from as a whole
  public void gather() {
    gathering.fill(agent.rollout(), sampling);
  }

  /// Learns from it.
  ///
  /// @throws ArithmeticException if a number is not finite; the message says which
  public void learn(Progress progress) {
    agent.learn(progress);
    for (Descent descent : descents) {
      descent.requireFinite();
    }
  }

  /// Who learns.
  public Agent agent() {
    return agent;
  }

  /// What the agent is made of.
  public Setup setup() {
    return setup;
  }

  /// Where it acts.
  public VectorEnv environments() {
    return envs;
  }

  /// What gathers in the environments here.
  public Sampler sampler() {
    return sampler;
  }

  /// The streams that actions are drawn from.
  public Rng[] acting() {
    return acting.clone();
  }

  /// How it gathers.
  public Sampling sampling() {
    return sampling;
  }
}
