package uphill.push;

import java.util.Optional;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Deterministic;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.MultiCategorical;
import uphill.nn.SquashedGaussian;

/// The distribution on top of a network's outputs y, in double precision, in one state: what
/// [Distribution] is for whole batches in single precision.
///
/// Its heads h are those of the distribution, side by side. The first of them are made of the
/// outputs, as many as there are; the others, if any, are parameters of their own, log σ:
///
/// ```text
/// categorical, multi-categorical   h = log softmax of y, or of each slice of it
/// Bernoulli                        h = y, the logits
/// Gaussian, squashed Gaussian      h = (μ, log σ):   μ = y, and log σ in θ;   or both halves of y
/// ```
///
/// [#score] and the others that end in errors are derivatives by h; [#atOutputs] takes them to y.
public sealed interface ScoreHead permits SoftmaxHead, BernoulliHead, GaussianHead, SquashedHead {

  /// The head that computes with this distribution.
  ///
  /// @param logStd where a Gaussian's log σ comes from; empty for all that have none
  /// @throws IllegalArgumentException for a distribution without log π
  static ScoreHead of(Distribution policy, Optional<LogStd> logStd) {
    return switch (policy) {
      case Categorical(var logProbs) -> new SoftmaxHead("categorical", logProbs.columns());
      case MultiCategorical(_, var n) -> new SoftmaxHead("multi_categorical", n);
      case Bernoulli(var logits) -> new BernoulliHead(logits.columns());
      case Gaussian(var mean, _) -> new GaussianHead(mean.columns(), required(logStd));
      case SquashedGaussian(_, _, var low, var high) ->
          new SquashedHead(low, high, required(logStd));
      case Deterministic _ -> throw new IllegalArgumentException(refusal(policy).orElseThrow());
    };
  }

  private static LogStd required(Optional<LogStd> logStd) {
    return logStd.orElseThrow(
        () -> new IllegalArgumentException("a Gaussian policy has a log σ: say where it is"));
  }

  /// Why steps of such a policy are not explained; empty if they are.
  static Optional<String> refusal(Distribution policy) {
    return policy instanceof Deterministic
        ? Optional.of(
            "a deterministic policy gives no action a probability, so there is no log π for a step"
                + " to push, and its updates are not explained. Those of a policy that draws its"
                + " actions are: Policy.squashed in place of Policy.deterministic")
        : Optional.empty();
  }

  /// The distribution's name in files.
  String family();

  /// The same in words.
  default String words() {
    return family().replace('_', '-');
  }

  /// The names of its heads, as [Distribution#heads()] has them.
  String[] headNames();

  /// Outputs of the network that it stands on.
  int outputs();

  /// Numbers of its heads.
  int size();

  /// Where log σ lies in θ; −1 where it is no parameter.
  default int logStdAt() {
    return -1;
  }

  /// Numbers in an action.
  int actionSize();

  /// Whether π is a density, and no probability.
  boolean density();

  /// Whether every head moves smoothly with θ: one that is held within bounds does not.
  default boolean smooth() {
    return true;
  }

  /// Whether a state leaves one action alone, whose probability is then 1 whatever θ is.
  ///
  /// @param mask of the state; empty where everything is allowed
  default boolean forced(double[] mask) {
    return false;
  }

  /// What is wrong with an action; empty if it is one.
  default Optional<String> fault(double[] action) {
    return Optional.empty();
  }

  /// h.
  ///
  /// @param own the heads that are parameters
  double[] heads(double[] y, double[] own);

  /// log π(a|s).
  double logProb(double[] h, double[] action);

  /// p = ∂log π(a|s)/∂h.
  double[] score(double[] h, double[] action);

  /// Errors at y, for errors at those heads that are made of it.
  double[] atOutputs(double[] y, double[] h, double[] errors);

  /// Errors u at y with Σ u·uᵀ = the Fisher information of π at y, ∂²KL/∂y²: always as many. A log
  /// σ that is a parameter has 2 on its diagonal besides.
  double[][] roots(double[] y, double[] h);

  /// H[π(·|s)].
  ///
  /// @throws UnsupportedOperationException if it has no closed form
  double entropy(double[] h);

  /// ∂H/∂h.
  ///
  /// @throws UnsupportedOperationException if it has no closed form
  double[] entropyErrors(double[] h);

  /// KL(π_θ(·|s) ‖ π_θ′(·|s)).
  ///
  /// @param after h at θ′
  double kl(double[] h, double[] after);
}
