package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TabularPolicyTest {

  @Test
  void aConstantAddedToTheLogitsOfAStateChangesNothing() {
    TabularPolicy policy = TabularPolicy.softmax(new double[][] {{0, Math.log(3)}, {1000, 1000}});

    assertThat(policy.probability(0, 1)).isCloseTo(0.75, within(1e-15));
    assertThat(policy.probability(1, 0)).isEqualTo(0.5);
    assertThat(policy.logProb(0, 1)).isCloseTo(Math.log(0.75), within(1e-15));
    assertThat(TabularPolicy.of(new double[][] {{0.25, 0.75}}).logProb(0, 0))
        .isCloseTo(Math.log(0.25), within(1e-15));
  }

  @Test
  void aShiftedLogitIsShifted() {
    TabularPolicy policy = TabularPolicy.of(new double[][] {{0.5, 0.5}, {0.25, 0.75}});

    TabularPolicy shifted = policy.shifted(3, Math.log(2));

    assertThat(shifted.probability(0, 0)).isCloseTo(0.5, within(1e-15));
    assertThat(shifted.probability(1, 1)).isCloseTo(1.5 / 1.75, within(1e-15));
  }

  @Test
  void theScoreIsTheDerivativeOfTheLogarithm() {
    TabularPolicy policy = TabularPolicy.softmax(new double[][] {{0, 1, 2}, {3, -1, 0}});
    double[] score = new double[6];

    policy.addScore(1, 2, 10, score);

    double h = 1e-6;
    for (int i = 0; i < 6; i++) {
      double up = policy.shifted(i, h).logProb(1, 2);
      double down = policy.shifted(i, -h).logProb(1, 2);
      assertThat(score[i]).isCloseTo(10 * (up - down) / (2 * h), within(1e-8));
    }
  }

  /// Zero probabilities are allowed: their logits are −∞ and do not move.
  @Test
  void whatIsNeverDoneStaysSo() {
    TabularPolicy policy = TabularPolicy.of(new double[][] {{1, 0}});

    assertThat(policy.shifted(1, 5).probability(0, 1)).isZero();
  }

  @Test
  void whatIsNeverDoneIsNeverDrawn() {
    double shy = 0.1 - 1e-13; // ten of them sum to less than 1, as far as a policy may
    for (int impossible = 0; impossible < 11; impossible++) {
      double[] row = new double[11];
      Arrays.fill(row, shy);
      row[impossible] = 0;
      TabularPolicy policy = TabularPolicy.of(new double[][] {row});
      for (int k = 0; k <= 10; k++) {
        for (double ulps = -2; ulps <= 2; ulps++) {
          double u = Math.clamp(k * shy + ulps * 0x1p-53, 0, 1 - 0x1p-53);
          assertThat(policy.draw(0, u)).isNotEqualTo(impossible);
        }
      }
      assertThat(policy.draw(0, 1 - 0x1p-53)).isEqualTo(impossible == 10 ? 9 : 10);
    }
  }

  @Test
  void whatIsNoPolicyIsNamed() {
    rejected(new double[][] {{0.5, 0.6}}, "π(·|0) sums to 1.1, expected 1; normalize it");
    rejected(new double[][] {{1, 0}, {-1, 2}}, "π(0|1) must be a probability, got -1.0");
    rejected(new double[][] {{Double.NaN}}, "π(0|0) must be a probability, got NaN");
    rejected(new double[][] {{1, 0}, {1}}, "state 1 has 1 actions, state 0 has 2");
    rejected(new double[0][0], "a policy needs at least one state and one action");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TabularPolicy.softmax(new double[][] {{0, Double.NaN}}))
        .withMessage("the logit of action 1 in state 0 must be finite, got NaN");
  }

  private static void rejected(double[][] probability, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TabularPolicy.of(probability))
        .withMessage(message);
  }
}
