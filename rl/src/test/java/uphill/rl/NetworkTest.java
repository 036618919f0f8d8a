package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.env.classic.Pendulum;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;

/// What the settings of networks make of policies and critics.
class NetworkTest {

  private static final Network NETWORK = Network.of(Activation.TANH, 4, 5);

  private final VectorEnv envs = new VectorEnv("world", List.of(new Pendulum()));
  private final Setup setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());

  private static List<String> layout(Parameters parameters) {
    return parameters.entries().stream().map(Parameter::toString).toList();
  }

  @Test
  void theCriticHasSizesOfItsOwnOrThePolicys() {
    Policy policy = Policy.of(NETWORK.with("critic_hidden", "7"), setup);
    Critic critic = Critic.of(NETWORK.with("critic_hidden", "7"), setup);
    Setup other = Setup.acting(setup.observations(), setup.actions());

    assertThat(layout(policy.parameters())).contains("0.weight [3, 4]", "1.weight [4, 5]");
    assertThat(layout(critic.parameters()))
        .containsExactly("0.weight [3, 7]", "0.bias [1, 7]", "1.weight [7, 1]", "1.bias [1, 1]");
    assertThat(layout(Critic.of(NETWORK, other).parameters())).contains("1.weight [4, 5]");
    assertThat(layout(critic(NETWORK.with("critic_hidden", "none")))).contains("0.weight [3, 1]");
  }

  private static Parameters critic(Network network) {
    return Critic.of(network, Setup.acting(Space.Box.of(0, 1, 3), new Space.Discrete(2)))
        .parameters();
  }

  @Test
  void hiddenLayersAreNormalizedWhereTheSettingSaysSo() {
    Policy policy = Policy.of(NETWORK.with("layer_norm", true), setup);

    assertThat(layout(policy.parameters()))
        .contains("0.norm.gain [1, 4]", "1.norm.bias [1, 5]", "log_std [1, 1]")
        .noneMatch(name -> name.startsWith("2.norm"));
    assertThat(policy.dense()).isEmpty();
    assertThat(Policy.of(NETWORK, Setup.acting(setup.observations(), setup.actions())).dense())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"0.01", "0.5", "0"})
  void aPolicysOutputLayerBeginsScaledByItsGain(double gain) {
    Policy policy = Policy.of(NETWORK.with("output_gain", gain), setup);
    Parameter last =
        policy.parameters().entries().stream()
            .filter(entry -> entry.name().equals("2.weight"))
            .findFirst()
            .orElseThrow();
    double square = 0;
    for (int k = last.at(); k < last.at() + last.size(); k++) {
      square += policy.parameters().values()[k] * policy.parameters().values()[k];
    }

    assertThat(Math.sqrt(square)).isCloseTo(gain, within(1e-6));
  }

  /// How far a loss of one term reaches a parameter: Σ |∂L/∂θₖ|.
  private double slope(boolean shared, String term, String parameter) {
    Setup own = Setup.of(1, envs, new ScalarKernels(), Workers.one());
    ActorCritic agent = ActorCritic.of(NETWORK, shared, own);
    ActorCritic.At at = agent.at(Tensor.input("observation", 3));
    Descent descent =
        own.descent(agent.parameters())
            .term(
                "policy",
                at.policy()
                    .entropy()
                    .add(at.policy().logProb(Tensor.input("action", 1)))
                    .mean()
                    .mul(term.equals("policy") ? 1 : 0))
            .term("value", at.value().mean().mul(term.equals("value") ? 1 : 0))
            .build()
            .feed(name -> name.equals("action") ? new float[] {0.3f} : new float[] {1, 2, 3});
    descent.gradients(1);
    float[] gradient = descent.gradients().values();
    double sum = 0;
    for (Parameter entry : agent.parameters().entries()) {
      for (int k = entry.at();
          entry.name().equals(parameter) && k < entry.at() + entry.size();
          k++) {
        sum += Math.abs(gradient[k]);
      }
    }
    return sum;
  }

  @Test
  void bothTermsReachASharedTrunkAndOnlyTheirOwnNetworkApart() {
    assertThat(slope(true, "policy", "0.weight")).isPositive();
    assertThat(slope(true, "value", "0.weight")).isPositive();
    assertThat(slope(true, "value", "2.weight")).isZero();
    assertThat(slope(true, "policy", "value.weight")).isZero();
    assertThat(slope(false, "policy", "0.weight")).isPositive();
    assertThat(slope(false, "value", "0.weight")).isZero();
    assertThat(slope(false, "value", "value.0.weight")).isPositive();
  }

  @Test
  void aSharedTrunkHasThePolicysNamesAndThoseOfAValue() {
    ActorCritic agent = ActorCritic.of(NETWORK, true, setup);
    List<String> alone =
        layout(
            Policy.of(NETWORK, Setup.acting(setup.observations(), setup.actions())).parameters());

    assertThat(layout(agent.parameters()))
        .containsExactlyElementsOf(
            Stream.concat(alone.stream(), Stream.of("value.weight [5, 1]", "value.bias [1, 1]"))
                .toList());
    assertThat(agent.policy().parameters()).isSameAs(agent.parameters());
    float[] value = new float[1];
    agent.valuation(new ScalarKernels()).fill(new float[] {1, 0, 0}, 1, value, Workers.one());
    assertThat(value[0]).isNotZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActorCritic.of(NETWORK.with("critic_hidden", "8"), true, setup))
        .withMessage(
            "with shared=true the critic has the policy's hidden layers: leave critic_hidden at 0");
  }

  @Test
  void aNetworkOfOnesOwnIsBelowAllOutputLayers() {
    Network own = NETWORK.with("network", Towers.class.getName());
    Policy policy = Policy.of(own, setup);
    Critic critic = Critic.of(own, setup);

    List<String> body =
        List.of(
            "body.left.weight [3, 3]",
            "body.left.bias [1, 3]",
            "body.right.weight [3, 4]",
            "body.right.bias [1, 4]");
    assertThat(layout(policy.parameters()))
        .containsAll(body)
        .contains("output.weight [7, 1]", "output.bias [1, 1]", "log_std [1, 1]");
    assertThat(layout(critic.parameters())).containsAll(body);
    assertThat(policy.parameters().values()[0]).isNotZero();
    assertThat(policy.dense()).isEmpty();
    Setup other = Setup.acting(setup.observations(), setup.actions());
    assertThat(layout(ActorCritic.of(own, false, other).parameters()))
        .contains("body.left.weight [3, 3]", "value.body.left.weight [3, 3]");
  }

  /// It has no constructor without parameters.
  public record Numbered(int n) implements Body {
    @Override
    public Layers on(Parameters parameters, String prefix, int inputs) {
      throw new IllegalStateException("never made");
    }
  }

  /// Its constructor throws.
  public static final class Throwing implements Body {
    /// Throws.
    public Throwing() {
      throw new IllegalStateException("no licence");
    }

    @Override
    public Layers on(Parameters parameters, String prefix, int inputs) {
      throw new IllegalStateException("never made");
    }
  }

  /// It makes no layers.
  public static final class Failing implements Body {
    /// As its name says.
    public Failing() {}

    @Override
    public Layers on(Parameters parameters, String prefix, int inputs) {
      throw new IllegalStateException("images only");
    }
  }

  /// Its layers give what is none.
  public static final class Narrow implements Body {
    /// As its name says.
    public Narrow() {}

    @Override
    public Layers on(Parameters parameters, String prefix, int inputs) {
      return new Layers() {
        @Override
        public Tensor apply(Tensor x) {
          return x.columns(0, 40);
        }

        @Override
        public void initialize(Rng random) {}
      };
    }
  }

  private static void refused(String name, String message) {
    Setup acting = Setup.acting(Space.Box.of(0, 1, 3), new Space.Discrete(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.of(NETWORK.with("network", name), acting))
        .withMessage("network: " + message);
  }

  @Test
  void aClassThatIsNoNetworkIsRefusedWithWhatItLacks() {
    refused(
        "my.Net",
        "there is no class my.Net. Give the full name of one, and where it lies by --class-path;"
            + " dense is the network that is built in");
    refused("java.lang.String", "java.lang.String does not implement uphill.rl.Body");
    for (Class<?> type : List.of(Numbered.class, Body.class)) {
      refused(
          type.getName(),
          type.getName()
              + " must be a public class, not an abstract one, with a public constructor without"
              + " parameters, in a package that uphill.rl sees");
    }
  }

  @Test
  void aNetworkThatFailsIsNamedWithWhatItSaid() {
    refused(Throwing.class.getName(), Throwing.class.getName() + " cannot be made: no licence");
    refused(Failing.class.getName(), Failing.class.getName() + " failed: images only");
    refused(
        Narrow.class.getName(),
        Narrow.class.getName() + " failed: columns: expected 0 ≤ from < to ≤ 3, got from 0 to 40");
  }
}
