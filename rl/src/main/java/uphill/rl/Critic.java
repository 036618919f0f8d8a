package uphill.rl;

import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.nn.Mlp;

/// V_φ(s): a network with one output, the return still expected from a state.
public final class Critic {

  private final Encoding encoding;
  private final Normalizer normalizer;
  private final Parameters parameters;
  private final Mlp network;

  private Critic(
      Space observations, Network network, Normalizer normalizer, Parameters parameters) {
    encoding = new Encoding(observations);
    this.normalizer = normalizer;
    this.parameters = parameters;
    this.network = new Mlp(parameters, "", network.sizes(encoding.size(), 1), network.activation());
  }

  /// A critic for what a setup observes, with parameters of its own, `critic`.
  public static Critic of(Network network, Setup setup) {
    return of(network, Normalizer.none(), setup);
  }

  /// The same on normalized observations.
  public static Critic of(Network network, Normalizer normalizer, Setup setup) {
    Critic critic =
        new Critic(setup.observations(), network, normalizer, setup.parameters("critic"));
    setup.initialize(
        Purpose.CRITIC,
        random -> critic.network.initialize(network.initialization(), /* outputGain= */ 1, random));
    return critic;
  }

  /// V_φ(s). Shapes: observation [rows, encoding.size], as [Encoding] reads it; result [rows, 1].
  public Tensor value(Tensor observation) {
    return network.apply(normalizer.apply(observation));
  }

  /// φ.
  public Parameters parameters() {
    return parameters;
  }

  /// A function that fills a column with V_φ of the observations of another.
  public Valuation valuation(Kernels kernels) {
    Tensor observation = Tensor.input("observation", encoding.size());
    Program program = Program.with(kernels).output("value", value(observation)).build();
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
