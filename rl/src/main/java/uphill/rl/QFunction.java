package uphill.rl;

import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;

/// Q_φ(s, a): a network with one output that reads a state and an action, the return still expected
/// after that action.
///
/// Actions are read as in [−1, 1]: [Policy#unit].
public final class QFunction {

  private final Network network;
  private final Policy policy;
  private final Parameters parameters;
  private final Stack stack;

  private QFunction(Network network, Policy policy, Parameters parameters) {
    this.network = network;
    this.policy = policy;
    this.parameters = parameters;
    stack =
        Stack.of(
            network,
            network.hiddenOfCritic(),
            policy.encoding().size() + policy.actions().size(),
            1,
            parameters,
            "");
  }

  /// One for what a policy sees and does, with parameters of its own of this name.
  ///
  /// @throws IllegalArgumentException for a `network` that cannot be made
  public static QFunction of(Network network, Policy policy, Setup setup, String name) {
    QFunction made = new QFunction(network, policy, setup.parameters(name));
    setup.initialize(Purpose.CRITIC, random -> made.stack.initialize(/* outputGain= */ 1, random));
    return made;
  }

  /// One of the same kind with parameters of its own of this name, which begin as these are: a
  /// target. It learns nothing by itself: its [Parameters#follow].
  public QFunction copy(Setup setup, String name) {
    QFunction copy = new QFunction(network, policy, setup.parameters(name));
    copy.parameters.follow(parameters, /* share= */ 1, setup.kernels());
    return copy;
  }

  /// Q_φ(s, a). Shapes: observation [rows, encoding.size], unit [rows, n], actions in [−1, 1];
  /// result [rows, 1].
  public Tensor value(Tensor observation, Tensor unit) {
    Tensor read = policy.normalizer().apply(observation).concat(unit);
    return stack.output(stack.features(read));
  }

  /// φ.
  public Parameters parameters() {
    return parameters;
  }
}
