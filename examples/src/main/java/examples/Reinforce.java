package examples;

import java.util.List;
import uphill.autodiff.Tensor;
import uphill.nn.Activation;
import uphill.nn.Descent;
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
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.data.Weights;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// An algorithm of one's own: REINFORCE (Williams 1992), the plain expression.
///
/// ```text
/// ∇J(θ) = E_τ~π_θ[ Σₜ ∇log π_θ(aₜ|sₜ)·R(τ) ]
/// L(θ)  = −1/N·Σ_τ Σₜ log π_θ(aₜ|sₜ)·R(τ)          over N episodes, so that −∇L estimates ∇J
/// ```
///
/// `uphill train CartPole-v1 --algo examples.Reinforce --class-path examples/target/classes`
public final class Reinforce implements Agent {

  /// Its settings.
  public record Config(
      @Setting(value = "α of Adam", source = "Kingma and Ba 2015", min = 0) double learningRate,
      OnPolicy onPolicy,
      Network network)
      implements AgentConfig {

    /// Checks the bounds.
    public Config {
      Settings.check(Config.class, "learningRate", learningRate);
    }

    /// What it begins with: at least 2000 steps in whole episodes for each update.
    public Config() {
      this(0.01, new OnPolicy(1, 2000, true), Network.of(Activation.TANH, 32));
    }

    @Override
    public Agent create(Setup setup) {
      return new Reinforce(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(network, setup);
    }

    @Override
    public Sampling sampling() {
      return onPolicy.sampling();
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final Rollout.Column returned;
  private final Descent descent;
  private final Metrics metrics = new Metrics(List.of("policy_loss", "policy_gradient_norm"));

  private Reinforce(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    returned = rollout.extra("return");

    var pi = policy.distribution(rollout);
    Tensor credit = pi.logProb(rollout.input("action")).mul(rollout.input("return"));
    descent =
        setup
            .descent(policy.parameters())
            .term("policy", credit.sum().per("episodes").neg())
            .heads(pi)
            .build()
            .feed(rollout);
  }

  @Override
  public void learn(Progress progress) {
    Weights.RETURN.fill(rollout, /* gamma= */ 1, /* lambda= */ 1, returned.values());
    descent.divideBy("episodes", rollout.trajectories());
    descent.step(rollout.rows(), config.learningRate());
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("policy_gradient_norm", descent.gradientNorm());
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
