package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Kernels;

class GradientsTest {

  private static Gradients threeFour() {
    var set = new Parameters();
    set.add("w", 1, 2);
    var gradients = new Gradients(set, Kernels.best());
    gradients.values()[0] = 3;
    gradients.values()[1] = -4;
    return gradients;
  }

  @Test
  void theNormIsEuclids() {
    assertThat(threeFour().norm()).isEqualTo(5);
  }

  @Test
  void clippingKeepsTheDirectionAndGivesTheNormThatWas() {
    Gradients gradients = threeFour();

    assertThat(gradients.clipNorm(0.5)).isEqualTo(5);

    assertThat(gradients.values()).containsExactly(new float[] {0.3f, -0.4f}, within(1e-7f));
  }

  @Test
  void aGradientWithinTheLimitIsNotClipped() {
    Gradients gradients = threeFour();

    assertThat(gradients.clipNorm(5)).isEqualTo(5);
    assertThat(gradients.clipNorm(10)).isEqualTo(5);

    assertThat(gradients.values()).containsExactly(3, -4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void aLimitIsNotNegative(double max) {
    Gradients gradients = threeFour();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.clipNorm(max))
        .withMessage("clipNorm: the limit must not be negative, got " + max);
    assertThat(gradients.values()).containsExactly(3, -4);
  }
}
