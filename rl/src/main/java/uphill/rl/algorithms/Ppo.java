package uphill.rl.algorithms;

import java.util.List;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.nn.Adam;
import uphill.nn.Descent;
import uphill.nn.Distribution;
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
import uphill.rl.data.Columns;
import uphill.rl.data.Gae;
import uphill.rl.data.Metrics;
import uphill.rl.data.Minibatches;
import uphill.rl.data.Rollout;
import uphill.rl.fit.ActorCriticFit;
import uphill.rl.fit.PolicyChange;

/// Proximal policy optimization, Schulman et al. 2017,
/// [arXiv:1707.06347](https://arxiv.org/abs/1707.06347).
///
/// ```text
/// ρ         = π_θ(a|s)/π_old(a|s)
/// L_clip(θ) = mean min(ρ·Â, clip(ρ, 1−ε, 1+ε)·Â)                                       (eq. 7)
/// L(θ)      = −L_clip + c_v·½·mean (V_θ(s) − R̂)² − c_h·mean H[π_θ(·|s)]       (eq. 9, negated)
/// ```
///
/// with Â by generalized advantage estimation and R̂ = Â + V(s). Several epochs over the round, in
/// minibatches.
///
/// Not in the paper: Â may be standardized, ‖∇L‖ and V clipped; the learning rate and ε may fall
/// linearly to zero; V may have a loss of its own ([ActorCriticFit]); observations and rewards may
/// be normalized ([Normalizer], [RewardScale]). Where a largest KL(π_old ‖ π_θ) is set, the step
/// that passed it is undone, and the update is over: other libraries keep that step.
public final class Ppo implements Agent {

  private final PpoConfig config;
  private final Setup setup;
  private final ActorCriticFit fit;
  private final Policy policy;
  private final Rollout rollout;
  private final RewardScale rewardScale;
  private final HeldNoise noise;
  private final Rollout.Column advantage;
  private final Rollout.Column weight;
  private final Minibatches minibatches;
  private final PolicyChange change;
  private final Descent descent;
  private float[] ratio = {};
  private final Metrics metrics =
      new Metrics(
          List.of(
              "policy_loss",
              "entropy",
              "kl",
              "clip_fraction",
              "steps_taken",
              "steps_undone",
              "gradient_norm",
              "weight_mean",
              "weight_std",
              "value_loss",
              "value_loss_after",
              "explained_variance",
              "learning_rate",
              "clip"));

  /// The algorithm at its beginning.
  public Ppo(PpoConfig config, Setup setup) {
    this.config = config;
    this.setup = setup;
    fit = config.fit(setup);
    policy = fit.policy();
    rollout = fit.rollout();
    advantage = rollout.extra("advantage");
    weight = rollout.extra("weight");
    rewardScale = new RewardScale(config.normalization(), config.gamma(), rollout.envs);
    noise = config.onPolicy().noise();
    minibatches = new Minibatches(setup.stream(Purpose.SHUFFLING));

    Distribution pi = fit.pi();
    change = new PolicyChange(pi, rollout, setup);
    Tensor action = rollout.input("action");
    Tensor rho = pi.logProb(action).sub(change.before().logProb(action)).exp();
    Descent.Builder loss =
        setup
            .descent(policy.parameters())
            .term("policy", surrogate(rho).neg())
            .output("ratio", rho)
            .heads(pi)
            .clip(config.maxGradientNorm())
            .undoable(config.maxKl() != 0)
            .optimizer(learnt -> Adam.with(config.adamEpsilon(), learnt, setup.kernels()));
    fit.addTo(loss);
    Scalar entropy = pi.entropy().mean();
    loss.metric("mean entropy", entropy);
    if (config.entropyWeight() != 0) {
      loss.term("entropy", entropy.mul(-config.entropyWeight()));
    }
    if (config.maxKl() != 0) {
      loss.metric("mean kl", change.before().kl(pi).mean());
    }
    descent = loss.build().feed(rollout);
  }

  /// L_clip.
  private Scalar surrogate(Tensor rho) {
    Tensor psi = rollout.input("weight");
    Tensor clipped = rho.max(Tensor.given("1 - clip")).min(Tensor.given("1 + clip"));
    return rho.mul(psi).min(clipped.mul(psi)).mean();
  }

  @Override
  public void learn(Progress progress) {
    int rows = rollout.rows();
    rewardScale.scale(rollout);
    Gae.fill(rollout, config.gamma(), config.lambda(), advantage.values());
    weigh(rows);
    fit.aim(advantage.values(), metrics);
    change.remember(rows);

    double rate = config.learningRate() * (config.anneal() ? progress.remaining() : 1);
    double clip = config.clip() * (config.annealClip() ? progress.remaining() : 1);
    descent.give("1 - clip", 1 - clip).give("1 + clip", 1 + clip);
    metrics.add("learning_rate", rate);
    metrics.add("clip", clip);
    descend(rows, rate, clip);
    descent.requireFinite();
    fit.regress(config.anneal() ? progress.remaining() : 1, metrics);
    policy.normalizer().move(rollout);
  }

  /// All epochs, or those until π_θ is too far from π_old.
  private void descend(int rows, double rate, double clip) {
    int taken = 0;
    int undone = 0;
    for (int epoch = 0; epoch < config.epochs() && undone == 0; epoch++) {
      minibatches.begin(rows, config.minibatch());
      for (int b = 0; b < minibatches.count() && undone == 0; b++) {
        if (config.standardizeOver() == PpoConfig.Standardized.MINIBATCH) {
          standardize(minibatches.order(), minibatches.from(b), minibatches.rows(b));
        }
        gradients(b, clip);
        if (taken > 0 && config.maxKl() != 0 && descent.value("mean kl") > config.maxKl()) {
          descent.undo();
          undone++;
        } else {
          descent.descend(rate);
          taken++;
        }
      }
    }
    double kl = change.kl(rows);
    if (undone == 0 && config.maxKl() != 0 && kl > config.maxKl()) {
      descent.undo();
      undone++;
      kl = change.kl(rows);
    }
    metrics.add("kl", kl);
    metrics.add("steps_taken", taken - undone);
    metrics.add("steps_undone", undone);
  }

  /// ∇L of a minibatch, and what there is to measure on the way.
  private void gradients(int b, double clip) {
    int count = minibatches.rows(b);
    if (ratio.length < count) {
      ratio = new float[count];
      descent.into("ratio", ratio);
    }
    descent.gradients(minibatches.order(), minibatches.from(b), count);
    metrics.add("policy_loss", descent.value("policy"));
    metrics.add("entropy", descent.value("mean entropy"));
    metrics.add("gradient_norm", descent.gradientNorm());
    metrics.add("clip_fraction", (double) outside(clip, count) / count);
    fit.measure(descent, metrics);
  }

  /// How many ratios are outside of 1 ± ε.
  private int outside(double clip, int count) {
    int outside = 0;
    for (int k = 0; k < count; k++) {
      outside += Math.abs(ratio[k] - 1) > clip ? 1 : 0;
    }
    return outside;
  }

  /// Ψ of every row: Â, standardized over the round where that is set.
  private void weigh(int rows) {
    float[] psi = weight.values();
    System.arraycopy(advantage.values(), 0, psi, 0, rows);
    double mean = Columns.mean(psi, rows);
    double std = Columns.std(psi, rows, mean);
    metrics.add("weight_mean", mean);
    metrics.add("weight_std", std);
    if (config.standardizeOver() == PpoConfig.Standardized.BATCH && rows > 1) {
      Columns.standardize(psi, rows, mean, std);
    }
  }

  /// Ψ of the rows of a minibatch: Â, standardized over them; as it is if there is one alone.
  private void standardize(int[] order, int from, int count) {
    if (count > 1) {
      Columns.standardize(advantage.values(), order, from, count, weight.values());
    }
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
