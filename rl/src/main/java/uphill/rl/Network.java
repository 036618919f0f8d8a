package uphill.rl;

import java.util.Locale;
import uphill.nn.Activation;
import uphill.nn.Initialization;

/// The networks of policy and critic, between their inputs and outputs.
public record Network(
    @Setting(
            value = "units of each hidden layer, of policy and critic; none: no hidden layer",
            source = "Spinning Up",
            min = 1,
            max = 16_384)
        int[] hidden,
    @Setting(value = "between layers: tanh or relu", source = "Spinning Up") Activation activation,
    @Setting(
            value = "of the networks: orthogonal or uniform",
            source = "orthogonal: Saxe et al. 2014; uniform: PyTorch's Linear")
        Initialization initialization,
    @Setting(
            value = "log σ of a Gaussian policy at the start",
            source = "Spinning Up",
            min = -20,
            max = 2)
        double logStd) {

  private static final int MOST_LAYERS = 100;
  private static final int MOST_WEIGHTS = 1_000_000_000; // 4 GB, and several times that to learn

  /// What the last layer of a policy is scaled by at first: all actions are then almost alike.
  static final double POLICY_OUTPUT_GAIN = 0.01;

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public Network {
    Settings.check(Network.class, "logStd", logStd);
    checkHidden(hidden);
    hidden = hidden.clone();
  }

  /// Such networks, orthogonal at first, with log σ = 0.
  public static Network of(Activation activation, int... hidden) {
    return new Network(hidden, activation, Initialization.ORTHOGONAL, /* logStd= */ 0);
  }

  private static void checkHidden(int[] hidden) {
    if (hidden.length > MOST_LAYERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden must have at most %d layers, got %d",
              MOST_LAYERS,
              hidden.length));
    }
    long weights = 0;
    for (int l = 0; l < hidden.length; l++) {
      Settings.check(Network.class, "hidden", hidden[l]);
      weights += l == 0 ? 0 : (long) hidden[l - 1] * hidden[l];
    }
    if (weights > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden must have at most %d weights between its layers, got %d",
              MOST_WEIGHTS,
              weights));
    }
  }

  /// Inputs, hidden units, outputs.
  int[] sizes(int inputs, int outputs) {
    int[] sizes = new int[hidden.length + 2];
    sizes[0] = inputs;
    System.arraycopy(hidden, 0, sizes, 1, hidden.length);
    sizes[sizes.length - 1] = outputs;
    return sizes;
  }
}
