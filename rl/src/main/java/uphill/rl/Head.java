package uphill.rl;

import java.util.List;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Distribution;

/// A family of policies: what the outputs of a network mean, and how an action comes of them.
///
/// ```text
/// Choice    Discrete       π = softmax z
/// Choices   MultiDiscrete  π = Πⱼ softmax of the j-th slice of z
/// Switches  MultiBinary    π = Πⱼ Bernoulli(1/(1 + e^(−zⱼ)))
/// Normal    Box            π = N(μ, diag σ²)
/// Squashed  Box            a = low + (tanh u + 1)·½(high − low),  u ~ N(μ, diag σ²)
/// Fixed     Box            a = low + (tanh μ + 1)·½(high − low)
/// ```
///
/// The first three are in [ChoiceHead], the others in [BoxHead].
sealed interface Head permits ChoiceHead, BoxHead {

  /// Outputs that the network has, log σ among them where that depends on the state.
  int outputs();

  /// Where its σ comes from.
  Sigma sigma();

  /// π. Shape: outputs [rows, outputs].
  ///
  /// @param logStd log σ where it is the same in every state; else empty
  Distribution distribution(Tensor outputs, Optional<Parameter> logStd);

  /// What an actor computes for each row.
  ///
  /// @param drawnFrom what it draws actions from: what describes π. Where σ is of the features, it
  ///   is μ, the features, and once for all rows σᵢⱼ
  /// @param pi π_θ(·|s)
  record Acting(List<Tensor> drawnFrom, Distribution pi) {}

  /// What an actor computes for each row.
  default Acting acting(Tensor outputs, Optional<Parameter> logStd) {
    Distribution pi = distribution(outputs, logStd);
    return new Acting(List.copyOf(pi.heads().values()), pi);
  }

  /// Draws an action; fills `action` from `at` on.
  ///
  /// @param columns what an actor wrote down
  void sample(float[][] columns, int row, Rng random, float[] action, int at);

  /// The action where nothing is drawn; fills `action` from `at` on.
  ///
  /// @param columns what an actor wrote down
  void mode(float[][] columns, int row, float[] action, int at);

  /// What an environment is given for an action: the nearest one that its space has. Fills `given`.
  void allow(float[] action, int at, float[] given, int givenAt);

  /// The family that is drawn from in this space.
  ///
  /// @param sigma where σ comes from in a box
  /// @throws IllegalArgumentException if it has more values than a network can have outputs
  static Head of(Space actions, Sigma sigma) {
    return switch (actions) {
      case Space.Discrete discrete -> new ChoiceHead.Choice(discrete);
      case Space.MultiDiscrete several -> ChoiceHead.Choices.of(several);
      case Space.MultiBinary switches -> new ChoiceHead.Switches(switches.n());
      case Space.Box box -> new BoxHead.Normal(box, sigma);
    };
  }
}
