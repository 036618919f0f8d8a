package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

  private static final int ROWS = 4; // one fewer than the columns hold

  @Test
  void meanAndDeviationOfAKnownColumn() {
    float[] x = {1, 1, 5, 5, 99};

    assertThat(Columns.mean(x, ROWS)).isEqualTo(3);
    assertThat(Columns.std(x, ROWS, 3)).isEqualTo(2);
  }

  @Test
  void standardizedItHasMeanZeroAndDeviationOne() {
    float[] x = {3, -8, 12, 100, 99};

    standardize(x);

    double mean = Columns.mean(x, ROWS);
    assertThat(mean).isCloseTo(0, within(1e-7));
    assertThat(Columns.std(x, ROWS, mean)).isCloseTo(1, within(1e-6));
    assertThat(x[4]).isEqualTo(99);
  }

  @Test
  void standardizingKeepsTheOrderAndForgetsShiftAndScale() {
    float[] x = {3, -8, 12, 100, 0};
    float[] y = {3 * 2 + 7, -8 * 2 + 7, 12 * 2 + 7, 100 * 2 + 7, 0};

    standardize(x);
    standardize(y);

    assertThat(y).containsExactly(x, within(1e-6f));
    assertThat(x[1]).isLessThan(x[0]);
    assertThat(x[3]).isGreaterThan(x[2]);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, -1e6f, 1e-30f})
  void equalNumbersAreStandardizedToZero(float value) {
    float[] x = new float[5];
    Arrays.fill(x, value);

    standardize(x);

    assertThat(Arrays.copyOf(x, ROWS)).containsOnly(0);
  }

  /// It would be 0, whatever it is, and nothing would be learnt.
  @Test
  void aSingleNumberIsLeftAsItIs() {
    float[] x = {-3, 8};

    Columns.standardize(x, 1, -3, 0);

    assertThat(x).containsExactly(-3, 8);
  }

  @Test
  void halfMeanSquareOfAKnownError() {
    assertThat(
            Columns.halfMeanSquare(new float[] {1, 2, 3, 4, 9}, new float[] {1, 0, 6, 5, 0}, ROWS))
        .isEqualTo(0.5 * (0 + 4 + 9 + 1) / 4);
  }

  @Test
  void explainedVarianceIsOneWhereTheValuesAreRightUpToAShift() {
    float[] target = {1, 2, 3, 6, 0};

    assertThat(explainedVariance(target, target)).isEqualTo(1);
    assertThat(explainedVariance(new float[] {11, 12, 13, 16, 0}, target)).isEqualTo(1);
  }

  @Test
  void explainedVarianceIsZeroForAConstant() {
    assertThat(explainedVariance(new float[] {7, 7, 7, 7, 0}, new float[] {1, 2, 3, 6, 0}))
        .isEqualTo(0);
  }

  /// Var(target) = 3.5 (mean 3). Half the target leaves a quarter of it; its opposite, four times.
  @Test
  void explainedVarianceOfKnownErrors() {
    float[] target = {1, 2, 3, 6, 0};

    assertThat(explainedVariance(new float[] {0.5f, 1, 1.5f, 3, 0}, target)).isEqualTo(0.75);
    assertThat(explainedVariance(new float[] {-1, -2, -3, -6, 0}, target)).isEqualTo(-3);
  }

  @Test
  void explainedVarianceIsNotANumberWhereTheTargetDoesNotVary() {
    assertThat(explainedVariance(new float[] {1, 2, 3, 4, 5}, new float[] {2, 2, 2, 2, 0})).isNaN();
  }

  private static double explainedVariance(float[] value, float[] target) {
    return Columns.explainedVariance(value, target, ROWS);
  }

  private static void standardize(float[] x) {
    double mean = Columns.mean(x, ROWS);
    Columns.standardize(x, ROWS, mean, Columns.std(x, ROWS, mean));
  }
}
