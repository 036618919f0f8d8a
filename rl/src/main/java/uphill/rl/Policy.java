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
/// The network reads s by its [Encoding]. Where the world masks actions, the mask of s is added to
/// z ([uphill.env.ActionMask]).
public final class Policy {

  private final Encoding encoding;
  private final Space actions;
  private final boolean masksActions;
  private final Parameters parameters;
  private final Mlp network;
  private final Optional<Parameter> logStd;

  private Policy(Network network, Setup setup) {
    encoding = new Encoding(setup.observations());
    actions = setup.actions();
    masksActions = setup.masksActions();
    parameters = setup.parameters("policy");
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
    Policy policy = new Policy(network, setup);
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

  /// π_θ(·|s) for every row of a rollout, of what its states allow.
  public Distribution distribution(Rollout rollout) {
    Tensor observation = rollout.input("observation");
    return masksActions
        ? distribution(observation, rollout.input("mask"))
        : distribution(observation);
  }

  /// π_θ(·|s) for every row. Shape: observation [rows, encoding.size], as [#encoding()] reads it.
  ///
  /// @throws IllegalArgumentException if the world masks actions: that takes a mask
  public Distribution distribution(Tensor observation) {
    if (masksActions) {
      throw new IllegalArgumentException(
          "the policy's world masks actions, so its probabilities depend on what a state allows:"
              + " ask for distribution(rollout), or give the mask");
    }
    return on(network.apply(observation));
  }

  /// π_θ(·|s) for every row, of what is allowed. Shape: mask [rows, choices].
  public Distribution distribution(Tensor observation, Tensor mask) {
    return on(network.apply(observation).add(mask));
  }

  private Distribution on(Tensor outputs) {
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

  /// What it acts in.
  public Space actions() {
    return actions;
  }

  /// Whether its world's states allow some actions and others not.
  public boolean masksActions() {
    return masksActions;
  }

  /// Checks that it can act in a world: that both mask actions, or neither does.
  ///
  /// @param world its name
  /// @throws IllegalArgumentException if it cannot
  public void requireMasks(String world, boolean worldMasks) {
    if (worldMasks != masksActions) {
      throw new IllegalArgumentException(
          worldMasks
              ? "%s masks actions, and the policy learnt in a world that does not, so it would do what is not allowed. Take it to a world that masks none, or train it in this one"
                  .formatted(world)
              : "%s masks no actions, and the policy learnt in a world that does, so it knows nothing of those that were not allowed. Take it to a world that masks them, or train it in this one"
                  .formatted(world));
    }
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
