package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.kernel.Rng;

class InitializationTest {

  private static final double GAIN = 1.5;

  private final Parameters set = new Parameters();

  /// Whichever are fewer, columns or rows, are orthogonal to each other and as long as the gain.
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "64, 3", "3, 64", "64, 64", "1, 7", "7, 1"})
  void orthogonalWeightsAreOrthonormalTimesTheGain(int rows, int columns) {
    set.add("before", 1, 3);
    Parameter weight = set.add("weight", rows, columns);
    Parameter bias = set.add("bias", 1, columns);
    Arrays.fill(set.values(), 9);

    Initialization.ORTHOGONAL.fill(weight, bias, GAIN, Rng.seeded(1));

    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int p = 0; p < count; p++) {
      for (int q = 0; q < count; q++) {
        double dot = 0;
        for (int i = 0; i < length; i++) {
          dot += element(weight, p, i, columns) * element(weight, q, i, columns);
        }
        assertThat(dot).isCloseTo(p == q ? GAIN * GAIN : 0, within(1e-6));
      }
    }
    assertThat(Arrays.copyOf(set.values(), 3)).containsOnly(9);
    assertThat(Arrays.copyOfRange(set.values(), bias.at(), set.size())).containsOnly(0);
  }

  private double element(Parameter weight, int vector, int i, int columns) {
    boolean tall = weight.rows() >= weight.columns();
    return set.values()[weight.at() + (tall ? i * columns + vector : vector * columns + i)];
  }

  @Test
  void uniformWeightsAndBiasesAreWithinTheirBoundsAndCentred() {
    Parameter weight = set.add("weight", 100, 400);
    Parameter bias = set.add("bias", 1, 400);

    Initialization.UNIFORM.fill(weight, bias, GAIN, Rng.seeded(1));

    float[] values = set.values();
    double bound = 0.1; // 1/√100
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
      sum += value;
      squares += value * value;
    }
    // Mean and variance of a uniform distribution, 0 and bound²/3, to four standard errors.
    double n = values.length;
    assertThat(sum / n).isCloseTo(0, within(4 * bound / Math.sqrt(3 * n)));
    assertThat(squares / n / (bound * bound)).isCloseTo(1 / 3.0, within(4 * 0.3 / Math.sqrt(n)));
    assertThat(Arrays.copyOfRange(values, bias.at(), values.length)).doesNotContain(0);
  }
}
