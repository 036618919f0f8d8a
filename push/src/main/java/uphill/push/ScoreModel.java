package uphill.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.nn.Activation;
import uphill.nn.Distribution;
import uphill.nn.Mlp;
import uphill.rl.Normalizer;

/// π_θ in double precision: a network of dense layers, and a distribution over actions on its
/// outputs. It has no parameters of its own: every question is asked at a θ.
///
/// ```text
/// h₀ = s, or s normalized      hₗ₊₁ = f(hₗ·Wₗ + bₗ)      y = h_L·W_L + b_L      π(·|s) of y: see [ScoreHead]
/// ```
public final class ScoreModel {

  /// A dense layer: where its weight [in, out] and bias [1, out] lie in θ.
  ///
  /// @param name of its parameters, without `.weight` and `.bias`
  public record Layer(String name, int in, int out, int weightAt, int biasAt) {}

  private final List<Layer> layers;
  private final Activation activation;
  private final ScoreHead head;
  private final int size;
  private final Optional<NormalizedInput> normalized;

  private ScoreModel(
      List<Layer> layers,
      Activation activation,
      ScoreHead head,
      int size,
      Optional<NormalizedInput> normalized) {
    this.layers = List.copyOf(layers);
    this.activation = activation;
    this.head = head;
    this.size = size;
    this.normalized = normalized;
  }

  /// Why steps of such a policy are not explained; empty if they are.
  public static Optional<String> refusal(Mlp network, Distribution policy) {
    return network.layers().stream().anyMatch(layer -> layer.norm().isPresent())
        ? Optional.of(
            "pushes are explained of dense layers alone, and this policy's are normalized; train"
                + " without layer normalization")
        : ScoreHead.refusal(policy);
  }

  /// The model of a policy. Other parameters than its network's and its log σ are part of θ, and π
  /// does not depend on them.
  ///
  /// @param parameters θ
  /// @param policy the distribution on the network's outputs
  /// @param logStd where its log σ comes from; empty if it has none
  /// @throws IllegalArgumentException if its steps are not explained, or it does not stand on the
  ///   network's outputs
  public static ScoreModel of(
      Parameters parameters, Mlp network, Distribution policy, Optional<LogStd> logStd) {
    refusal(network, policy)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    ScoreHead head = ScoreHead.of(policy, logStd);
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
    int outputs = layers.getLast().out();
    if (outputs != head.outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a %s policy stands on %d outputs, the network has %d",
              head.words(),
              head.outputs(),
              outputs));
    }
    return new ScoreModel(layers, network.activation(), head, parameters.size(), Optional.empty());
  }

  /// The same model where the network reads observations through this, as it is now: it moves with
  /// every round that is learnt from, so ask before.
  public ScoreModel reading(Normalizer normalizer) {
    return normalizer.normalizes()
        ? new ScoreModel(
            layers, activation, head, size, Optional.of(NormalizedInput.of(normalizer)))
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
  public ScoreHead head() {
    return head;
  }

  /// Elements of θ.
  public int size() {
    return size;
  }

  /// Where log σ lies in θ; −1 where it is no parameter.
  public int logStdAt() {
    return head.logStdAt();
  }

  /// How many log σ are parameters.
  public int logStdSize() {
    return head.size() - head.outputs();
  }

  /// Whether a step in double precision takes the same branches as training's: nothing in it is
  /// rectified, or held within bounds.
  boolean smooth() {
    return activation == Activation.TANH && head.smooth();
  }

  /// Numbers in an observation.
  public int inputs() {
    return layers.getFirst().in();
  }

  /// Outputs of the network.
  public int outputs() {
    return layers.getLast().out();
  }

  /// Numbers in an action.
  public int actionSize() {
    return head.actionSize();
  }

  /// Everything about these samples at θ.
  ///
  /// @throws IllegalArgumentException if shapes differ, or an action is none of the model's
  public ScorePass at(double[] theta, Samples samples) {
    return new ScorePass(this, theta, samples);
  }
}
