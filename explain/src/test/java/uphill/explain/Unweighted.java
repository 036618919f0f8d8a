package uphill.explain;

import java.util.List;
import uphill.nn.Activation;
import uphill.nn.Adam;
import uphill.nn.Batch;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.nn.RmsProp;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.OnPolicy;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;
import uphill.rl.data.RewardToGo;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;

/// An algorithm of one's own that says nothing of weights: it goes up mean R̂·log π, the rows of
/// its batch backwards, in as many steps and rounds as are asked for.
public final class Unweighted implements Agent {

  /// Its settings.
  public record Config(
      @Setting(value = "steps of an update", source = "this test", min = 0, max = 9) int passesOver,
      @Setting(value = "steps of a pass", source = "this test", min = 1, max = 9) int parts,
      @Setting(value = "rounds of an update", source = "this test", min = 1, max = 9) int rounds,
      @Setting(value = "Adam, not RMSProp", source = "this test") boolean adam,
      @Setting(value = "feed columns, not the rollout", source = "this test") boolean columns,
      @Setting(value = "and fail where it is asked whose they are", source = "this test")
          boolean faulty,
      OnPolicy onPolicy,
      Network network)
      implements AgentConfig {

    public Config() {
      this(
          1,
          1,
          1,
          false,
          false,
          false,
          new OnPolicy(2, 128, false),
          Network.of(Activation.TANH, 8));
    }

    @Override
    public Agent create(Setup setup) {
      return new Unweighted(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(network, setup);
    }

    @Override
    public Sampling sampling() {
      Sampling one = onPolicy.sampling();
      return new Sampling(one.envs(), one.steps() / rounds, rounds, one.wholeEpisodes());
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final Rollout.Column earned;
  private final Descent descent;
  private final Metrics metrics = new Metrics(List.of("policy_loss"));

  Unweighted(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    earned = rollout.extra("earned");
    Distribution pi = policy.distribution(rollout);
    descent =
        setup
            .descent(policy.parameters())
            .term(
                "surrogate",
                pi.logProb(rollout.input("action")).mul(rollout.input("earned")).mean().neg())
            .term("entropy", pi.entropy().mean().mul(-0.01))
            .optimizer(
                learnt ->
                    config.adam()
                        ? new Adam(learnt, setup.kernels())
                        : new RmsProp(
                            learnt, setup.kernels(), 0.99, 1e-5, RmsProp.Epsilon.AFTER_ROOT, 0))
            .clip(0.5)
            .heads(pi)
            .build()
            .feed(fed());
  }

  private Batch fed() {
    if (!config.faulty()) {
      return config.columns() ? name -> rollout.column(name).clone() : rollout;
    }
    return new Batch() {
      @Override
      public float[] column(String name) {
        return rollout.column(name);
      }

      @Override
      public long step(int row) {
        throw new IllegalStateException("nobody knows row %s".formatted(Integer.toString(row)));
      }
    };
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    RewardToGo.fill(rollout, 1, earned.values());
    int[] order = new int[rows];
    for (int j = 0; j < rows; j++) {
      order[j] = rows - 1 - j;
    }
    for (int k = 0; k < config.passesOver(); k++) {
      for (int part = 0; part < config.parts(); part++) {
        int from = part * rows / config.parts();
        descent.step(order, from, (part + 1) * rows / config.parts() - from, 1e-3);
      }
    }
    metrics.add("policy_loss", config.passesOver() == 0 ? 0 : descent.value("surrogate"));
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
