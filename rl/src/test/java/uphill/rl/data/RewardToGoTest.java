package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RewardToGoTest {

  @Test
  void undiscountedItIsTheSumOfWhatFollows() {
    assertThat(rewardToGo(Rollouts.of("..X", 1, 2, 3), 1)).containsExactly(6, 5, 3);
  }

  @Test
  void discountedItIsTheSumOfPowers() {
    // 1 + ½·2 + ¼·4, 2 + ½·4, 4
    assertThat(rewardToGo(Rollouts.of("..X", 1, 2, 4), 0.5)).containsExactly(3, 4, 4);
  }

  @Test
  void itBeginsAnewWhereAnEpisodeEnds() {
    assertThat(rewardToGo(Rollouts.of("X.TC", 1, 2, 4, 8), 1)).containsExactly(1, 6, 4, 8);
  }

  @Test
  void afterTerminationItDoesNotGoOn() {
    Rollout rollout = Rollouts.of(".X", new float[] {1, 1}, new float[] {5, 5}, /* boundary= */ 9);

    assertThat(rewardToGo(rollout, 0.5)).containsExactly(1.5f, 1);
  }

  @Test
  void afterTruncationAndCutItGoesOnWithTheValue() {
    Rollout truncated =
        Rollouts.of(".TX", new float[] {1, 1, 1}, new float[] {5, 5, 5}, /* boundary= */ 8);
    Rollout cut = Rollouts.of(".C", new float[] {1, 1}, new float[] {5, 5}, /* boundary= */ 8);

    assertThat(rewardToGo(truncated, 0.5)).containsExactly(3.5f, 5, 1); // 1 + ½·(1 + ½·8)
    assertThat(rewardToGo(cut, 0.5)).containsExactly(3.5f, 5);
  }

  @Test
  void valuesInsideAnEpisodeDoNotMatter() {
    Rollout with = Rollouts.of("..X", new float[] {1, 2, 4}, new float[] {9, 8, 7}, 0);
    Rollout without = Rollouts.of("..X", 1, 2, 4);

    assertThat(rewardToGo(with, 0.9)).isEqualTo(rewardToGo(without, 0.9));
  }

  @Test
  void columnsSideBySideAreSeparateRollouts() {
    Rollout[] parts = {
      Rollouts.of("..X.C", new float[] {1, 2, 3, 4, 5}, new float[5], 6),
      Rollouts.of("T...C", new float[] {-1, 0, 2, 0, 1}, new float[5], -3),
      Rollouts.of("....X", new float[] {7, 0, 0, 0, 9}, new float[5], 0)
    };

    float[] together = rewardToGo(Rollouts.sideBySide(parts), 0.9);

    for (int n = 0; n < 3; n++) {
      assertThat(Rollouts.column(together, 3, n)).isEqualTo(rewardToGo(parts[n], 0.9));
    }
  }

  /// In single precision 1 + 2⁻²⁵ is 1, however often it is added.
  @Test
  void sumsInDoublePrecision() {
    int rows = 1 << 12;
    float[] reward = new float[rows];
    Arrays.fill(reward, 0x1p-25f);
    reward[rows - 1] = 1;

    float[] result = rewardToGo(Rollouts.of(".".repeat(rows - 1) + "X", reward), 1);

    assertThat(result[0]).isCloseTo(1 + (rows - 1) * 0x1p-25f, within(0x1p-23f));
  }

  private static float[] rewardToGo(Rollout rollout, double gamma) {
    float[] rewardToGo = new float[rollout.rows()];
    RewardToGo.fill(rollout, gamma, rewardToGo);
    return rewardToGo;
  }
}
