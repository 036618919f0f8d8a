package uphill.push;

import java.util.Arrays;
import java.util.Locale;
import uphill.nn.Activation;

/// What every layer of a network read, for every sample, at one θ.
final class ForwardPass {

  private final ScoreModel model;
  private final LayerRows[] layers;
  private final double[][][] input; // of each layer, [rows][in]
  private final double[][] output; // [rows][outputs]

  /// @throws IllegalArgumentException if shapes differ
  ForwardPass(ScoreModel model, double[] theta, Samples samples) {
    check(model, theta, samples);
    this.model = model;
    int rows = samples.rows();
    layers = LayerRows.of(model, theta);
    input = new double[layers.length][rows][];
    output = new double[rows][];
    int inputs = model.inputs();
    for (int i = 0; i < rows; i++) {
      double[] x = Arrays.copyOfRange(samples.observation(), i * inputs, (i + 1) * inputs);
      if (model.normalized().isPresent()) {
        model.normalized().get().apply(x);
      }
      for (int l = 0; l < layers.length; l++) {
        input[l][i] = x;
        x = layers[l].bias().clone();
        Vectors.add(input[l][i], 0, layers[l].weight(), 0, layers[l].weight().length, x);
        if (l + 1 < layers.length) {
          activate(x);
        }
      }
      output[i] = x;
    }
  }

  private static void check(ScoreModel model, double[] theta, Samples samples) {
    if (theta.length != model.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the model has %d parameters, got %d", model.size(), theta.length));
    }
    int rows = samples.rows();
    if (samples.observation().length != rows * model.inputs()
        || samples.action().length != rows * model.actionSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples of %d and %d numbers, got %d and %d",
              rows,
              model.inputs(),
              model.actionSize(),
              samples.observation().length,
              samples.action().length));
    }
  }

  private void activate(double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = model.activation() == Activation.TANH ? StrictMath.tanh(y[i]) : Math.max(y[i], 0);
    }
  }

  ScoreModel model() {
    return model;
  }

  int rows() {
    return output.length;
  }

  /// θ, layer by layer.
  LayerRows[] layers() {
    return layers;
  }

  /// What a layer read: [rows, in].
  double[][] input(int layer) {
    return input[layer];
  }

  /// The network's outputs of a sample.
  double[] output(int i) {
    return output[i];
  }
}
