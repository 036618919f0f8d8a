package uphill.lab.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;

/// The least that an algorithm with a replay buffer does, for [LogCost]: it logs every transition
/// and after each takes one step of one network on rows that it draws from the log. SAC takes
/// several such steps, on larger networks and more rows.
///
/// ```text
/// row  = s, a, r, 1 − terminated, s′          L(φ) = ½·mean (V_φ(s) − r)²
/// ```
public final class Rememberer implements Agent {

  /// Its settings.
  public record Config(
      @Setting(value = "rows that are held", source = "here", min = 1) int capacity,
      @Setting(value = "rows of a step", source = "here", min = 1) int rows,
      Network network)
      implements AgentConfig {

    /// Steps on 64 rows and two layers of 64 units.
    public Config() {
      this(1_000_000, 64, Network.of(Activation.RELU, 64, 64));
    }

    @Override
    public Agent create(Setup setup) {
      return new Rememberer(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(network, setup);
    }

    @Override
    public Sampling sampling() {
      return new Sampling(/* envs= */ 1, /* steps= */ 1, /* rounds= */ 1000, false);
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final RowLog log;
  private final Rng replay;
  private final Descent descent;
  private final float[] row;
  private final float[] observation;
  private final float[] reward;
  private final Metrics metrics = new Metrics(List.of("value_loss"));

  private Rememberer(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    Critic critic = Critic.of(config.network(), setup);
    rollout = setup.rollout(config.sampling(), policy);
    replay = setup.stream(Purpose.REPLAY);
    int size = rollout.observationSize();
    row = new float[2 * size + rollout.actionSize() + 2];
    log = setup.log("transitions", row.length, config.capacity());
    observation = new float[config.rows() * size];
    reward = new float[config.rows()];
    Map<String, float[]> columns = Map.of("observation", observation, "reward", reward);
    Tensor error = critic.value(Tensor.input("observation", size)).sub(Tensor.input("reward", 1));
    descent =
        setup
            .descent(critic.parameters())
            .term("value", error.square().mean().mul(0.5))
            .build()
            .feed(name -> Objects.requireNonNull(columns.get(name), name));
  }

  /// Numbers of a row of its log.
  static int floats(Agent agent) {
    return ((Rememberer) agent).row.length;
  }

  @Override
  public void learn(Progress progress) {
    int size = rollout.observationSize();
    int actions = rollout.actionSize();
    System.arraycopy(rollout.observation, 0, row, 0, size);
    System.arraycopy(rollout.action, 0, row, size, actions);
    row[size + actions] = rollout.reward[0];
    row[size + actions + 1] = rollout.ended[0] == Ending.TERMINATED ? 0 : 1;
    System.arraycopy(rollout.lastObservation, 0, row, size + actions + 2, size);
    log.add(row, 0);
    for (int k = 0; k < config.rows(); k++) {
      int at = log.at(log.added() - 1 - replay.choice(log.held()));
      System.arraycopy(log.rows(), at, observation, k * size, size);
      reward[k] = log.rows()[at + size + actions];
    }
    descent.step(config.rows(), 1e-3);
    metrics.add("value_loss", descent.value("value"));
  }

  @Override
  public Actor explorer(int first, int rows) {
    return new PolicyActor(policy, rows, setup.kernels());
  }

  @Override
  public Rollout rollout() {
    return rollout;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public Policy policy() {
    return policy;
  }
}
