package uphill.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Distribution;
import uphill.nn.UnitBox;

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
/// log σ is a parameter of its own, the same in every state, or with `log_std_of_state` the second
/// half of the network's outputs. Actions are in the world's units everywhere, so a density is one
/// of actions as the world takes them; a critic that reads actions takes [#unit] of them.
///
/// The network reads s by its [Encoding].
public final class Policy {

  private final Encoding encoding;
  private final Space actions;
  private final Network network;
  private final Head head;
  private final Parameters parameters;
  private final Stack stack;
  private final Optional<Parameter> logStd;

  Policy(Encoding encoding, Space actions, Network network, Head head, Parameters parameters) {
    this.encoding = encoding;
    this.actions = actions;
    this.network = network;
    this.head = head;
    this.parameters = parameters;
    stack = Stack.of(network, network.hidden(), encoding.size(), head.outputs(), parameters, "");
    logStd =
        head.logStds() > 0
            ? Optional.of(parameters.add("log_std", 1, head.logStds()))
            : Optional.empty();
  }

  /// A policy for the spaces of a setup, with parameters of its own, `policy`.
  ///
  /// @throws IllegalArgumentException for spaces of too many values, or a `network` that cannot be
  ///   made
  public static Policy of(Network network, Setup setup) {
    return of(network, Head.of(setup.actions(), network.logStdOfState()), setup);
  }

  /// A policy that draws from a squashed Gaussian, as soft actor-critic does; there, `network` has
  /// `log_std_of_state`.
  ///
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds, or a `network`
  ///   that cannot be made
  public static Policy squashed(Network network, Setup setup) {
    return of(network, Head.squashed(setup.actions(), network.logStdOfState()), setup);
  }

  /// A policy with one action for each state, as that of DDPG and TD3. It draws nothing, so whoever
  /// explores adds something to it: [NoisyActor].
  ///
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds, or a `network`
  ///   that cannot be made
  public static Policy deterministic(Network network, Setup setup) {
    return of(network, Head.fixed(setup.actions()), setup);
  }

  private static Policy of(Network network, Head head, Setup setup) {
    Policy policy =
        new Policy(
            new Encoding(setup.observations()),
            setup.actions(),
            network,
            head,
            setup.parameters("policy"));
    setup.initialize(Purpose.POLICY, policy::initialize);
    return policy;
  }

  /// Draws the first values: outputs are near 0, and log σ is near its setting.
  void initialize(Rng random) {
    stack.initialize(network.outputGain(), random);
    logStd.ifPresent(row -> fill(row, 0));
    if (head.logStdOfState()) {
      fill(stack.outputBias(), actions.size());
    }
  }

  private void fill(Parameter row, int from) {
    Arrays.fill(
        parameters.values(), row.at() + from, row.at() + row.size(), (float) network.logStd());
  }

  /// A policy of the same kind with parameters of its own of this name, which begin as these are: a
  /// target. It learns nothing by itself: its [Parameters#follow].
  public Policy copy(Setup setup, String name) {
    Policy copy = new Policy(encoding, actions, network, head, setup.parameters(name));
    copy.parameters.follow(parameters, /* share= */ 1, setup.kernels());
    return copy;
  }

  /// π_θ(·|s) for every row. Shape: observation [rows, encoding.size], as [#encoding()] reads it.
  public Distribution distribution(Tensor observation) {
    return distributionOf(features(observation));
  }

  /// What the output layer reads.
  Tensor features(Tensor observation) {
    return stack.features(observation);
  }

  /// Columns of [#features].
  int width() {
    return features(Tensor.input("observation", encoding.size())).columns();
  }

  /// π of what [#features] gave.
  Distribution distributionOf(Tensor features) {
    return head.distribution(stack.output(features), logStd);
  }

  /// How its family acts.
  Head head() {
    return head;
  }

  /// What an actor writes down for each row. Shape: observation [rows, encoding.size].
  List<Tensor> drawnFrom(Tensor observation) {
    return head.drawnFrom(stack.output(features(observation)), logStd);
  }

  /// Actions measured in [−1, 1], as a critic reads them. Shapes: action and result [rows, n].
  ///
  /// @throws UnsupportedOperationException if its actions have no bounds to measure them by
  public Tensor unit(Tensor action) {
    return switch (head) {
      case Head.Squashed(var box, _) -> new UnitBox(box.low(), box.high()).shrink(action);
      case Head.Fixed(var box) -> new UnitBox(box.low(), box.high()).shrink(action);
      case Head.Choice _, Head.Choices _, Head.Switches _, Head.Normal _ ->
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

  /// What it acts in.
  public Space actions() {
    return actions;
  }

  /// Whether its network is dense layers with [#activation()] between them, and nothing else.
  public boolean isDense() {
    return network.isDense() && !network.layerNorm();
  }

  /// Between its network's layers, if they are dense.
  public Activation activation() {
    return network.activation();
  }

  /// What an environment is given for an action: the nearest one that its space has. A squashed or
  /// deterministic policy's is one already. Fills `given`.
  public void allow(float[] action, int at, float[] given, int givenAt) {
    head.allow(action, at, given, givenAt);
  }
}
