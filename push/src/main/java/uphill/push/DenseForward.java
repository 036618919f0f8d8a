package uphill.push;

import java.util.Arrays;
import uphill.nn.Activation;

/// What every layer of a network of dense layers read, for every sample, at one θ.
final class DenseForward implements ForwardPass {

  private final ScoreModel model;
  private final DenseNetwork network;
  private final LayerRows[] layers;
  private final double[][][] input; // of each layer, [rows][in]
  private final double[][] output; // [rows][outputs]

  DenseForward(ScoreModel model, DenseNetwork network, double[] theta, Samples samples) {
    this.model = model;
    this.network = network;
    int rows = samples.rows();
    layers = LayerRows.of(network, theta);
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

  private void activate(double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = network.activation() == Activation.TANH ? StrictMath.tanh(y[i]) : Math.max(y[i], 0);
    }
  }

  @Override
  public ScoreModel model() {
    return model;
  }

  DenseNetwork network() {
    return network;
  }

  @Override
  public int rows() {
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

  @Override
  public double[] output(int i) {
    return output[i];
  }

  /// ẋ of a layer's input moves its sums by ẋ·W + x·dW + db.
  @Override
  public double[][] speeds(double[] d) {
    LayerRows[] direction = LayerRows.of(network, d);
    double[][] speeds = new double[rows()][];
    for (int i = 0; i < speeds.length; i++) {
      double[] speed = {};
      for (int l = 0; l < layers.length; l++) {
        double[] x = input[l][i];
        double[] moved = direction[l].bias().clone();
        Vectors.add(x, 0, direction[l].weight(), 0, x.length, moved);
        if (l > 0) {
          network.slope(x, speed);
          Vectors.add(speed, 0, layers[l].weight(), 0, x.length, moved);
        }
        speed = moved;
      }
      speeds[i] = speed;
    }
    return speeds;
  }

  @Override
  public BackwardPass back(double[][] outputs, double[][] logStd) {
    return new DenseBackward(this, outputs, logStd);
  }
}
