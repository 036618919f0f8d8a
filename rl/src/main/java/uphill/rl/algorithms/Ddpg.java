package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Tensor;
import uphill.nn.Descent;
import uphill.nn.Deterministic;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.Noise;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.fit.Replay;
import uphill.rl.fit.Twins;

/// Deep deterministic policy gradient, Lillicrap et al. 2016,
/// [arXiv:1509.02971](https://arxiv.org/abs/1509.02971).
///
/// ```text
/// y    = r + discount·Q̄(s′, μ̄(s′))
/// L(φ) = mean (Q(s, a) − y)²                                                  (eq. 4, 5)
/// L(θ) = −mean Q(s, μ(s))                 ∇L = −mean ∇ₐQ(s, a)·∇_θμ(s)          (eq. 6)
/// φ̄ ← φ̄ + τ·(φ − φ̄)      θ̄ ← θ̄ + τ·(θ − θ̄)
/// ```
///
/// Actions are measured in [−1, 1]. What explores is added to μ(s): [uphill.rl.ActionNoise].
///
/// [Td3] without its three changes (`twins=false target_noise=0 policy_delay=1`) is this, to the
/// byte. Not in the paper: n-step targets.
public final class Ddpg implements Agent {

  private final DdpgConfig config;
  private final Setup setup;
  private final Policy policy;
  private final Policy target;
  private final Rollout rollout;
  private final Replay replay;
  private final Noise exploring;
  private final Twins critic;
  private final Descent actor;
  private final Metrics metrics =
      new Metrics(
          List.of("critic_loss", "q", "policy_loss", "policy_gradient_norm", "buffer_held"));

  /// The algorithm at its beginning.
  public Ddpg(DdpgConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    target = policy.copy(setup, "target_policy");
    rollout = setup.rollout(config.sampling(), policy);
    replay = new Replay(config.offPolicy(), config.gamma(), rollout, setup);
    exploring = config.actionNoise().in(setup.actions(), config.offPolicy().envs());
    critic =
        new Twins(
            1,
            config.network(),
            policy,
            replay,
            setup,
            (next, q) -> q.of(next, policy.unit(mu(target, next).action()).clamp(-1, 1)));

    Tensor s = replay.input("observation", policy.encoding().size());
    Deterministic mu = mu(policy, s);
    actor =
        setup
            .descent(policy.parameters())
            .term("q", critic.first(s, policy.unit(mu.action())).mean().neg())
            .heads(mu)
            .build()
            .feed(replay);
  }

  private static Deterministic mu(Policy policy, Tensor observation) {
    return (Deterministic) policy.distribution(observation);
  }

  @Override
  public void learn(Progress progress) {
    replay.remember();
    int count = config.offPolicy().gradientSteps(replay.added());
    for (int k = 0; k < count; k++) {
      step(config.anneal() ? progress.remaining() : 1);
    }
    metrics.add("buffer_held", replay.held());
  }

  private void step(double decay) {
    replay.draw();
    critic.step(decay * config.criticLearningRate());
    metrics.add("critic_loss", critic.loss());
    metrics.add("q", critic.q());
    actor.step(config.offPolicy().minibatch(), decay * config.learningRate());
    metrics.add("policy_loss", actor.value("q"));
    metrics.add("policy_gradient_norm", actor.gradientNorm());
    critic.follow(config.tau());
    target.parameters().follow(policy.parameters(), config.tau(), setup.kernels());
  }

  @Override
  public void state(State state) {
    replay.state(state);
    exploring.state(state);
  }

  @Override
  public Actor explorer(int first, int rows) {
    Actor acting = new PolicyActor(policy, rows, setup.kernels());
    return config.offPolicy().explorer(setup, replay::added, exploring.over(acting, first));
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
