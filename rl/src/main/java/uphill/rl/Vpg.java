package uphill.rl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Adam;
import uphill.nn.Distribution;

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
/// learning rates may fall linearly to zero.
public final class Vpg {

  /// What the sum over the batch is divided by.
  public enum Divisor {
    /// c = 1/n: the mean over rows. Its divisor is random where episodes differ in length.
    ROWS,
    /// c = 1/N: the mean over trajectories, as in the expression.
    TRAJECTORIES
  }

  private final VpgConfig config;
  private final Policy policy;
  private final Optional<Critic> critic;
  private Rollout rollout;
  private final Kernels kernels;
  private final Workers workers;
  private final Program policyProgram;
  private final Program comparison;
  private final Map<String, Tensor> heads;
  private final Adam policyOptimizer;
  private final Optional<ValueRegression> regression;
  private float[] weight = {};
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

  /// The algorithm for rollouts of this shape.
  ///
  /// @param rollout what [#update] will be given, each time, or one like it with more room
  /// @param shuffling draws the order of minibatches
  /// @throws IllegalArgumentException if the weights need a critic and there is none
  public Vpg(
      VpgConfig config,
      Policy policy,
      Optional<Critic> critic,
      Rollout rollout,
      Rng shuffling,
      Kernels kernels,
      Workers workers) {
    if (config.weights().needsCritic() && critic.isEmpty()) {
      throw new IllegalArgumentException(
          "weights %s need a critic".formatted(Settings.word(config.weights())));
    }
    this.config = config;
    this.rollout = rollout;
    this.policy = policy;
    this.critic = critic;
    this.kernels = kernels;
    this.workers = workers;
    policyOptimizer = new Adam(policy.parameters(), kernels);
    regression =
        critic.map(
            learnt -> new ValueRegression(config, learnt, rollout, shuffling, kernels, workers));

    Tensor observation = Tensor.input("observation", rollout.observationSize());
    Tensor action = Tensor.input("action", rollout.actionSize());
    Distribution distribution = policy.distribution(observation);
    Scalar entropy = distribution.entropy().mean();
    Scalar loss = policyLoss(distribution, action, Tensor.input("weight", 1));
    Program.Builder step =
        Program.with(kernels).metric("entropy", entropy).metric("policy_loss", loss);
    step.loss(loss.sub(entropy.mul(config.entropyWeight())), policy.parameters());
    distribution.heads().forEach(step::output);
    policyProgram = step.build();

    // π_old is the step's own forward pass, written to columns; π_new is evaluated after the step.
    Distribution old = distribution.asInput("old.");
    comparison = Program.with(kernels).metric("kl", old.kl(distribution).mean()).build();
    heads = distribution.heads();
    look(rollout);
  }

  /// Lets the programs read this rollout, and have columns as long as its own.
  private void look(Rollout rollout) {
    weight = new float[rollout.capacity()];
    policyProgram.feed("observation", rollout.observation);
    policyProgram.feed("action", rollout.action).feed("weight", weight);
    comparison.feed("observation", rollout.observation);
    heads.forEach(
        (name, head) -> {
          float[] column = new float[rollout.capacity() * head.columns()];
          policyProgram.into(name, column);
          comparison.feed("old." + name, column);
        });
  }

  /// −c·Σᵢ log π_θ(aᵢ|sᵢ)·Ψᵢ, whose gradient is −∇J.
  private Scalar policyLoss(Distribution policy, Tensor action, Tensor weight) {
    Tensor weighted = policy.logProb(action).mul(weight);
    return switch (config.divisor()) {
      case ROWS -> weighted.mean().neg();
      case TRAJECTORIES -> weighted.sum().per("trajectories").neg();
    };
  }

  /// Improves the policy, and the critic, with one rollout of the policy's own experience.
  ///
  /// @param rollout the one that this was made for, filled anew; or one with more room, in which
  ///   case this is made for that one from now on
  /// @param progress how much of the training lies behind, in [0, 1]
  /// @throws IllegalArgumentException for a rollout of other rows, or a progress out of its bounds
  /// @throws ArithmeticException if a gradient is not finite, and the parameters that it belongs to
  ///   are then unchanged; or if they, or the policy's probabilities, are not finite after the
  ///   step. The metrics set until then are those of the step
  public Metrics update(Rollout rollout, double progress) {
    boolean grown = rollout != this.rollout;
    if (grown && !(rollout.isLike(this.rollout) && rollout.capacity() > this.rollout.capacity())) {
      throw new IllegalArgumentException(
          "update takes the rollout that the algorithm was made for, or one with more room");
    }
    if (!(0 <= progress && progress <= 1)) {
      throw new IllegalArgumentException("progress must be in [0, 1], got " + progress);
    }
    if (grown) {
      this.rollout = rollout;
      look(rollout);
      regression.ifPresent(fitted -> fitted.look(rollout));
    }
    metrics.clear();
    int rows = rollout.rows();
    double remaining = config.anneal() ? 1 - progress : 1;
    weigh(rollout);

    if (config.divisor() == Divisor.TRAJECTORIES) {
      policyProgram.divideBy("trajectories", rollout.trajectories());
    }
    Gradients gradients = policyProgram.gradients(rows, workers);
    double norm = gradients.norm();
    if (config.maxGradientNorm() > 0) {
      gradients.clipNorm(config.maxGradientNorm());
    }
    metrics.set("policy_loss", policyProgram.metric("policy_loss"));
    metrics.set("entropy", policyProgram.metric("entropy"));
    metrics.set("policy_gradient_norm", norm);
    metrics.set("learning_rate", config.learningRate() * remaining);
    policyOptimizer.step(gradients, config.learningRate() * remaining);
    requireFinite("policy", policy.parameters());

    comparison.evaluate(rows, workers);
    double kl = comparison.metric("kl");
    if (Double.isNaN(kl)) {
      throw new ArithmeticException("after the step the policy's probabilities are not numbers");
    }
    metrics.set("kl", kl);
    if (regression.isPresent()) {
      regression.get().fit(rollout, remaining, metrics);
      requireFinite("critic", regression.get().parameters());
    }
    return metrics;
  }

  /// The next update would find it too, but the last one has none.
  private void requireFinite(String whose, Parameters parameters) {
    float[] values = parameters.values();
    if (!kernels.finite(values.length, values, 0)) {
      throw new ArithmeticException(
          "after the step the %s's parameters are not finite".formatted(whose));
    }
  }

  /// Ψ for every row.
  private void weigh(Rollout rollout) {
    int rows = rollout.rows();
    config.weights().fill(rollout, config.gamma(), config.lambda(), weight);
    double mean = Columns.mean(weight, rows);
    double std = Columns.std(weight, rows, mean);
    metrics.set("weight_mean", mean);
    metrics.set("weight_std", std);
    if (config.standardize()) {
      Columns.standardize(weight, rows, mean, std);
    }
  }

  /// Ψ of a batch as a step would use it that had these weights: standardized if the config has it
  /// so. Where the data stop before an episode does, returns go on with V.
  public static float[] weights(Weights kind, VpgConfig config, Rollout rollout) {
    int rows = rollout.rows();
    float[] weight = new float[rows];
    kind.fill(rollout, config.gamma(), config.lambda(), weight);
    if (config.standardize()) {
      double mean = Columns.mean(weight, rows);
      Columns.standardize(weight, rows, mean, Columns.std(weight, rows, mean));
    }
    return weight;
  }

  /// The metrics that an update gives.
  public Metrics metrics() {
    return metrics;
  }

  /// π_θ.
  public Policy policy() {
    return policy;
  }

  /// V_φ, where the weights need one.
  public Optional<Critic> critic() {
    return critic;
  }

  /// Ψ of every row of the last update, as the step used it. The array itself.
  public float[] weights() {
    return weight;
  }

  /// What steps θ.
  public Adam policyOptimizer() {
    return policyOptimizer;
  }

  /// What steps φ.
  public Optional<Adam> valueOptimizer() {
    return regression.map(ValueRegression::optimizer);
  }
}
