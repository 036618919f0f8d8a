package uphill.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Distribution;
import uphill.nn.Mlp;
import uphill.nn.StateNoise;
import uphill.nn.UnitBox;
import uphill.rl.data.Encoding;
import uphill.rl.data.Rollout;

/// π_θ(·|s): a network whose outputs describe a distribution over actions.
///
/// ```text
/// of             Discrete       z = f(s),  π = softmax z
///                MultiDiscrete  z = f(s),  π = Πⱼ softmax of the j-th slice of z
///                MultiBinary    z = f(s),  π = Πⱼ Bernoulli(1/(1 + e^(−zⱼ)))
///                Box            μ = f(s),  π = N(μ, diag σ²)
/// squashed       Box            μ = f(s),  a = low + (tanh u + 1)·½(high − low),  u ~ N(μ, diag σ²)
/// deterministic  Box            μ = f(s),  a = low + (tanh μ + 1)·½(high − low)
/// ```
///
/// log σ is a parameter of its own, the same in every state, with `log_std_of_state` the second
/// half of the network's outputs, or with `state_noise` that of [StateNoise]. Actions are in the
/// world's units everywhere, so a density is one of actions as the world takes them; a critic that
/// reads actions takes [#unit] of them.
///
/// The network reads s by its [Encoding], normalized if its [Normalizer] does so. Where the world
/// masks actions, the mask of s is added to z ([uphill.env.ActionMask]).
public final class Policy {

  private final Encoding encoding;
  private final Normalizer normalizer;
  private final Space actions;
  private final boolean masksActions;
  private final Network network;
  private final Head head;
  private final Parameters parameters;
  private final Stack stack;
  private final Optional<Parameter> logStd;
  private final Optional<Parameter> noise;

  Policy(
      Encoding encoding,
      Space actions,
      boolean masksActions,
      Network network,
      Normalizer normalizer,
      Head head,
      Parameters parameters) {
    this.encoding = encoding;
    this.normalizer = normalizer;
    this.actions = actions;
    this.masksActions = masksActions;
    this.network = network;
    this.head = head;
    this.parameters = parameters;
    boolean ofFeatures = head.sigma() == Sigma.FEATURES;
    int outputs = ofFeatures ? actions.size() : head.outputs();
    stack = Stack.of(network, network.hidden(), encoding.size(), outputs, parameters, "");
    logStd =
        head.sigma() == Sigma.SAME
            ? Optional.of(parameters.add("log_std", 1, actions.size()))
            : Optional.empty();
    noise =
        ofFeatures
            ? Optional.of(parameters.add("log_std", width(), actions.size()))
            : Optional.empty();
  }

  /// A policy for the spaces of a setup, with parameters of its own, `policy`.
  ///
  /// @throws IllegalArgumentException for spaces of too many values, or a `network` that cannot be
  ///   made
  public static Policy of(Network network, Setup setup) {
    return of(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Policy of(Network network, Normalizer normalizer, Setup setup) {
    return of(network, normalizer, Head.of(setup.actions(), network.sigma()), setup);
  }

  /// A policy that draws from a squashed Gaussian, as soft actor-critic does; there, `network` has
  /// `log_std_of_state`.
  ///
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds, or a `network`
  ///   that cannot be made
  public static Policy squashed(Network network, Setup setup) {
    return squashed(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Policy squashed(Network network, Normalizer normalizer, Setup setup) {
    return of(network, normalizer, BoxHead.squashed(setup.actions(), network.sigma()), setup);
  }

  /// A policy with one action for each state, as that of DDPG and TD3. It draws nothing, so whoever
  /// explores adds something to it: [NoisyActor].
  ///
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds, or a `network`
  ///   that cannot be made
  public static Policy deterministic(Network network, Setup setup) {
    return deterministic(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Policy deterministic(Network network, Normalizer normalizer, Setup setup) {
    return of(network, normalizer, BoxHead.fixed(setup.actions()), setup);
  }

  private static Policy of(Network network, Normalizer normalizer, Head head, Setup setup) {
    Policy policy =
        new Policy(
            new Encoding(setup.observations()),
            setup.actions(),
            setup.masksActions(),
            network,
            normalizer,
            head,
            setup.parameters("policy"));
    setup.initialize(Purpose.POLICY, policy::initialize);
    return policy;
  }

  /// Draws the first values: outputs are near 0, and log σ is near its setting.
  void initialize(Rng random) {
    stack.initialize(network.outputGain(), random);
    logStd.ifPresent(row -> fill(row, 0));
    noise.ifPresent(matrix -> fill(matrix, 0));
    if (head.sigma() == Sigma.OUTPUT) {
      fill(stack.outputBias(), actions.size());
    }
  }

  private void fill(Parameter of, int from) {
    Arrays.fill(parameters.values(), of.at() + from, of.at() + of.size(), (float) network.logStd());
  }

  /// A policy of the same kind with parameters of its own of this name, which begin as these are: a
  /// target. It learns nothing by itself: its [Parameters#follow].
  public Policy copy(Setup setup, String name) {
    Policy copy =
        new Policy(
            encoding, actions, masksActions, network, normalizer, head, setup.parameters(name));
    copy.parameters.follow(parameters, /* share= */ 1, setup.kernels());
    return copy;
  }

  /// π_θ(·|s) for every row of a rollout, of what its states allow.
  public Distribution distribution(Rollout rollout) {
    return distributionOf(features(rollout.input("observation")), mask(rollout));
  }

  /// π_θ(·|s) for every row. Shape: observation [rows, encoding.size], as [#encoding()] reads it.
  ///
  /// @throws IllegalArgumentException if the world masks actions: that takes a mask
  public Distribution distribution(Tensor observation) {
    return distributionOf(features(observation), Optional.empty());
  }

  /// π_θ(·|s) for every row, of what is allowed. Shape: mask [rows, choices].
  ///
  /// @throws IllegalArgumentException if the world masks no actions
  public Distribution distribution(Tensor observation, Tensor mask) {
    return distributionOf(features(observation), Optional.of(mask));
  }

  /// What a rollout's states allow, where the world masks actions.
  Optional<Tensor> mask(Rollout rollout) {
    return masksActions ? Optional.of(rollout.input("mask")) : Optional.empty();
  }

  /// What the output layer reads.
  Tensor features(Tensor observation) {
    return stack.features(normalizer.apply(observation));
  }

  /// Columns of [#features].
  int width() {
    return features(Tensor.input("observation", encoding.size())).columns();
  }

  /// π of what [#features] gave, and of what is allowed.
  Distribution distributionOf(Tensor features, Optional<Tensor> mask) {
    return head.distribution(outputs(features, mask), logStd);
  }

  private Tensor outputs(Tensor features, Optional<Tensor> mask) {
    if (masksActions != mask.isPresent()) {
      throw new IllegalArgumentException(
          masksActions
              ? "the policy's world masks actions, so its probabilities depend on what a state"
                  + " allows: ask for distribution(rollout), or give the mask"
              : "the policy's world masks no actions: give no mask");
    }
    Tensor outputs = outputs(features);
    return mask.map(outputs::add).orElse(outputs);
  }

  private Tensor outputs(Tensor features) {
    Tensor outputs = stack.output(features);
    return noise.map(matrix -> outputs.concat(StateNoise.logStd(features, matrix))).orElse(outputs);
  }

  /// How its family acts.
  Head head() {
    return head;
  }

  /// What an actor computes for each row. Shapes: observation [rows, encoding.size], mask [rows,
  /// choices].
  Head.Acting acting(Tensor observation, Optional<Tensor> mask) {
    Tensor features = features(observation);
    Head.Acting acting = head.acting(outputs(features, mask), logStd);
    return noise.isPresent()
        ? new Head.Acting(List.of(stack.output(features), features), acting.pi())
        : acting;
  }

  /// Actions measured in [−1, 1], as a critic reads them. Shapes: action and result [rows, n].
  ///
  /// @throws UnsupportedOperationException if its actions have no bounds to measure them by
  public Tensor unit(Tensor action) {
    return switch (head) {
      case BoxHead.Squashed(var box, _) -> new UnitBox(box.low(), box.high()).shrink(action);
      case BoxHead.Fixed(var box) -> new UnitBox(box.low(), box.high()).shrink(action);
      case ChoiceHead _, BoxHead.Normal _ ->
          throw new UnsupportedOperationException(
              "actions are measured in [-1, 1] where a policy is squashed or deterministic; this one acts in %s as it is"
                  .formatted(actions));
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

  /// Its network, if it is dense layers, and nothing else.
  public Optional<Mlp> dense() {
    return stack instanceof Stack.Dense(var mlp, _) && !network.layerNorm() && noise.isEmpty()
        ? Optional.of(mlp)
        : Optional.empty();
  }

  /// The outputs of its network, of what it reads: observations, normalized where it does so.
  /// Shapes: read [rows, encoding.size], result [rows, outputs].
  public Tensor network(Tensor read) {
    return outputs(stack.features(read));
  }

  /// log σ, where that is a parameter for each component of an action.
  public Optional<Parameter> logStd() {
    return logStd;
  }

  /// log σᵢⱼ of features and components, where the noise is of the state: [StateNoise].
  public Optional<Parameter> noise() {
    return noise;
  }

  /// What an environment is given for an action: the nearest one that its space has. A squashed or
  /// deterministic policy's is one already. Fills `given`.
  public void allow(float[] action, int at, float[] given, int givenAt) {
    head.allow(action, at, given, givenAt);
  }
}
