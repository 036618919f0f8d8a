package uphill.push;

import java.util.ArrayList;
import java.util.List;
import uphill.nn.Activation;
import uphill.nn.Mlp;
import uphill.push.ScoreModel.Entry;
import uphill.push.ScoreModel.Layer;

/// Dense layers, and nothing else: their gradients have closed forms, [DenseBackward].
///
/// ```text
/// h₀ = x      hₗ₊₁ = f(hₗ·Wₗ + bₗ)      y = h_L·W_L + b_L
/// ```
record DenseNetwork(List<Layer> layers, Activation activation) implements ScoreNetwork {

  static DenseNetwork of(Mlp network) {
    List<Layer> layers = new ArrayList<>();
    for (Mlp.Layer layer : network.layers()) {
      String name = layer.weight().name();
      layers.add(
          new Layer(
              name.substring(0, name.length() - ".weight".length()),
              layer.weight().rows(),
              layer.weight().columns(),
              layer.weight().at(),
              layer.bias().at()));
    }
    return new DenseNetwork(List.copyOf(layers), network.activation());
  }

  @Override
  public int inputs() {
    return layers.getFirst().in();
  }

  @Override
  public int outputs() {
    return layers.getLast().out();
  }

  /// A rectified unit near 0 may be on the other side in double precision.
  @Override
  public boolean smooth() {
    return activation == Activation.TANH;
  }

  /// Multiplies by f′ of the sums that a hidden layer made h of.
  void slope(double[] h, double[] by) {
    for (int k = 0; k < by.length; k++) {
      by[k] *= activation == Activation.TANH ? 1 - h[k] * h[k] : (h[k] > 0 ? 1 : 0);
    }
  }

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Layer layer : layers) {
      entries.add(new Entry(layer.name() + ".weight", layer.in(), layer.out(), layer.weightAt()));
      entries.add(new Entry(layer.name() + ".bias", 1, layer.out(), layer.biasAt()));
    }
    return entries;
  }

  @Override
  public ForwardPass forward(ScoreModel model, double[] theta, Samples samples) {
    return new DenseForward(model, this, theta, samples);
  }
}
