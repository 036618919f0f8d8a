package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Scalar;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.nn.RmsProp;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.Critic;
import uphill.rl.HeldNoise;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.RewardScale;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weighing;
import uphill.rl.data.Weights;
import uphill.rl.fit.ActorCriticFit;
import uphill.rl.fit.PolicyChange;

/// Advantage actor-critic: Mnih et al. 2016, [arXiv:1602.01783](https://arxiv.org/abs/1602.01783),
/// with environments that wait for each other in place of asynchronous workers.
///
/// ```text
/// Âₜ   = rₜ + γ·rₜ₊₁ + … + γᵏ·V(sₜ₊ₖ) − V(sₜ)      to the end of the round or of the episode
/// L(θ) = −mean log π_θ(a|s)·Â + c_v·½·mean (V_θ(s) − R̂)² − c_h·mean H[π_θ(·|s)]
/// ```
///
/// with R̂ = Â + V(s). One step of RMSProp for each short round of many environments.
///
/// Not in the paper: λ < 1 makes Â that of generalized advantage estimation; Â may be standardized
/// over the round; the critic may have a network of its own; observations and rewards may be
/// normalized ([Normalizer], [RewardScale]).
public final class A2c implements Agent {

  private final A2cConfig config;
  private final Setup setup;
  private final ActorCriticFit fit;
  private final Policy policy;
  private final Rollout rollout;
  private final RewardScale rewardScale;
  private final HeldNoise noise;
  private final Weighing weighing;
  private final Rollout.Column advantage;
  private final Rollout.Column weight;
  private final PolicyChange change;
  private final Descent descent;
  private final Metrics metrics =
      new Metrics(
          List.of(
              "policy_loss",
              "entropy",
              "kl",
              "gradient_norm",
              "weight_mean",
              "weight_std",
              "value_loss",
              "value_loss_after",
              "explained_variance",
              "learning_rate"));

  /// The algorithm at its beginning.
  public A2c(A2cConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    fit = config.fit(setup);
    policy = fit.policy();
    rollout = fit.rollout();
    advantage = rollout.extra("advantage");
    weight = rollout.extra("weight");
    rewardScale = new RewardScale(config.normalization(), config.gamma(), rollout.envs);
    noise = config.onPolicy().noise();
    weighing = new Weighing(Weights.GAE, config.gamma(), config.lambda(), config.standardize());

    Distribution pi = fit.pi();
    change = new PolicyChange(pi, rollout, setup);
    Scalar surrogate = pi.logProb(rollout.input("action")).mul(rollout.input("weight")).mean();
    Scalar entropy = pi.entropy().mean();
    Descent.Builder loss =
        setup
            .descent(policy.parameters())
            .term("policy", surrogate.neg())
            .term("entropy", entropy.mul(-config.entropyWeight()))
            .metric("mean entropy", entropy)
            .heads(pi)
            .clip(config.maxGradientNorm())
            .optimizer(
                learnt ->
                    new RmsProp(
                        learnt,
                        setup.kernels(),
                        config.rmsPropDecay(),
                        config.rmsPropEpsilon(),
                        RmsProp.Epsilon.AFTER_ROOT,
                        /* start= */ 0));
    pi.heads().forEach(loss::output);
    fit.addTo(loss);
    descent = loss.build().feed(rollout);
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    double remaining = config.anneal() ? progress.remaining() : 1;
    rewardScale.scale(rollout);
    weigh();
    fit.aim(advantage.values(), metrics);

    change.writtenBy(descent);
    descent.step(rows, config.learningRate() * remaining);
    descent.requireFinite();
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("entropy", descent.value("mean entropy"));
    metrics.add("gradient_norm", descent.gradientNorm());
    metrics.add("learning_rate", config.learningRate() * remaining);
    metrics.add("kl", change.kl(rows));
    fit.measure(descent, metrics);
    fit.regress(remaining, metrics);
    policy.normalizer().move(rollout);
  }

  /// Â of every row, and Ψ: the same, standardized where that is set.
  private void weigh() {
    weighing.fill(rollout, advantage.values());
    weighing.fill(rollout, weight.values(), metrics);
  }

  @Override
  public void state(State state) {
    policy.normalizer().state(state);
    rewardScale.state(state);
    noise.state(state);
  }

  @Override
  public Actor explorer(int first, int rows) {
    return noise.over(new PolicyActor(policy, rows, setup.kernels()), first);
  }

  @Override
  public Critic.Valuation valuation() {
    return fit.valuation(setup.kernels());
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
