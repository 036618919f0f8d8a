package uphill.rl.algorithms;

import java.util.List;
import java.util.Optional;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Actor;
import uphill.rl.Critic;
import uphill.rl.HeldNoise;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.RewardScale;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.Weighted;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weighing;
import uphill.rl.fit.PolicyChange;
import uphill.rl.fit.ValueRegression;

/// The policy gradient, Sutton et al. 2000; as "vanilla policy gradient" in Spinning Up.
///
/// ```text
/// ∇J(θ) = E_τ~π_θ[ Σₜ ∇log π_θ(aₜ|sₜ)·Ψₜ ]
/// L(θ)  = −c·Σᵢ log π_θ(aᵢ|sᵢ)·Ψᵢ − c_h·mean H[π_θ(·|s)]      so that −∇L estimates ∇J
/// L(φ)  = ½·mean (V_φ(s) − R̂)²
/// ```
///
/// with c = 1/N over N trajectories (unbiased if N is fixed beforehand), or 1/n over n rows, as
/// most libraries have it. One step of Adam along −∇L(θ) for each batch, then a regression of V_φ.
///
/// Not in the paper: the weights may be standardized over the batch, ‖∇L(θ)‖ may be clipped, the
/// learning rates may fall linearly to zero; observations and rewards may be normalized, by what
/// was seen and earned up to the round (unlike Stable-Baselines3: see [Normalizer] and
/// [RewardScale]).
public final class Vpg implements Weighted {

  /// What the sum over the batch is divided by.
  public enum Divisor {
    /// c = 1/n: the mean over rows. Its divisor is random where episodes differ in length.
    ROWS,
    /// c = 1/N: the mean over trajectories, as in the expression.
    TRAJECTORIES
  }

  private final VpgConfig config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final RewardScale rewardScale;
  private final HeldNoise noise;
  private final Weighing weighing;
  private final Rollout.Column weight;
  private final Descent descent;
  private final PolicyChange change;
  private final Optional<Critic> critic;
  private final Optional<ValueRegression> regression;
  private final Metrics metrics =
      new Metrics(
          List.of(
              "policy_loss",
              "entropy",
              "kl",
              "policy_gradient_norm",
              "weight_mean",
              "weight_std",
              "value_loss",
              "value_loss_after",
              "explained_variance",
              "learning_rate"));

  /// The algorithm at its beginning.
  public Vpg(VpgConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    weight = rollout.extra("weight");
    rewardScale = new RewardScale(config.normalization(), config.gamma(), rollout.envs);
    noise = config.onPolicy().noise();
    weighing =
        new Weighing(config.weights(), config.gamma(), config.lambda(), config.standardize());

    Distribution pi = policy.distribution(rollout);
    Scalar entropy = pi.entropy().mean();
    Descent.Builder loss =
        setup
            .descent(policy.parameters())
            .term("policy", policyLoss(pi))
            .term("entropy", entropy.mul(-config.entropyWeight()))
            .metric("mean entropy", entropy)
            .clip(config.maxGradientNorm())
            .heads(pi);
    pi.heads().forEach(loss::output);
    descent = loss.build().feed(rollout);
    change = new PolicyChange(pi, rollout, setup);

    Rng shuffling = setup.stream(Purpose.SHUFFLING);
    critic =
        config.weights().needsCritic()
            ? Optional.of(Critic.of(config.network(), policy.normalizer(), setup))
            : Optional.empty();
    regression =
        critic.map(
            learnt ->
                new ValueRegression(
                    config.valueFit(),
                    config.gamma(),
                    config.lambda(),
                    learnt,
                    rollout,
                    shuffling,
                    setup));
  }

  /// −c·Σᵢ log π_θ(aᵢ|sᵢ)·Ψᵢ, whose gradient is −∇J.
  private Scalar policyLoss(Distribution pi) {
    Tensor weighted = pi.logProb(rollout.input("action")).mul(rollout.input("weight"));
    return switch (config.divisor()) {
      case ROWS -> weighted.mean().neg();
      case TRAJECTORIES -> weighted.sum().per("trajectories").neg();
    };
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    double remaining = config.anneal() ? progress.remaining() : 1;
    rewardScale.scale(rollout);
    weighing.fill(rollout, weight.values(), metrics);

    if (config.divisor() == Divisor.TRAJECTORIES) {
      descent.divideBy("trajectories", rollout.trajectories());
    }
    change.writtenBy(descent);
    descent.gradients(rows);
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("entropy", descent.value("mean entropy"));
    metrics.add("policy_gradient_norm", descent.gradientNorm());
    metrics.add("learning_rate", config.learningRate() * remaining);
    descent.descend(config.learningRate() * remaining);
    descent.requireFinite();
    metrics.add("kl", change.kl(rows));

    if (regression.isPresent()) {
      regression.get().fit(remaining, metrics);
    }
    policy.normalizer().move(rollout);
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
    return critic.map(learnt -> learnt.valuation(setup.kernels())).orElse(Critic.Valuation.zero());
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

  @Override
  public float[] weights() {
    return weight.values();
  }

  @Override
  public Weighing weighing() {
    return weighing;
  }
}
