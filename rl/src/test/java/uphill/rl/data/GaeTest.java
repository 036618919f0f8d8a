package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaeTest {

  private static final double GAMMA = 0.9;
  private static final double LAMBDA = 0.8;

  @Test
  void lambdaZeroIsTheOneStepTemporalDifference() {
    Rollout rollout =
        Rollouts.of("..C", new float[] {1, 2, 3}, new float[] {10, 20, 30}, /* boundary= */ 40);

    // 1 + 0.9·20 − 10, 2 + 0.9·30 − 20, 3 + 0.9·40 − 30
    assertThat(advantages(rollout, GAMMA, 0)).containsExactly(new float[] {9, 9, 9}, within(1e-5f));
  }

  @Test
  void lambdaOneIsRewardToGoMinusValue() {
    Rollout rollout =
        Rollouts.of(
            "..X.T.C",
            new float[] {1, -2, 3, -4, 5, -6, 7},
            new float[] {0.5f, -1, 2, 4, -8, 16, 1},
            /* boundary= */ 11);
    float[] rewardToGo = new float[7];
    RewardToGo.fill(rollout, GAMMA, rewardToGo);

    float[] advantage = advantages(rollout, GAMMA, 1);

    for (int i = 0; i < 7; i++) {
      assertThat(advantage[i]).isCloseTo(rewardToGo[i] - rollout.value[i], within(1e-5f));
    }
  }

  @Test
  void creditDecaysWithGammaTimesLambda() {
    Rollout rollout = Rollouts.of("..X", 0, 0, 1);

    assertThat(advantages(rollout, GAMMA, LAMBDA))
        .containsExactly(new float[] {0.5184f, 0.72f, 1}, within(1e-6f)); // 0.72², 0.72
  }

  /// δ = (1 + 0.9·3 − 2, 2 + 0.9·4 − 3) = (1.7, 2.6), Â₀ = 1.7 + 0.72·2.6.
  @Test
  void knownAnswer() {
    Rollout rollout = Rollouts.of(".C", new float[] {1, 2}, new float[] {2, 3}, /* boundary= */ 4);

    assertThat(advantages(rollout, GAMMA, LAMBDA))
        .containsExactly(new float[] {3.572f, 2.6f}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "T", "C"})
  void noCreditFlowsBackAcrossAnEnd(String end) {
    Rollout rollout = Rollouts.of("." + end + "X", 0, 0, 100);

    assertThat(advantages(rollout, GAMMA, LAMBDA)).containsExactly(0, 0, 100);
  }

  @Test
  void columnsSideBySideAreSeparateRollouts() {
    Rollout[] parts = {
      Rollouts.of("..X.C", new float[] {1, 2, 3, 4, 5}, new float[] {5, 4, 3, 2, 1}, 6),
      Rollouts.of("T...C", new float[] {-1, 0, 2, 0, 1}, new float[] {1, 0, 1, 0, 2}, -3),
      Rollouts.of("....X", new float[] {7, 0, 0, 0, 9}, new float[] {0, 3, 0, 3, 0}, 0)
    };

    float[] together = advantages(Rollouts.sideBySide(parts), GAMMA, LAMBDA);

    for (int n = 0; n < 3; n++) {
      assertThat(Rollouts.column(together, 3, n)).isEqualTo(advantages(parts[n], GAMMA, LAMBDA));
    }
  }

  @Test
  void rowsBeyondThoseFilledAreLeftAlone() {
    Rollout rollout = Rollouts.of("..X", 1, 1, 1);
    rollout.filled(2);
    float[] advantage = {0, 0, 77};

    Gae.fill(rollout, GAMMA, LAMBDA, advantage);

    assertThat(advantage).containsExactly(new float[] {1.72f, 1, 77}, within(1e-6f));
  }

  private static float[] advantages(Rollout rollout, double gamma, double lambda) {
    float[] advantage = new float[rollout.rows()];
    Gae.fill(rollout, gamma, lambda, advantage);
    return advantage;
  }
}
