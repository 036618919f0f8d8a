package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeighingTest {

  private final Rollout rollout =
      Rollouts.of("..X.C", new float[] {1, 2, 4, 10, 20}, new float[] {1, 2, 3, 4, 5}, 8);

  @ParameterizedTest
  @EnumSource
  void plainItIsItsKindOfWeights(Weights kind) {
    float[] expected = new float[5];
    kind.fill(rollout, 0.9, 0.5, expected);
    float[] filled = new float[5];
    var weighing = new Weighing(kind, 0.9, 0.5, /* standardized= */ false);
    weighing.fill(rollout, filled);

    assertThat(filled).isEqualTo(expected);
    assertThat(weighing.of(rollout)).isEqualTo(expected);
    assertThat(weighing.valued()).isEqualTo(kind.needsCritic());
  }

  @Test
  void standardizedItHasMeanZeroAndDeviationOne() {
    float[] weight = new Weighing(Weights.REWARD_TO_GO, 0.9, 1, true).of(rollout);

    double mean = Columns.mean(weight, 5);
    assertThat(mean).isCloseTo(0, within(1e-6));
    assertThat(Columns.std(weight, 5, mean)).isCloseTo(1, within(1e-6));
  }

  @Test
  void anotherKindIsOfTheSameNumbers() {
    assertThat(new Weighing(Weights.GAE, 0.9, 0.5, true).with(Weights.RETURN))
        .isEqualTo(new Weighing(Weights.RETURN, 0.9, 0.5, true));
  }
}
