package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Tensor;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.nn.SolvedStep;
import uphill.rl.Actor;
import uphill.rl.Agent;
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
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weighing;
import uphill.rl.data.Weights;
import uphill.rl.fit.Fisher;
import uphill.rl.fit.NaturalGradient;
import uphill.rl.fit.PolicyChange;
import uphill.rl.fit.ValueRegression;

/// The natural policy gradient: Kakade 2001, [A Natural Policy
/// Gradient](https://papers.nips.cc/paper/2073-a-natural-policy-gradient).
///
/// ```text
/// (F + λI)·x = ∇ mean log π_θ(a|s)·Â           by conjugate gradients
/// θ ← θ + √(2δ/xᵀ(F + λI)x)·x                  so that KL(π_old ‖ π_θ) ≈ δ
/// ```
///
/// Then a regression of V_φ. F is the Fisher information, of all rows of the round: the metric of
/// the space of policies, so the step does not depend on how they are parameterized.
///
/// Not in the paper: the damping λ; the length by δ, as [Trpo] begins its line search; Â by
/// generalized advantage estimation, standardized over the round where that is set; observations
/// and rewards may be normalized ([Normalizer], [RewardScale]).
public final class Npg implements Agent {

  private final Setup setup;
  private final Policy policy;
  private final Critic critic;
  private final Rollout rollout;
  private final RewardScale rewardScale;
  private final HeldNoise noise;
  private final Weighing weighing;
  private final Rollout.Column weight;
  private final PolicyChange change;
  private final Descent descent;
  private final NaturalGradient natural;
  private final ValueRegression regression;
  private final Metrics metrics =
      new Metrics(
          List.of(
              "policy_loss",
              "entropy",
              "kl",
              "policy_gradient_norm",
              "step_length",
              "cg_steps",
              "cg_residual",
              "weight_mean",
              "weight_std",
              "value_loss",
              "value_loss_after",
              "explained_variance"));

  /// The algorithm at its beginning.
  public Npg(NpgConfig config, Setup setup) {
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    weight = rollout.extra("weight");
    weighing = new Weighing(Weights.GAE, config.gamma(), config.lambda(), config.standardize());
    rewardScale = new RewardScale(config.normalization(), config.gamma(), rollout.envs);
    noise = config.onPolicy().noise();

    Distribution pi = policy.distribution(rollout);
    change = new PolicyChange(pi, rollout, setup);
    Tensor weighted = pi.logProb(rollout.input("action")).mul(rollout.input("weight"));
    SolvedStep step =
        new SolvedStep(policy.parameters(), config.trustRegion().damping(), setup.kernels());
    Descent.Builder loss =
        setup
            .descent(policy.parameters())
            .term("policy", weighted.mean().neg())
            .metric("mean entropy", pi.entropy().mean())
            .heads(pi)
            .optimizer(_ -> step);
    pi.heads().forEach(loss::output);
    descent = loss.build().feed(rollout);
    natural =
        new NaturalGradient(
            config.trustRegion(), new Fisher(pi, policy.parameters(), rollout, setup), step);
    critic = Critic.of(config.network(), policy.normalizer(), setup);
    regression =
        new ValueRegression(
            config.valueFit(),
            config.gamma(),
            config.lambda(),
            critic,
            rollout,
            setup.stream(Purpose.SHUFFLING),
            setup);
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    rewardScale.scale(rollout);
    weighing.fill(rollout, weight.values(), metrics);

    change.writtenBy(descent);
    descent.gradients(rows);
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("entropy", descent.value("mean entropy"));
    metrics.add("policy_gradient_norm", descent.gradientNorm());
    double length = natural.solve(descent.gradients(), rows, metrics);
    metrics.add("step_length", length);
    if (length > 0) {
      descent.descend(length);
    }
    descent.requireFinite();
    metrics.add("kl", change.kl(rows));

    regression.fit(/* remaining= */ 1, metrics);
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
    return critic.valuation(setup.kernels());
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
