package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
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
