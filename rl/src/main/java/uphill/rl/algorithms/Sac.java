package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Descent;
import uphill.nn.SquashedGaussian;
import uphill.rl.Actor;
import uphill.rl.Agent;
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

/// Soft actor-critic, Haarnoja et al. 2018, [arXiv:1812.05905](https://arxiv.org/abs/1812.05905).
///
/// ```text
/// y     = r + discount·(min Q̄ᵢ(s′, a′) − α·log π(a′|s′))             a′ ~ π(·|s′)   (eq. 5, 6)
/// L(φᵢ) = mean (Qᵢ(s, a) − y)²
/// L(θ)  = mean (α·log π(ã|s) − min Qᵢ(s, ã))              ã = tanh(μ(s) + σ(s)·ξ)   (eq. 7, 9)
/// L(α)  = −log α·mean (log π(ã|s) + H̄)                                   (eq. 17, by log α)
/// φ̄ᵢ   ← φ̄ᵢ + τ·(φᵢ − φ̄ᵢ)
/// ```
///
/// Actions are measured in [−1, 1], and so is log π here, and H̄: with `scaled_entropy` both are of
/// actions as the world takes them, whose log π is lower by Σ log ½(high − low).
///
/// Not in the paper: the descent of log α, which is that of all implementations; n-step targets.
public final class Sac implements Agent {

  private final SacConfig config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final Replay replay;
  private final Rng noise;
  private final Twins critics;
  private final Descent actor;
  private final Descent temperature;
  private final Parameters logAlpha;
  private final float[] logProb;
  private final double logScale;
  private final Metrics metrics =
      new Metrics(
          List.of(
              "critic_loss",
              "q",
              "policy_loss",
              "entropy",
              "policy_gradient_norm",
              "temperature",
              "buffer_held"));

  /// The algorithm at its beginning.
  public Sac(SacConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    replay = new Replay(config.offPolicy(), config.gamma(), rollout, setup);
    noise = setup.stream(Purpose.NOISE);
    logScale = config.scaledEntropy() ? 0 : logScale((Space.Box) policy.actions());
    logProb = new float[config.offPolicy().minibatch()];

    int n = policy.actions().size();
    Tensor s = replay.input("observation", policy.encoding().size());
    logAlpha = setup.parameters("temperature");
    Parameter row = logAlpha.add("log", 1, 1);
    logAlpha.values()[row.at()] = (float) StrictMath.log(config.temperature());
    Tensor alpha = Tensor.repeat(row).exp();

    critics =
        new Twins(
            2,
            config.network(),
            policy,
            replay,
            setup,
            (next, q) -> {
              SquashedGaussian.Sample then = pi(next).sample(replay.input("next_noise", n));
              Tensor value = q.of(next, policy.unit(then.action()));
              return value.sub(alpha.mul(then.logProb().add(logScale)));
            });

    SquashedGaussian pi = pi(s);
    SquashedGaussian.Sample now = pi.sample(replay.input("noise", n));
    Tensor soft = now.logProb().add(logScale);
    actor =
        setup
            .descent(policy.parameters())
            .term("q", critics.value(s, policy.unit(now.action())).mean().neg())
            .term("entropy", alpha.mul(soft).mean())
            .output("log_prob", soft)
            .heads(pi)
            .build()
            .feed(replay)
            .into("log_prob", logProb);
    Tensor surplus = replay.input("surplus", 1);
    temperature =
        setup
            .descent(logAlpha)
            .term("temperature", Tensor.repeat(row).mul(surplus).mean().neg())
            .build()
            .feed(replay);
  }

  private SquashedGaussian pi(Tensor observation) {
    return (SquashedGaussian) policy.distribution(observation);
  }

  /// Σ log ½(high − low).
  private static double logScale(Space.Box box) {
    double sum = 0;
    for (int j = 0; j < box.size(); j++) {
      sum += StrictMath.log(0.5 * ((double) box.high()[j] - box.low()[j]));
    }
    return sum;
  }

  @Override
  public void learn(Progress progress) {
    replay.remember();
    int steps = config.offPolicy().gradientSteps(replay.added());
    for (int k = 0; k < steps; k++) {
      step(progress);
    }
    metrics.add("buffer_held", replay.held());
  }

  private void step(Progress progress) {
    double decay = config.anneal() ? progress.remaining() : 1;
    int rows = logProb.length;
    replay.draw();
    replay.drawNormals("noise", noise);
    replay.drawNormals("next_noise", noise);

    critics.step(decay * config.criticLearningRate());
    metrics.add("critic_loss", critics.loss());
    metrics.add("q", critics.q());

    actor.step(rows, decay * config.learningRate());
    metrics.add("policy_loss", actor.value("q") + actor.value("entropy"));
    metrics.add("policy_gradient_norm", actor.gradientNorm());

    double entropy = surplus();
    metrics.add("entropy", entropy);
    metrics.add("temperature", StrictMath.exp(logAlpha.values()[0]));
    if (config.learnTemperature()) {
      temperature.step(rows, decay * config.temperatureLearningRate());
    }
    critics.follow(config.tau());
  }

  /// Fills log π(ã|s) + H̄.
  ///
  /// @return −mean log π(ã|s)
  private double surplus() {
    float[] surplus = replay.column("surplus");
    double target = config.entropyOfComponent() * policy.actions().size();
    double sum = 0;
    for (int i = 0; i < logProb.length; i++) {
      surplus[i] = (float) (logProb[i] + target);
      sum += logProb[i];
    }
    return -sum / logProb.length;
  }

  @Override
  public void state(State state) {
    replay.state(state);
  }

  @Override
  public Actor explorer(int first, int rows) {
    Actor drawing = new PolicyActor(policy, rows, setup.kernels());
    return config.offPolicy().explorer(setup, replay::added, drawing);
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
