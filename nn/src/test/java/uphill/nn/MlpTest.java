package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;

class MlpTest {

  private final Parameters set = new Parameters();

  @Test
  void layersAreNamedAndShapedFromInputsToOutputs() {
    new Mlp(set, "policy.", new int[] {4, 64, 32, 2}, Activation.TANH);

    assertThat(set.entries())
        .extracting(Parameter::toString)
        .containsExactly(
            "policy.0.weight [4, 64]",
            "policy.0.bias [1, 64]",
            "policy.1.weight [64, 32]",
            "policy.1.bias [1, 32]",
            "policy.2.weight [32, 2]",
            "policy.2.bias [1, 2]");
  }

  @Test
  void normalizationsAreNamedAfterTheirLayerAndTheLastHasNone() {
    new Mlp(set, "q.", new int[] {4, 8, 1}, Activation.RELU, HiddenSums.NORMALIZED);

    assertThat(set.entries())
        .extracting(Parameter::toString)
        .containsExactly(
            "q.0.weight [4, 8]",
            "q.0.bias [1, 8]",
            "q.0.norm.gain [1, 8]",
            "q.0.norm.bias [1, 8]",
            "q.1.weight [8, 1]",
            "q.1.bias [1, 1]");
  }

  @Test
  void aNetworkShowsItsLayersInOrder() {
    var plain = new Mlp(set, "p.", new int[] {4, 8, 1}, Activation.TANH);
    var normalized =
        new Mlp(set, "q.", new int[] {4, 8, 1}, Activation.RELU, HiddenSums.NORMALIZED);
    List<Parameter> all = set.entries();

    assertThat(plain.layers())
        .containsExactly(
            new Mlp.Layer(all.get(0), all.get(1), Optional.empty(), Kernels.Activation.TANH),
            new Mlp.Layer(all.get(2), all.get(3), Optional.empty(), Kernels.Activation.IDENTITY));
    var norm = new Mlp.Norm(all.get(6), all.get(7));
    assertThat(normalized.layers())
        .containsExactly(
            new Mlp.Layer(all.get(4), all.get(5), Optional.of(norm), Kernels.Activation.RELU),
            new Mlp.Layer(all.get(8), all.get(9), Optional.empty(), Kernels.Activation.IDENTITY));
  }

  /// y = Σ f(z·gain + bias), where z is (x, 3x) shifted and scaled: ∓1 but for the 10⁻⁵.
  @ParameterizedTest
  @EnumSource
  void hiddenSumsAreNormalizedBeforeTheyAreActivated(Activation activation) {
    var mlp = new Mlp(set, "", new int[] {1, 2, 1}, activation, HiddenSums.NORMALIZED);
    set.assign(new float[] {1, 3, 0, 0, 0.5f, 2, 0.25f, -0.75f, 1, 1, 0});

    float[] y = Values.of(mlp.apply(Tensor.input("x", 1)), 1, "x", new float[] {0.5f});

    double z = 0.5 / Math.sqrt(0.25 + 1e-5);
    double first = -z * 0.5 + 0.25;
    double second = z * 2 - 0.75;
    double expected =
        switch (activation) {
          case TANH -> Math.tanh(first) + Math.tanh(second);
          case RELU -> Math.max(first, 0) + Math.max(second, 0);
        };
    assertThat((double) y[0]).isCloseTo(expected, within(1e-6));
  }

  @Test
  void aNormalizedNetworkBeginsWithTheWeightsOfAPlainOneAndGainsOfOne() {
    var plain = new Parameters();
    new Mlp(plain, "", new int[] {3, 4, 2}, Activation.TANH)
        .initialize(Initialization.UNIFORM, 1, Rng.seeded(1));
    new Mlp(set, "", new int[] {3, 4, 2}, Activation.TANH, HiddenSums.NORMALIZED)
        .initialize(Initialization.UNIFORM, 1, Rng.seeded(1));

    int layer = 3 * 4 + 4;
    float[] values = set.values();
    assertThat(Arrays.copyOf(values, layer)).isEqualTo(Arrays.copyOf(plain.values(), layer));
    assertThat(Arrays.copyOfRange(values, layer, layer + 4)).containsOnly(1);
    assertThat(Arrays.copyOfRange(values, layer + 4, layer + 8)).containsOnly(0);
    assertThat(Arrays.copyOfRange(values, layer + 8, values.length))
        .isEqualTo(Arrays.copyOfRange(plain.values(), layer, plain.size()));
  }

  @Test
  void aTargetIsTheSameNetworkOnACopyOfTheParameters() {
    var mlp = new Mlp(set, "", new int[] {2, 4, 1}, Activation.TANH, HiddenSums.NORMALIZED);
    mlp.initialize(Initialization.UNIFORM, 1, Rng.seeded(1));
    Parameters copy = set.copy();
    Mlp target = mlp.on(copy);
    float[] x = {0.25f, -3};
    float[] before = Values.of(mlp.apply(Tensor.input("x", 2)), 1, "x", x);

    assertThat(target.layers())
        .flatExtracting(layer -> List.of(layer.weight(), layer.bias()))
        .containsExactly(
            copy.entries().get(0),
            copy.entries().get(1),
            copy.entries().get(4),
            copy.entries().get(5));
    Arrays.fill(set.values(), 0);
    assertThat(Values.of(target.apply(Tensor.input("x", 2)), 1, "x", x)).isEqualTo(before);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.on(new Parameters()))
        .withMessage("the network needs 0.weight [2, 4], the other parameters are []");
  }

  @Test
  void twoNetworksShareASetUnderTwoPrefixes() {
    new Mlp(set, "policy.", new int[] {4, 2}, Activation.TANH);
    new Mlp(set, "value.", new int[] {4, 1}, Activation.TANH);

    assertThat(set.size()).isEqualTo(4 * 2 + 2 + 4 + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mlp(set, "value.", new int[] {4, 1}, Activation.TANH))
        .withMessage("parameter value.0.weight exists already");
  }

  /// y = f(x·1 + ½)·2 − 1, by hand; the outputs are not activated.
  @ParameterizedTest
  @EnumSource
  void hiddenLayersAreActivatedAndTheLastIsNot(Activation activation) {
    var mlp = new Mlp(set, "", new int[] {1, 1, 1}, activation);
    set.assign(new float[] {1, 0.5f, 2, -1});

    float[] y = Values.of(mlp.apply(Tensor.input("x", 1)), 2, "x", new float[] {0.25f, -3});

    for (int i = 0; i < 2; i++) {
      double h = i == 0 ? 0.75 : -2.5;
      double f =
          switch (activation) {
            case TANH -> Math.tanh(h);
            case RELU -> Math.max(h, 0);
          };
      assertThat((double) y[i]).isCloseTo(2 * f - 1, within(1e-6));
    }
  }

  @Test
  void theOutputsBeginAsSmallAsTheirGain() {
    var mlp = new Mlp(set, "", new int[] {3, 8, 2}, Activation.TANH);
    mlp.initialize(Initialization.ORTHOGONAL, 0.01, Rng.seeded(1));

    double hidden = 0;
    double output = 0;
    Parameter first = set.entries().get(0);
    Parameter last = set.entries().get(2);
    for (int i = 0; i < first.size(); i++) {
      hidden += Math.pow(set.values()[first.at() + i], 2);
    }
    for (int i = 0; i < last.size(); i++) {
      output += Math.pow(set.values()[last.at() + i], 2);
    }
    // ‖W‖² of k orthonormal vectors times a gain is k·gain²
    assertThat(hidden).isCloseTo(3 * Math.pow(5.0 / 3, 2), within(1e-5));
    assertThat(output).isCloseTo(2 * 1e-4, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameNetworkAnotherSeedAnother(Initialization initialization) {
    var mlp = new Mlp(set, "", new int[] {3, 8, 2}, Activation.TANH);
    mlp.initialize(initialization, 1, Rng.seeded(1));
    float[] first = set.snapshot();

    mlp.initialize(initialization, 1, Rng.seeded(2));
    assertThat(set.values()).isNotEqualTo(first);

    mlp.initialize(initialization, 1, Rng.seeded(1));
    assertThat(set.values()).isEqualTo(first);
  }

  @Test
  void aNetworkHasInputsAndOutputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mlp(set, "", new int[] {4}, Activation.TANH))
        .withMessage("a network needs at least inputs and outputs, got 1 sizes");
  }
}
