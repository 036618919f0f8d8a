package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// Two numbers that are equal before they are stored in single precision are neighbours at most.
  @ParameterizedTest
  @ValueSource(floats = {-19.999298f, 1, 0.7f, -3e-30f, 65_536, 0})
  void weightsThatAreEqualUpToRoundingHaveNoLine(float weight) {
    double[] same = new double[1000];
    Arrays.setAll(same, i -> i % 3 == 0 ? weight : Math.nextUp(weight));
    double[] push = new double[1000];
    Arrays.setAll(push, Math::sin);
    Arrays.fill(same, 0, weight == 0 ? 1000 : 0, 0);

    Regression line = Regression.of(same, push);

    assertThat(line.slope()).isNaN();
    assertThat(line.intercept()).isNaN();
    assertThat(line.rSquared()).isNaN();
    assertThat(line.signed()).isEqualTo(weight == 0 ? 0 : 1000);
    same[7] = weight + 4 * Math.ulp(weight);
    assertThat(Regression.of(same, push).rSquared()).isBetween(0.0, 1.0);
  }

  @Test
  void pushesThatAreEqualLeaveNothingToExplain() {
    Regression still =
        Regression.of(new double[] {1, 2, 3}, new double[] {0.1, 0.1 + 1e-9, 0.1 + 2e-9});

    assertThat(still.slope()).isZero();
    assertThat(still.intercept()).isCloseTo(0.1, within(1e-8));
    assertThat(still.rSquared()).isNaN();
    assertThat(Regression.of(new double[] {2}, new double[] {1}).rSquared()).isNaN();
  }

  @Test
  void whereNoWeightHasASignThereIsNoShare() {
    assertThat(Regression.of(new double[2], new double[] {1, 2}).wrongSign()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aPushThatIsNotFiniteLeavesNoShareAndNoLineAndIsCounted(double push) {
    Regression line = Regression.of(new double[] {1, 2, -3}, new double[] {push, 1, push});

    assertThat(line.notFinite()).isEqualTo(2);
    assertThat(new double[] {line.wrongSign(), line.slope(), line.intercept()})
        .containsOnly(Double.NaN);
    assertThat(new double[] {line.rSquared(), line.throughZero()}).containsOnly(Double.NaN);
  }

  @Test
  void inProportionMeansALineThroughZero() {
    double[] weight = {1, 2, 4};

    assertThat(Regression.of(weight, new double[] {3, 6, 12}).throughZero())
        .isCloseTo(1, within(1e-15));
    assertThat(Regression.of(weight, new double[] {-3, -6, -12}).throughZero()).isZero();
    // b = 7/21: 1 - ((1 - 1/3)² + (1 - 2/3)² + (1 - 4/3)²)/3
    assertThat(Regression.of(weight, new double[] {1, 1, 1}).throughZero())
        .isCloseTo(7.0 / 9, within(1e-15));
  }

  @Test
  void nothingHasNoLine() {
    assertThatThrownBy(() -> Regression.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected as many");
  }

  /// What is derived cannot be said where nothing moves an action, and a weight that is given can.
  @Test
  void actionsWithoutADerivedWeightAreLeftOut() {
    double[] weight = {1, Double.NaN, 2, 3};
    double[] push = {2, 0, 4, 6.5};
    double[] none = {};

    Regression derived =
        Regression.of(
            new StepWeights(weight, none, 1, 1, /* derived= */ true, new boolean[weight.length]),
            push);
    assertThat(derived).isEqualTo(Regression.of(new double[] {1, 2, 3}, new double[] {2, 4, 6.5}));
    assertThat(
            Regression.of(StepWeights.of(weight, false, new boolean[weight.length]), push)
                .notFinite())
        .isEqualTo(1);
  }

  /// Zero, and not below it, as which JSON would show it.
  @Test
  void aLineThroughZeroThatFallsExplainsNothing() {
    Regression falls = Regression.of(new double[] {1, 2}, new double[] {-1, -2});

    assertThat(Double.doubleToRawLongBits(falls.throughZero())).isZero();
    assertThat(Regression.of(new double[] {1, 2}, new double[] {1, 2}).throughZero()).isEqualTo(1);
    assertThat(Regression.of(new double[] {1, 2}, new double[] {0, 0}).throughZero()).isNaN();
  }
}
