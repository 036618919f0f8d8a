package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import uphill.kernel.Rng;

class LinearSystemTest {

  /// Where the first pivot is 0, one with a minus sign is as good as any.
  @Test
  void rowsAreExchangedWhereThePivotIsZero() {
    LinearSystem system = new LinearSystem(new double[][] {{0, 1}, {-1, 1}});

    assertThat(system.solve(new double[] {1, 0}))
        .containsExactly(new double[] {1, 1}, within(1e-15));
    assertThat(system.solveTransposed(new double[] {1, 0}))
        .containsExactly(new double[] {1, -1}, within(1e-15));
  }

  @Test
  void solutionsSolve() {
    int n = 30;
    Rng rng = Rng.seeded(1);
    double[][] matrix = new double[n][n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = rng.standardNormal();
      for (int j = 0; j < n; j++) {
        matrix[i][j] = rng.standardNormal();
      }
    }
    LinearSystem system = new LinearSystem(matrix);
    double[] x = system.solve(b);
    double[] y = system.solveTransposed(b);

    for (int i = 0; i < n; i++) {
      double left = 0;
      double right = 0;
      for (int j = 0; j < n; j++) {
        left += matrix[i][j] * x[j];
        right += matrix[j][i] * y[j];
      }
      assertThat(left).isCloseTo(b[i], within(1e-13));
      assertThat(right).isCloseTo(b[i], within(1e-13));
    }
  }

  @Test
  void aSingularSystemIsRefused() {
    assertThatThrownBy(() -> new LinearSystem(new double[][] {{1, 2}, {2, 4}}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the linear system is singular in column 1");
  }
}
