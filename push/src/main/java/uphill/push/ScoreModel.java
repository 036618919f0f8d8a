package uphill.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.nn.Activation;
import uphill.rl.Normalizer;

/// π_θ in double precision: a network of dense layers, and a distribution over actions on its
/// outputs. It has no parameters of its own: every question is asked at a θ.
///
/// ```text
/// h₀ = s, or s normalized      hₗ₊₁ = f(hₗ·Wₗ + bₗ)      y = h_L·W_L + b_L
/// categorical   log π(a|s) = yₐ − log Σ_b e^(y_b)
/// gaussian      log π(a|s) = Σⱼ −½((aⱼ − yⱼ)/σⱼ)² − log σⱼ − ½log 2π
/// ```
public final class ScoreModel {

  /// The distribution on the network's outputs.
  public enum Family {
    /// A choice among as many actions as there are outputs.
    CATEGORICAL,
    /// A normal distribution for each output, whose log σ is a parameter of its own.
    GAUSSIAN
  }

  /// A dense layer: where its weight [in, out] and bias [1, out] lie in θ.
  ///
  /// @param name of its parameters, without `.weight` and `.bias`
  public record Layer(String name, int in, int out, int weightAt, int biasAt) {}

  private static final String VALUE_HEAD = "value.";

  private final List<Layer> layers;
  private final Activation activation;
  private final Family family;
  private final int logStdAt;
  private final int size;
  private final Optional<NormalizedInput> normalized;

  private ScoreModel(
      List<Layer> layers,
      Activation activation,
      Family family,
      int logStdAt,
      int size,
      Optional<NormalizedInput> normalized) {
    this.layers = List.copyOf(layers);
    this.activation = activation;
    this.family = family;
    this.logStdAt = logStdAt;
    this.size = size;
    this.normalized = normalized;
  }

  /// The model of a policy's parameters: layers `0.weight`, `0.bias`, `1.weight` …, and `log_std`
  /// where it acts in a box. Those of a value's head on shared layers, `value.weight` and
  /// `value.bias`, are part of θ, and π does not depend on them.
  ///
  /// @throws IllegalArgumentException if these are not such parameters
  public static ScoreModel of(Parameters parameters, Activation activation) {
    List<Layer> layers = new ArrayList<>();
    int logStdAt = -1;
    Parameter weight = null;
    for (Parameter parameter : parameters.entries()) {
      String name = parameter.name();
      if (name.startsWith(VALUE_HEAD)) {
        continue;
      }
      if (name.equals("log_std")) {
        logStdAt = parameter.at();
      } else if (name.endsWith(".weight")) {
        weight = parameter;
      } else if (weight != null && name.endsWith(".bias")) {
        String layer = name.substring(0, name.length() - ".bias".length());
        layers.add(new Layer(layer, weight.rows(), weight.columns(), weight.at(), parameter.at()));
      } else {
        throw new IllegalArgumentException(
            "expected the weights and biases of dense layers, got " + parameter);
      }
    }
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).in() != layers.get(l - 1).out()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer %s has %d inputs, the one before it %d outputs",
                layers.get(l).name(),
                layers.get(l).in(),
                layers.get(l - 1).out()));
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a policy has at least one layer, got none");
    }
    Family family = logStdAt < 0 ? Family.CATEGORICAL : Family.GAUSSIAN;
    return new ScoreModel(
        layers, activation, family, logStdAt, parameters.size(), Optional.empty());
  }

  /// The same model where the network reads observations through this, as it is now: it moves with
  /// every round that is learnt from, so ask before.
  public ScoreModel reading(Normalizer normalizer) {
    return normalizer.normalizes()
        ? new ScoreModel(
            layers, activation, family, logStdAt, size, Optional.of(NormalizedInput.of(normalizer)))
        : this;
  }

  /// What it reads observations through.
  public Optional<NormalizedInput> normalized() {
    return normalized;
  }

  /// Its layers, from the observation to the outputs.
  public List<Layer> layers() {
    return layers;
  }

  /// What is between them.
  public Activation activation() {
    return activation;
  }

  /// What is on top of them.
  public Family family() {
    return family;
  }

  /// Elements of θ.
  public int size() {
    return size;
  }

  /// Where log σ lies in θ; −1 where there is none.
  public int logStdAt() {
    return logStdAt;
  }

  /// Numbers in an observation.
  public int inputs() {
    return layers.getFirst().in();
  }

  /// Outputs of the network: actions, or components of one.
  public int outputs() {
    return layers.getLast().out();
  }

  /// Numbers in an action.
  public int actionSize() {
    return family == Family.CATEGORICAL ? 1 : outputs();
  }

  /// Everything about these samples at θ.
  ///
  /// @throws IllegalArgumentException if shapes differ, or an action is none of the model's
  public ScorePass at(double[] theta, Samples samples) {
    return new ScorePass(this, theta, samples);
  }
}
