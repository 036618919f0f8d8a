package uphill.rl;

import java.util.Arrays;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.Mlp;
import uphill.nn.MultiCategorical;

/// π_θ(·|s): a network whose outputs describe a distribution over actions.
///
/// ```text
/// Discrete       z = mlp(s),  π = softmax z
/// MultiDiscrete  z = mlp(s),  π = Πⱼ softmax of the j-th slice of z
/// MultiBinary    z = mlp(s),  π = Πⱼ Bernoulli(1/(1 + e^(−zⱼ)))
/// Box            μ = mlp(s),  π = N(μ, diag σ²), log σ a parameter of its own, the same in every
///                             state
/// ```
///
/// The network reads s by its [Encoding], normalized if its [Normalizer] does so.
public final class Policy {

  private final Encoding encoding;
  private final Normalizer normalizer;
  private final Space actions;
  private final Parameters parameters;
  private final Mlp network;
  private final Optional<Parameter> logStd;

  private Policy(
      Space observations,
      Space actions,
      Network network,
      Normalizer normalizer,
      Parameters parameters) {
    encoding = new Encoding(observations);
    this.normalizer = normalizer;
    this.actions = actions;
    this.parameters = parameters;
    int outputs = Spaces.policyOutputs(actions);
    this.network =
        new Mlp(parameters, "", network.sizes(encoding.size(), outputs), network.activation());
    this.logStd =
        actions instanceof Space.Box
            ? Optional.of(parameters.add("log_std", 1, outputs))
            : Optional.empty();
  }

  /// A policy for the spaces of a setup, with parameters of its own, `policy`.
  ///
  /// @throws IllegalArgumentException for spaces of too many values
  public static Policy of(Network network, Setup setup) {
    return of(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Policy of(Network network, Normalizer normalizer, Setup setup) {
    Policy policy =
        new Policy(
            setup.observations(), setup.actions(), network, normalizer, setup.parameters("policy"));
    setup.initialize(Purpose.POLICY, random -> policy.initialize(network, random));
    return policy;
  }

  private void initialize(Network drawn, Rng random) {
    network.initialize(drawn.initialization(), Network.POLICY_OUTPUT_GAIN, random);
    logStd.ifPresent(
        row ->
            Arrays.fill(
                parameters.values(), row.at(), row.at() + row.size(), (float) drawn.logStd()));
  }

  /// π_θ(·|s) for every row. Shape: observation [rows, encoding.size], as [#encoding()] reads it.
  public Distribution distribution(Tensor observation) {
    Tensor outputs = network.apply(normalizer.apply(observation));
    return switch (actions) {
      case Space.Discrete _ -> Categorical.ofLogits(outputs);
      case Space.MultiDiscrete several -> MultiCategorical.ofLogits(outputs, several.n());
      case Space.MultiBinary _ -> new Bernoulli(outputs);
      case Space.Box _ -> new Gaussian(outputs, Tensor.repeat(logStd.orElseThrow()));
    };
  }

  /// θ.
  public Parameters parameters() {
    return parameters;
  }

  /// What it sees.
  public Space observations() {
    return encoding.space();
  }

  /// How its network reads what it sees.
  public Encoding encoding() {
    return encoding;
  }

  /// What it reads observations through, first.
  public Normalizer normalizer() {
    return normalizer;
  }

  /// What it acts in.
  public Space actions() {
    return actions;
  }

  /// Between its network's layers.
  public Activation activation() {
    return network.activation();
  }

  /// What an environment is given for a drawn action: the nearest one that its space has. Fills
  /// `given`.
  public void allow(float[] action, int at, float[] given, int givenAt) {
    switch (actions) {
      case Space.Discrete discrete -> given[givenAt] = action[at] + discrete.start();
      case Space.Box box -> {
        for (int j = 0; j < box.size(); j++) {
          given[givenAt + j] = Math.clamp(action[at + j], box.low()[j], box.high()[j]);
        }
      }
      case Space.MultiDiscrete _, Space.MultiBinary _ ->
          System.arraycopy(action, at, given, givenAt, actions.size());
    }
  }
}
