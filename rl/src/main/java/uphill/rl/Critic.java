package uphill.rl;

import java.util.function.UnaryOperator;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.rl.data.Encoding;

/// V_φ(s): a network with one output, the return still expected from a state.
public final class Critic {

  private final Encoding encoding;
  private final Normalizer normalizer;
  private final Parameters parameters;
  private final Stack stack;

  private Critic(Encoding encoding, Network network, Normalizer normalizer, Parameters parameters) {
    this.encoding = encoding;
    this.normalizer = normalizer;
    this.parameters = parameters;
    stack = stack(network, encoding, parameters, "");
  }

  /// A critic for what a setup observes, with parameters of its own, `critic`.
  ///
  /// @throws IllegalArgumentException for a `network` that cannot be made
  public static Critic of(Network network, Setup setup) {
    return of(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Critic of(Network network, Normalizer normalizer, Setup setup) {
    Critic critic =
        new Critic(
            new Encoding(setup.observations()), network, normalizer, setup.parameters("critic"));
    setup.initialize(
        Purpose.CRITIC, random -> critic.stack.initialize(/* outputGain= */ 1, random));
    return critic;
  }

  /// The network of one.
  static Stack stack(Network network, Encoding encoding, Parameters parameters, String prefix) {
    return Stack.of(network, network.hiddenOfCritic(), encoding.size(), 1, parameters, prefix);
  }

  /// V_φ(s). Shapes: observation [rows, encoding.size], as [Encoding] reads it; result [rows, 1].
  public Tensor value(Tensor observation) {
    return stack.output(stack.features(normalizer.apply(observation)));
  }

  /// φ.
  public Parameters parameters() {
    return parameters;
  }

  /// A function that fills a column with V_φ of the observations of another.
  public Valuation valuation(Kernels kernels) {
    return valuation(encoding, this::value, kernels);
  }

  static Valuation valuation(Encoding encoding, UnaryOperator<Tensor> value, Kernels kernels) {
    Tensor observation = Tensor.input("observation", encoding.size());
    Program program = Program.with(kernels).output("value", value.apply(observation)).build();
    return (states, rows, values, workers) ->
        program.feed("observation", states).into("value", values).evaluate(rows, workers);
  }

  /// Fills `values` with V of `rows` observations.
  @FunctionalInterface
  public interface Valuation {
    /// Shapes: observation [rows, encoding.size], as [Encoding] reads it; values [rows, 1].
    void fill(float[] observation, int rows, float[] values, Workers workers);

    /// Where there is no critic: V = 0 everywhere.
    static Valuation zero() {
      return (_, rows, values, _) -> java.util.Arrays.fill(values, 0, rows, 0);
    }
  }
}
