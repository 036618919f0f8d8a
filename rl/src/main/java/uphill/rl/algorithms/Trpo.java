package uphill.rl.algorithms;

import java.util.List;
import java.util.Map;
import uphill.autodiff.Scalar;
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

/// Trust region policy optimization, Schulman et al. 2015,
/// [arXiv:1502.05477](https://arxiv.org/abs/1502.05477).
///
/// ```text
/// max_θ mean ρ·Â   so that   mean KL(π_old ‖ π_θ) ≤ δ          ρ = π_θ(a|s)/π_old(a|s)  (eq. 14)
/// (F + λI)·x = ∇ mean ρ·Â           by conjugate gradients                          (appendix C)
/// θ ← θ + βʲ·√(2δ/xᵀ(F + λI)x)·x    for the first j that keeps KL ≤ δ and does not lower mean ρ·Â
/// ```
///
/// Then a regression of V_φ. F is the Fisher information, of all rows of the round.
///
/// Not in the paper: the damping λ; Â by generalized advantage estimation, standardized over the
/// round where that is set; observations and rewards may be normalized ([Normalizer],
/// [RewardScale]). Where no j keeps the promise, the policy stays what it was.
public final class Trpo implements Agent {

  private static final String LOSS = "policy loss";

  private final TrpoConfig config;
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
              "improvement",
              "improvement_promised",
              "step_kept",
              "backtracks",
              "step_length",
              "cg_steps",
              "cg_residual",
              "weight_mean",
              "weight_std",
              "value_loss",
              "value_loss_after",
              "explained_variance"));

  /// The algorithm at its beginning.
  public Trpo(TrpoConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    weight = rollout.extra("weight");
    weighing = new Weighing(Weights.GAE, config.gamma(), config.lambda(), config.standardize());
    rewardScale = new RewardScale(config.normalization(), config.gamma(), rollout.envs);
    noise = config.onPolicy().noise();

    Distribution pi = policy.distribution(rollout);
    change = new PolicyChange(pi, rollout, setup, old -> Map.of(LOSS, loss(pi, old)));
    SolvedStep step =
        new SolvedStep(policy.parameters(), config.trustRegion().damping(), setup.kernels());
    descent =
        setup
            .descent(policy.parameters())
            .term("policy", loss(pi, change.before()))
            .metric("mean entropy", pi.entropy().mean())
            .heads(pi)
            .undoable(true)
            .optimizer(_ -> step)
            .build()
            .feed(rollout);
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

  /// −mean ρ·Â.
  private Scalar loss(Distribution pi, Distribution old) {
    Tensor action = rollout.input("action");
    Tensor rho = pi.logProb(action).sub(old.logProb(action)).exp();
    return rho.mul(rollout.input("weight")).mean().neg();
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    rewardScale.scale(rollout);
    weighing.fill(rollout, weight.values(), metrics);
    change.remember(rows);

    descent.gradients(rows);
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("entropy", descent.value("mean entropy"));
    metrics.add("policy_gradient_norm", descent.gradientNorm());
    search(natural.solve(descent.gradients(), rows, metrics), rows);
    descent.requireFinite();

    regression.fit(/* remaining= */ 1, metrics);
    policy.normalizer().move(rollout);
  }

  /// Takes the longest of the steps α·βʲ that keeps its promise; none if none does.
  private void search(double alpha, int rows) {
    double before = descent.value("policy");
    double length = alpha;
    double kl = 0;
    double improvement = 0;
    boolean kept = false;
    int tries = 0;
    while (!kept && tries < config.backtracks() && length > 0) {
      descent.descend(length);
      kl = change.tried(rows); // not a number: too long a step, and not kept
      improvement = before - change.value(LOSS);
      kept = kl <= config.trustRegion().maxKl() && improvement >= 0;
      tries++;
      if (!kept) {
        descent.undo();
        length *= config.backtrack();
      }
    }
    metrics.add("kl", kept ? kl : 0);
    metrics.add("improvement", kept ? improvement : 0);
    metrics.add("improvement_promised", kept ? natural.promised(descent.gradients(), length) : 0);
    metrics.add("step_kept", kept ? 1 : 0);
    metrics.add("backtracks", kept ? tries - 1 : tries);
    metrics.add("step_length", kept ? length : 0);
  }

  @Override
  public void state(State state) {
    policy.normalizer().state(state);
    rewardScale.state(state);
    noise.state(state);
  }

  @Override
  public Actor explorer(int first, int rows) {
    return noise.over(change.actor(policy, rows), first);
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
