package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

  private static final double LAMBDA = 0.5;

  @Test
  void returnGivesEveryRowOfAnEpisodeTheSameReturn() {
    Rollout rollout = Rollouts.of("..X.X", 1, 2, 3, 10, 20);

    assertThat(weights(Weights.RETURN, rollout, 1)).containsExactly(6, 6, 6, 30, 30);
  }

  @Test
  void aDiscountedReturnCountsFromTheBeginningOfTheEpisode() {
    Rollout rollout = Rollouts.of("..X.T", 1, 2, 4, 10, 20);

    // 1 + ½·2 + ¼·4, 10 + ½·20
    assertThat(weights(Weights.RETURN, rollout, 0.5)).containsExactly(3, 3, 3, 20, 20);
  }

  @Test
  void rewardToGoCountsFromTheAction() {
    Rollout rollout = Rollouts.of("..X.X", 1, 2, 4, 10, 20);

    assertThat(weights(Weights.REWARD_TO_GO, rollout, 1)).containsExactly(7, 6, 4, 30, 20);
    assertThat(weights(Weights.REWARD_TO_GO, rollout, 0.5)).containsExactly(3, 4, 4, 20, 20);
  }

  @Test
  void baselineIsRewardToGoMinusValue() {
    Rollout rollout =
        Rollouts.of("..X.C", new float[] {1, 2, 4, 10, 20}, new float[] {1, 2, 3, 4, 5}, 8);

    // reward-to-go 7, 6, 4 and 10 + 20 + 8, 20 + 8
    assertThat(weights(Weights.BASELINE, rollout, 1)).containsExactly(6, 4, 1, 34, 23);
    // reward-to-go 3, 4, 4 and 10 + ½·20 + ¼·8, 20 + ½·8
    assertThat(weights(Weights.BASELINE, rollout, 0.5)).containsExactly(2, 2, 1, 18, 19);
  }

  @Test
  void gaeIsGae() {
    Rollout rollout = Rollouts.of(".XC", new float[] {1, 2, 3}, new float[] {4, 5, 6}, 7);
    float[] advantage = new float[3];
    Gae.fill(rollout, 0.9, LAMBDA, advantage);

    assertThat(weights(Weights.GAE, rollout, 0.9)).isEqualTo(advantage);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.9})
  void rewardToGoOfTheFirstRowIsTheReturn(double gamma) {
    Rollout rollout = Rollouts.of("..X...T", 1, -2, 3, 4, 5, -6, 7);

    float[] whole = weights(Weights.RETURN, rollout, gamma);
    float[] toGo = weights(Weights.REWARD_TO_GO, rollout, gamma);

    assertThat(toGo[0]).isEqualTo(whole[0]).isEqualTo(whole[2]);
    assertThat(toGo[3]).isEqualTo(whole[3]).isEqualTo(whole[6]);
  }

  /// A constant added to every reward of an episode of T steps adds T of it to the return, and as
  /// much less to what is still to come as steps have passed.
  @Test
  void aRewardForEveryStepShiftsTheReturnByItsLengthAndRewardToGoByWhatIsLeft() {
    Rollout plain = Rollouts.of("..X", 1, 2, 3);
    Rollout shifted = Rollouts.of("..X", 11, 12, 13);

    assertThat(difference(Weights.RETURN, plain, shifted)).containsExactly(30, 30, 30);
    assertThat(difference(Weights.REWARD_TO_GO, plain, shifted)).containsExactly(30, 20, 10);
  }

  @Test
  void aValueRaisedByAConstantLowersTheBaselineWeightByIt() {
    Rollout plain = Rollouts.of(".X", new float[] {1, 2}, new float[] {3, 4}, 0);
    Rollout raised = Rollouts.of(".X", new float[] {1, 2}, new float[] {13, 14}, 0);

    assertThat(difference(Weights.BASELINE, plain, raised)).containsExactly(-10, -10);
  }

  @ParameterizedTest
  @EnumSource
  void weightsAreLinearInRewardsAndValues(Weights weights) {
    Rollout plain =
        Rollouts.of("..X.X", new float[] {1, 2, 3, 4, 5}, new float[] {5, 1, 4, 2, 3}, 0);
    Rollout twice =
        Rollouts.of("..X.X", new float[] {2, 4, 6, 8, 10}, new float[] {10, 2, 8, 4, 6}, 0);

    float[] expected = weights(weights, plain, 0.9);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 2;
    }

    assertThat(weights(weights, twice, 0.9)).containsExactly(expected, within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource
  void columnsSideBySideAreSeparateRollouts(Weights weights) {
    Rollout[] parts = {
      Rollouts.of("..X.C", new float[] {1, 2, 3, 4, 5}, new float[] {5, 4, 3, 2, 1}, 6),
      Rollouts.of("T...C", new float[] {-1, 0, 2, 0, 1}, new float[] {1, 0, 1, 0, 2}, -3),
      Rollouts.of("....X", new float[] {7, 0, 0, 0, 9}, new float[] {0, 3, 0, 3, 0}, 0)
    };

    float[] together = weights(weights, Rollouts.sideBySide(parts), 0.9);

    for (int n = 0; n < 3; n++) {
      assertThat(Rollouts.column(together, 3, n)).isEqualTo(weights(weights, parts[n], 0.9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // weights, needs a critic, needs whole episodes
    "RETURN, false, true",
    "REWARD_TO_GO, false, true",
    "BASELINE, true, false",
    "GAE, true, false",
  })
  void whatHasNoValueNeedsWholeEpisodes(Weights weights, boolean critic, boolean wholeEpisodes) {
    assertThat(weights.needsCritic()).isEqualTo(critic);
    assertThat(weights.needsWholeEpisodes()).isEqualTo(wholeEpisodes);
  }

  private static float[] difference(Weights weights, Rollout from, Rollout to) {
    float[] before = weights(weights, from, 1);
    float[] difference = weights(weights, to, 1);
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= before[i];
    }
    return difference;
  }

  private static float[] weights(Weights weights, Rollout rollout, double gamma) {
    float[] weight = new float[rollout.rows()];
    weights.fill(rollout, gamma, LAMBDA, weight);
    return weight;
  }
}
