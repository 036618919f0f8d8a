package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RegressionTest {

  @Test
  void pushesOnALineAreExplainedWhollyByIt() {
    Regression line =
        Regression.of(new double[] {-1, 0, 1, 2}, new double[] {-2.5, -0.5, 1.5, 3.5});

    assertThat(line.slope()).isCloseTo(2, within(1e-15));
    assertThat(line.intercept()).isCloseTo(-0.5, within(1e-15));
    assertThat(line.rSquared()).isCloseTo(1, within(1e-15));
    assertThat(line.wrongSign()).isZero();
  }

  @Test
  void againstTheSignCountsOnlyWeightsThatHaveOne() {
    Regression line = Regression.of(new double[] {1, 1, -1, 0}, new double[] {1, -1, 1, 5});

    assertThat(line.wrongSign()).isCloseTo(2.0 / 3, within(1e-15));
  }

  @Test
  void nothingHasNoLine() {
    assertThatThrownBy(() -> Regression.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected as many");
  }
}
