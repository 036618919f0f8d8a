package uphill.lab;

import java.util.Arrays;
import java.util.List;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
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

/// An agent that remembers more than it sees: many rows of its log for each round, some of which it
/// learns from.
final class Remembering implements Agent {

  static final int FLOATS = 2;

  private static final int DRAWN = 100;

  /// Its settings.
  public record Config(
      @Setting(value = "rows added in a round", source = "here", min = 1, max = 1_000_000) int rows,
      @Setting(value = "rows that are held", source = "here", min = 1, max = 10_000_000)
          int capacity)
      implements AgentConfig {

    public Config() {
      this(/* rows= */ 50_000, /* capacity= */ 1_000_000);
    }

    @Override
    public Agent create(Setup setup) {
      return new Remembering(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(Network.of(Activation.TANH), setup);
    }

    @Override
    public Sampling sampling() {
      return new Sampling(/* envs= */ 1, /* steps= */ 10, /* rounds= */ 1, false);
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final RowLog log;
  private final Rng replay;
  private final Rng noise;
  private final Rollout.Column weight;
  private final Descent descent;
  private final float[] row = new float[FLOATS];
  private final Metrics metrics = new Metrics(List.of("remembered"));

  Remembering(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    weight = rollout.extra("weight");
    log = setup.log("memory", FLOATS, config.capacity());
    replay = setup.stream(Purpose.REPLAY);
    noise = setup.stream(Purpose.NOISE);
    descent =
        setup
            .descent(policy.parameters())
            .term(
                "score",
                policy
                    .distribution(rollout)
                    .logProb(rollout.input("action"))
                    .mul(rollout.input("weight"))
                    .mean())
            .build()
            .feed(rollout);
  }

  @Override
  public Actor explorer(int first, int rows) {
    return new PolicyActor(policy, rows, setup.kernels());
  }

  @Override
  public void learn(Progress progress) {
    for (int i = 0; i < config.rows(); i++) {
      row[0] = noise.randomFloat();
      row[1] = rollout.observation[i % rollout.rows()];
      log.add(row, 0);
    }
    double sum = 0;
    for (int k = 0; k < DRAWN; k++) {
      int at = log.at(log.added() - 1 - replay.choice(log.held()));
      sum += log.rows()[at] - log.rows()[at + 1];
    }
    Arrays.fill(weight.values(), (float) (sum / DRAWN));
    descent.step(rollout.rows(), 0.01);
    metrics.add("remembered", sum / DRAWN);
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
