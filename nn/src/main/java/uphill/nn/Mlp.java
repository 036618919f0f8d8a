package uphill.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;

/// A multi-layer perceptron: affine layers with an activation between them, none after the last.
///
/// ```text
/// h₀ = x      hₗ = f(hₗ₋₁·Wₗ + bₗ)      y = h_L₋₁·W_L + b_L
/// ```
///
/// With layer normalization, hₗ = f(norm(hₗ₋₁·Wₗ + bₗ)), after the last layer none.
///
/// Its parameters are named `0.weight` [in, out], `0.bias` [1, out], `1.weight` … with a prefix;
/// those of a normalization `0.norm.gain` and `0.norm.bias` [1, out], after the layer's others.
public final class Mlp {

  /// What becomes of a layer's sums z, shifted and scaled: z·gain + bias.
  public record Norm(Parameter gain, Parameter bias) {}

  /// One layer: f(norm(x·weight + bias)), where there is a norm.
  public record Layer(
      Parameter weight, Parameter bias, Optional<Norm> norm, Kernels.Activation activation) {

    Tensor apply(Tensor x) {
      return norm.map(
              of ->
                  x.affine(weight, bias, Kernels.Activation.IDENTITY)
                      .layerNorm(of.gain(), of.bias(), activation))
          .orElseGet(() -> x.affine(weight, bias, activation));
    }
  }

  private final List<Layer> layers;
  private final Activation activation;

  /// Adds the layers of a network to `parameters`.
  ///
  /// @param prefix what its parameters' names begin with, `policy.` say
  /// @param sizes inputs, hidden units of each layer, outputs
  public Mlp(Parameters parameters, String prefix, int[] sizes, Activation activation) {
    this(parameters, prefix, sizes, activation, HiddenSums.PLAIN);
  }

  /// The same with this normalization of hidden layers.
  public Mlp(
      Parameters parameters, String prefix, int[] sizes, Activation activation, HiddenSums sums) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network needs at least inputs and outputs, got %d sizes",
              sizes.length));
    }
    this.activation = activation;
    List<Layer> all = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.length; l++) {
      boolean last = l + 2 == sizes.length;
      String name = prefix + l;
      int out = sizes[l + 1];
      Parameter weight = parameters.add(name + ".weight", sizes[l], out);
      Parameter bias = parameters.add(name + ".bias", 1, out);
      Optional<Norm> norm =
          last || sums == HiddenSums.PLAIN
              ? Optional.empty()
              : Optional.of(
                  new Norm(
                      parameters.add(name + ".norm.gain", 1, out),
                      parameters.add(name + ".norm.bias", 1, out)));
      Kernels.Activation f = last ? Kernels.Activation.IDENTITY : activation.kernel();
      all.add(new Layer(weight, bias, norm, f));
    }
    layers = List.copyOf(all);
  }

  private Mlp(List<Layer> layers, Activation activation) {
    this.layers = layers;
    this.activation = activation;
  }

  /// The same network on the parameters of these names in another set: a target that follows it, on
  /// a [Parameters#copy()].
  ///
  /// @throws IllegalArgumentException if the other set lacks one
  public Mlp on(Parameters other) {
    return new Mlp(
        layers.stream()
            .map(
                layer ->
                    new Layer(
                        same(layer.weight(), other),
                        same(layer.bias(), other),
                        layer
                            .norm()
                            .map(n -> new Norm(same(n.gain(), other), same(n.bias(), other))),
                        layer.activation()))
            .toList(),
        activation);
  }

  private static Parameter same(Parameter parameter, Parameters other) {
    return other.entries().stream()
        .filter(entry -> entry.toString().equals(parameter.toString()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the network needs %s, the other parameters are %s"
                        .formatted(parameter, other.entries())));
  }

  /// Its layers, from the inputs to the outputs.
  public List<Layer> layers() {
    return layers;
  }

  /// Draws the parameters anew, the layers in order. Normalizations begin with gain 1 and bias 0.
  ///
  /// @param outputGain what an orthogonal last layer is scaled by; a small one begins near y = 0
  public void initialize(Initialization initialization, double outputGain, Rng random) {
    for (int l = 0; l < layers.size(); l++) {
      double gain = l + 1 < layers.size() ? activation.gain() : outputGain;
      initialization.fill(layers.get(l).weight(), layers.get(l).bias(), gain, random);
      layers.get(l).norm().ifPresent(Mlp::begin);
    }
  }

  /// Between layers.
  public Activation activation() {
    return activation;
  }

  private static void begin(Norm norm) {
    fill(norm.gain(), 1);
    fill(norm.bias(), 0);
  }

  private static void fill(Parameter parameter, float value) {
    int at = parameter.at();
    Arrays.fill(parameter.owner().values(), at, at + parameter.size(), value);
  }

  /// The network's outputs. Shapes: x [rows, in], result [rows, out].
  public Tensor apply(Tensor x) {
    return output(hidden(x));
  }

  /// h_L₋₁, what the last layer reads: x where there is no other layer.
  public Tensor hidden(Tensor x) {
    Tensor h = x;
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      h = layer.apply(h);
    }
    return h;
  }

  /// The outputs of what [#hidden] gave.
  public Tensor output(Tensor hidden) {
    return layers.getLast().apply(hidden);
  }
}
