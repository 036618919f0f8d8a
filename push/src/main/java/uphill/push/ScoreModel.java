package uphill.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uphill.autodiff.Jacobian;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.nn.Activation;
import uphill.nn.Distribution;
import uphill.nn.Mlp;
import uphill.rl.Normalizer;

/// π_θ in double precision: a network, and a distribution over actions on its outputs. It has no
/// parameters of its own: every question is asked at a θ.
///
/// ```text
/// x = s, or s normalized      y = f_θ(x)      π(·|s) of y: see [ScoreHead]
/// ```
public final class ScoreModel {

  /// A dense layer: where its weight [in, out] and bias [1, out] lie in θ.
  ///
  /// @param name of its parameters, without `.weight` and `.bias`
  public record Layer(String name, int in, int out, int weightAt, int biasAt) {}

  /// Parameters that π depends on.
  ///
  /// @param at where they lie in θ, row by row
  public record Entry(String name, int rows, int columns, int at) {}

  private static final String READ = "read";

  private final ScoreNetwork network;
  private final ScoreHead head;
  private final int size;
  private final Optional<NormalizedInput> normalized;

  private ScoreModel(
      ScoreNetwork network, ScoreHead head, int size, Optional<NormalizedInput> normalized) {
    this.network = network;
    this.head = head;
    this.size = size;
    this.normalized = normalized;
  }

  /// The model of a policy on an [Mlp]. Other parameters than its network's and its log σ are part
  /// of θ, and π does not depend on them.
  ///
  /// @param parameters θ
  /// @param policy the distribution on the network's outputs
  /// @param logStd where its log σ comes from; empty if it has none
  /// @throws IllegalArgumentException if its steps are not explained, or it does not stand on the
  ///   network's outputs
  public static ScoreModel of(
      Parameters parameters, Mlp network, Distribution policy, Optional<LogStd> logStd) {
    int inputs = network.layers().getFirst().weight().rows();
    return network.layers().stream().anyMatch(layer -> layer.norm().isPresent())
        ? of(parameters, inputs, network::apply, policy, logStd)
        : of(parameters, DenseNetwork.of(network), policy, logStd);
  }

  /// The model of a policy on a network of any operations.
  ///
  /// @param parameters θ
  /// @param inputs columns of what the network reads
  /// @param network its outputs, of what it reads
  /// @throws IllegalArgumentException if its steps are not explained, it does not stand on the
  ///   network's outputs, or the network reads anything else
  public static ScoreModel of(
      Parameters parameters,
      int inputs,
      UnaryOperator<Tensor> network,
      Distribution policy,
      Optional<LogStd> logStd) {
    Tensor read = Tensor.input(READ, inputs);
    Jacobian jacobian = new Jacobian(network.apply(read), read, parameters, Kernels.best());
    return of(parameters, new TracedNetwork(jacobian), policy, logStd);
  }

  private static ScoreModel of(
      Parameters parameters, ScoreNetwork network, Distribution policy, Optional<LogStd> logStd) {
    ScoreHead head = ScoreHead.of(policy, logStd);
    int outputs = network.outputs();
    if (outputs != head.outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a %s policy stands on %d outputs, the network has %d",
              head.words(),
              head.outputs(),
              outputs));
    }
    return new ScoreModel(network, head, parameters.size(), Optional.empty());
  }

  /// Why steps of a policy on such a network are not explained; empty if they are.
  public static Optional<String> refusal(
      Parameters parameters, int inputs, UnaryOperator<Tensor> network, Distribution policy) {
    Tensor read = Tensor.input(READ, inputs);
    return ScoreHead.refusal(policy)
        .or(() -> Jacobian.fault(network.apply(read), read, parameters));
  }

  /// The same model where the network reads observations through this, as it is now: it moves with
  /// every round that is learnt from, so ask before.
  public ScoreModel reading(Normalizer normalizer) {
    return normalizer.normalizes()
        ? new ScoreModel(network, head, size, Optional.of(NormalizedInput.of(normalizer)))
        : this;
  }

  /// What it reads observations through.
  public Optional<NormalizedInput> normalized() {
    return normalized;
  }

  ScoreNetwork network() {
    return network;
  }

  /// Its layers, from the observation to the outputs, where these are dense and nothing else: the
  /// closed forms are then used. Otherwise empty.
  public List<Layer> layers() {
    return network instanceof DenseNetwork dense ? dense.layers() : List.of();
  }

  /// What is between such layers.
  public Optional<Activation> activation() {
    return network instanceof DenseNetwork dense
        ? Optional.of(dense.activation())
        : Optional.empty();
  }

  /// How the outputs are computed, where they are not of dense layers alone. Otherwise empty.
  public List<Jacobian.Operation> operations() {
    return network instanceof TracedNetwork(var jacobian) ? jacobian.operations() : List.of();
  }

  /// The parameters that π depends on: the network's, and log σ where that is one.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(network.entries());
    if (logStdSize() > 0) {
      entries.add(new Entry("log_std", 1, logStdSize(), logStdAt()));
    }
    return entries;
  }

  /// What is on top of its outputs.
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
    return network.smooth() && head.smooth();
  }

  /// Numbers in an observation.
  public int inputs() {
    return network.inputs();
  }

  /// Outputs of the network.
  public int outputs() {
    return network.outputs();
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
