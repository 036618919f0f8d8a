package uphill.rl.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import uphill.kernel.Rng;

class ConjugateGradientTest {

  private static final int SIZE = 12;

  private final double[][] matrix = positiveDefinite();
  private final float[] b = drawn(Rng.seeded(3));

  private static float[] drawn(Rng random) {
    float[] values = new float[SIZE];
    for (int k = 0; k < SIZE; k++) {
      values[k] = (float) random.standardNormal();
    }
    return values;
  }

  /// BᵀB + I/2.
  private static double[][] positiveDefinite() {
    Rng random = Rng.seeded(2);
    double[][] half = new double[SIZE][SIZE];
    for (double[] row : half) {
      Arrays.setAll(row, _ -> random.standardNormal());
    }
    double[][] matrix = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        for (double[] row : half) {
          matrix[i][j] += row[i] * row[j];
        }
      }
      matrix[i][i] += 0.5;
    }
    return matrix;
  }

  private void times(float[] v, float[] product) {
    for (int i = 0; i < SIZE; i++) {
      double sum = 0;
      for (int j = 0; j < SIZE; j++) {
        sum += matrix[i][j] * v[j];
      }
      product[i] = (float) sum;
    }
  }

  /// By elimination.
  private double[] direct() {
    double[][] rows = new double[SIZE][];
    for (int i = 0; i < SIZE; i++) {
      rows[i] = Arrays.copyOf(matrix[i], SIZE + 1);
      rows[i][SIZE] = b[i];
    }
    for (int k = 0; k < SIZE; k++) {
      for (int i = 0; i < SIZE; i++) {
        double factor = i == k ? 0 : rows[i][k] / rows[k][k];
        for (int j = k; j <= SIZE; j++) {
          rows[i][j] -= factor * rows[k][j];
        }
      }
    }
    double[] x = new double[SIZE];
    Arrays.setAll(x, k -> rows[k][SIZE] / rows[k][k]);
    return x;
  }

  @Test
  void itsSolutionIsTheDirectOne() {
    double[] expected = direct();
    var solver = new ConjugateGradient(SIZE);
    float[] x = new float[SIZE];

    double curvature = solver.solve(this::times, b, x, 40, 1e-6);

    double wanted = 0;
    for (int k = 0; k < SIZE; k++) {
      assertThat((double) x[k]).isCloseTo(expected[k], within(1e-5 * (1 + Math.abs(expected[k]))));
      wanted += expected[k] * b[k];
    }
    assertThat(curvature).isCloseTo(wanted, within(1e-5 * wanted));
    assertThat(solver.residual()).isLessThan(1e-5);
    assertThat(solver.steps()).isBetween(1, 40);
  }

  /// Few steps leave a residual, and say which.
  @Test
  void whatIsLeftIsTheResidualOfTheSolutionAsItIsGiven() {
    var solver = new ConjugateGradient(SIZE);
    float[] x = new float[SIZE];
    float[] product = new float[SIZE];
    double last = Double.POSITIVE_INFINITY;
    for (int steps : new int[] {0, 3, 6, 9}) {
      double curvature = solver.solve(this::times, b, x, steps, 0);
      times(x, product);
      double left = 0;
      double along = 0;
      for (int k = 0; k < SIZE; k++) {
        left += ((double) b[k] - product[k]) * ((double) b[k] - product[k]);
        along += (double) x[k] * product[k];
      }
      assertThat(solver.steps()).isEqualTo(steps);
      assertThat(solver.residual()).isCloseTo(Math.sqrt(left), within(1e-12)).isLessThan(last);
      assertThat(curvature).isCloseTo(along, within(1e-12));
      last = solver.residual();
    }
  }

  @Test
  void ofNothingTheSolutionIsNothing() {
    var solver = new ConjugateGradient(SIZE);
    float[] x = drawn(Rng.seeded(4));

    assertThat(solver.solve(this::times, new float[SIZE], x, 10, 1e-6)).isZero();
    assertThat(x).containsOnly(0);
    assertThat(solver.residual()).isZero();
    assertThat(solver.steps()).isZero();
  }

  /// Its products may be 0 in single precision, as if the matrix were not positive definite.
  @Test
  void ofNextToNothingTheSolutionIsNothing() {
    var solver = new ConjugateGradient(SIZE);
    float[] x = drawn(Rng.seeded(4));
    float[] tiny = new float[SIZE];
    tiny[3] = 1e-38f;

    double curvature = solver.solve((_, product) -> Arrays.fill(product, 0), tiny, x, 10, 1e-6);

    assertThat(curvature).isZero();
    assertThat(x).containsOnly(0);
    assertThat(solver.residual()).isEqualTo((double) 1e-38f);
    assertThat(solver.steps()).isZero();
  }

  @Test
  void whatItCannotSolveIsRefused() {
    var solver = new ConjugateGradient(SIZE);
    float[] x = new float[SIZE];
    matrix[4][4] = -100;
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> solver.solve(this::times, b, x, 40, 0))
        .withMessageContaining("not positive definite");
    b[2] = Float.NaN;
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> solver.solve(this::times, b, x, 40, 0))
        .withMessageContaining("not finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> solver.solve(this::times, new float[2], x, 40, 0))
        .withMessage("b has 2 elements, expected 12");
  }
}
