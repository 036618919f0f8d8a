package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Descent;
import uphill.nn.Deterministic;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.Noise;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.fit.Replay;
import uphill.rl.fit.Twins;

/// Twin delayed deep deterministic policy gradient, Fujimoto et al. 2018,
/// [arXiv:1802.09477](https://arxiv.org/abs/1802.09477).
///
/// ```text
/// ã     = clamp(μ̄(s′) + clamp(σ·ξ, −c, c), −1, 1)           ξ ~ N(0, 1)            (eq. 14, 15)
/// y     = r + discount·min Q̄ᵢ(s′, ã)                                                  (eq. 10)
/// L(φᵢ) = mean (Qᵢ(s, a) − y)²
/// L(θ)  = −mean Q₁(s, μ(s))                                       at every d-th step
/// φ̄ᵢ   ← φ̄ᵢ + τ·(φᵢ − φ̄ᵢ)      θ̄ ← θ̄ + τ·(θ − θ̄)       at every d-th step
/// ```
///
/// Actions are measured in [−1, 1]. What explores is added to μ(s): [uphill.rl.ActionNoise].
///
/// Not in the paper: n-step targets.
public final class Td3 implements Agent {

  private final Td3Config config;
  private final Setup setup;
  private final Policy policy;
  private final Policy target;
  private final Rollout rollout;
  private final Replay replay;
  private final Rng noise;
  private final Noise exploring;
  private final Twins critics;
  private final Descent actor;
  private final long[] steps = new long[1];
  private final Metrics metrics =
      new Metrics(
          List.of("critic_loss", "q", "policy_loss", "policy_gradient_norm", "buffer_held"));

  /// The algorithm at its beginning.
  public Td3(Td3Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    target = policy.copy(setup, "target_policy");
    rollout = setup.rollout(config.sampling(), policy);
    replay = new Replay(config.offPolicy(), config.gamma(), rollout, setup);
    noise = setup.stream(Purpose.NOISE);
    exploring = config.actionNoise().in(setup.actions(), config.offPolicy().envs());

    int n = policy.actions().size();
    double c = config.targetNoiseClip();
    Tensor xi = replay.input("next_noise", n);
    critics =
        new Twins(
            config.twins() ? 2 : 1,
            config.network(),
            policy,
            replay,
            setup,
            (next, q) -> {
              Tensor near = xi.mul(config.targetNoise()).clamp(-c, c);
              return q.of(next, unit(target, next).add(near).clamp(-1, 1));
            });

    Tensor s = replay.input("observation", policy.encoding().size());
    Deterministic mu = (Deterministic) policy.distribution(s);
    actor =
        setup
            .descent(policy.parameters())
            .term("q", critics.first(s, policy.unit(mu.action())).mean().neg())
            .heads(mu)
            .build()
            .feed(replay);
  }

  /// μ(s), measured in [−1, 1].
  private static Tensor unit(Policy policy, Tensor observation) {
    return policy.unit(((Deterministic) policy.distribution(observation)).action());
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
    replay.drawNormals("next_noise", noise);
    critics.step(decay * config.criticLearningRate());
    metrics.add("critic_loss", critics.loss());
    metrics.add("q", critics.q());
    steps[0]++;
    if (steps[0] % config.policyDelay() == 0) {
      actor.step(config.offPolicy().minibatch(), decay * config.learningRate());
      metrics.add("policy_loss", actor.value("q"));
      metrics.add("policy_gradient_norm", actor.gradientNorm());
      critics.follow(config.tau());
      target.parameters().follow(policy.parameters(), config.tau(), setup.kernels());
    }
  }

  @Override
  public void state(State state) {
    state.longs("gradient_steps", steps);
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
