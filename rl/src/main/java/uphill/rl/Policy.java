package uphill.rl;

import java.util.Arrays;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.Initialization;
import uphill.nn.Mlp;

/// π_θ(·|s): a network whose outputs describe a distribution over actions.
///
/// ```text
/// Discrete   z = mlp(s),  π = softmax z
/// Box        μ = mlp(s),  π = N(μ, diag σ²), log σ a parameter of its own, the same in every state
/// ```
///
/// The network reads s by its [Encoding].
public final class Policy {

  private final Encoding encoding;
  private final Space actions;
  private final Parameters parameters = new Parameters();
  private final Mlp network;
  private final Optional<Parameter> logStd;

  /// A policy with all parameters zero.
  ///
  /// @throws IllegalArgumentException for a space that policies cannot act in
  public Policy(Space observations, Space actions, Network network) {
    encoding = new Encoding(observations);
    this.actions = actions;
    int outputs = Spaces.policyOutputs(actions);
    this.network =
        new Mlp(parameters, "", network.sizes(encoding.size(), outputs), network.activation());
    this.logStd =
        actions instanceof Space.Box
            ? Optional.of(parameters.add("log_std", 1, outputs))
            : Optional.empty();
  }

  /// The shape of a network between its inputs and outputs.
  ///
  /// @param hidden units of each hidden layer
  /// @param activation between layers
  public record Network(int[] hidden, Activation activation) {

    int[] sizes(int inputs, int outputs) {
      int[] sizes = new int[hidden.length + 2];
      sizes[0] = inputs;
      System.arraycopy(hidden, 0, sizes, 1, hidden.length);
      sizes[sizes.length - 1] = outputs;
      return sizes;
    }

    /// Parameters of a network with so many inputs and outputs: (n + 1)·m for a layer from n to m.
    long parameters(int inputs, int outputs) {
      int[] sizes = sizes(inputs, outputs);
      long sum = 0;
      for (int l = 0; l + 1 < sizes.length; l++) {
        sum += (sizes[l] + 1L) * sizes[l + 1];
      }
      return sum;
    }
  }

  /// The number of parameters of such a policy, which is not made.
  ///
  /// @throws IllegalArgumentException for a space that policies cannot act in
  public static long size(Space observations, Space actions, Network network) {
    int outputs = Spaces.policyOutputs(actions);
    long layers = network.parameters(new Encoding(observations).size(), outputs);
    return layers + (actions instanceof Space.Box ? outputs : 0);
  }

  /// Draws the parameters anew; log σ begins at the given value.
  public void initialize(
      Initialization initialization, double outputGain, double logStd, Rng random) {
    network.initialize(initialization, outputGain, random);
    this.logStd.ifPresent(
        row -> Arrays.fill(parameters.values(), row.at(), row.at() + row.size(), (float) logStd));
  }

  /// π_θ(·|s) for every row. Shape: observation [rows, encoding.size], as [#encoding()] reads it.
  public Distribution distribution(Tensor observation) {
    Tensor outputs = network.apply(observation);
    return logStd.isPresent()
        ? new Gaussian(outputs, Tensor.repeat(logStd.get()))
        : Categorical.ofLogits(outputs);
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
}
