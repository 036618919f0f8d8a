package uphill.rl;

import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.HiddenSums;
import uphill.nn.Linear;
import uphill.nn.Mlp;

/// A network: what its settings say below, and an output layer.
sealed interface Stack {

  /// A network whose parameters are added to these, their names with a prefix.
  ///
  /// @param hidden units of each hidden layer, if it is dense
  static Stack of(
      Network network,
      int[] hidden,
      int inputs,
      int outputs,
      Parameters parameters,
      String prefix) {
    if (!network.isDense()) {
      OwnBody body = OwnBody.of(network.network(), parameters, prefix + "body.", inputs);
      int features = body.apply(Tensor.input("observation", inputs)).columns();
      return new Own(body, new Linear(parameters, prefix + "output", features, outputs), network);
    }
    int[] sizes = new int[hidden.length + 2];
    sizes[0] = inputs;
    System.arraycopy(hidden, 0, sizes, 1, hidden.length);
    sizes[sizes.length - 1] = outputs;
    HiddenSums sums = network.layerNorm() ? HiddenSums.NORMALIZED : HiddenSums.PLAIN;
    return new Dense(new Mlp(parameters, prefix, sizes, network.activation(), sums), network);
  }

  /// What the output layer reads. Shape: x [rows, inputs].
  Tensor features(Tensor x);

  /// Outputs of what [#features] gave.
  Tensor output(Tensor features);

  /// Draws the first values.
  ///
  /// @param outputGain what an orthogonal output layer is scaled by
  void initialize(double outputGain, Rng random);

  /// The bias of the output layer.
  Parameter outputBias();

  /// Dense layers.
  record Dense(Mlp mlp, Network network) implements Stack {
    @Override
    public Tensor features(Tensor x) {
      return mlp.hidden(x);
    }

    @Override
    public Tensor output(Tensor features) {
      return mlp.output(features);
    }

    @Override
    public void initialize(double outputGain, Rng random) {
      mlp.initialize(network.initialization(), outputGain, random);
    }

    @Override
    public Parameter outputBias() {
      return mlp.layers().getLast().bias();
    }
  }

  /// A [Body] of one's own.
  record Own(Body.Layers body, Linear layer, Network network) implements Stack {
    @Override
    public Tensor features(Tensor x) {
      return body.apply(x);
    }

    @Override
    public Tensor output(Tensor features) {
      return layer.apply(features);
    }

    @Override
    public void initialize(double outputGain, Rng random) {
      body.initialize(random);
      layer.initialize(network.initialization(), outputGain, random);
    }

    @Override
    public Parameter outputBias() {
      return layer.bias();
    }
  }
}
