package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.rl.Trial;
import uphill.rl.algorithms.VpgConfig;

class RolloutTest {

  private final Rollout rollout = new Rollout(4, 2, 3, 2);

  @Test
  void everyColumnIsReadByItsName() {
    assertThat(rollout.column("observation")).isSameAs(rollout.observation).hasSize(4 * 3);
    assertThat(rollout.column("action")).isSameAs(rollout.action).hasSize(4 * 2);
    assertThat(rollout.column("reward")).isSameAs(rollout.reward);
    assertThat(rollout.column("value")).isSameAs(rollout.value);
    assertThat(rollout.column("next_value")).isSameAs(rollout.nextValue);
    Rollout.Column extra = rollout.extra("noise", 5);
    assertThat(rollout.column("noise")).isSameAs(extra.values()).hasSize(4 * 5);
  }

  @Test
  void aSymbolIsAsWideAsItsColumn() {
    rollout.extra("weight");
    rollout.extra("noise", 5);

    assertThat(rollout.input("observation").columns()).isEqualTo(3);
    assertThat(rollout.input("action").columns()).isEqualTo(2);
    assertThat(rollout.input("reward").columns()).isEqualTo(1);
    assertThat(rollout.input("value").columns()).isEqualTo(1);
    assertThat(rollout.input("next_value").columns()).isEqualTo(1);
    assertThat(rollout.input("weight").columns()).isEqualTo(1);
    assertThat(rollout.input("noise").columns()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"observation", "action", "mask", "reward", "value", "next_value", "weight"})
  void aNameIsTakenOnce(String name) {
    Rollout.Column weight = rollout.extra("weight");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.extra(name, 2))
        .withMessage("a rollout has a column \"%s\" already", name);
    assertThat(rollout.column("weight")).isSameAs(weight.values());
  }

  @Test
  void aColumnThatThereIsNotIsRefusedByNamingThoseThereAre() {
    rollout.extra("weight");
    String message =
        "a rollout has no column \"wieght\"; extra(…) adds one. It has observation, action,"
            + " mask, reward, value, next_value [weight]";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.column("wieght"))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.input("wieght"))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aColumnOfNothingIsRefused(int width) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.extra("noise", width))
        .withMessage(
            "the column \"noise\" needs at least one number for every row, got %s",
            Integer.toString(width));
  }

  @Test
  void columnsThatNoArrayHoldsAreRefusedAndNothingHasGrown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.extra("wide", 600_000_000))
        .withMessageContaining("more than an array holds");
    rollout.extra("noise", 400_000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.grow(6_000))
        .withMessage(
            "a rollout of 6000 rows of 400000 numbers is more than an array holds: take fewer"
                + " rows");
    assertThat(rollout.capacity()).isEqualTo(4);
    assertThat(rollout.reward).hasSize(4);
  }

  @Test
  void extraColumnsGrowAlongAndKeepTheirRows() {
    Rollout.Column weight = rollout.extra("weight");
    Rollout.Column noise = rollout.extra("noise", 2);
    Arrays.fill(weight.values(), 3);
    Arrays.fill(noise.values(), 4);
    Arrays.fill(rollout.observation, 5);
    Arrays.fill(rollout.ended, Ending.TERMINATED);

    rollout.grow(6);

    assertThat(rollout.capacity()).isEqualTo(6);
    assertThat(weight.values()).containsExactly(3, 3, 3, 3, 0, 0);
    assertThat(noise.values()).containsExactly(4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0);
    assertThat(rollout.column("noise")).isSameAs(noise.values());
    assertThat(rollout.column("observation")).isSameAs(rollout.observation).hasSize(6 * 3);
    assertThat(rollout.ended).endsWith(Ending.TERMINATED, Ending.NONE, Ending.NONE);
    assertThat(rollout.extra("late").values()).hasSize(6);
  }

  /// An episode of 10,050 steps, in a rollout with room for 10,008 and in one with room for it.
  @ParameterizedTest
  @ValueSource(strings = {"0", "4000"})
  void aRolloutThatGrowsChangesNoBit(String minibatch) {
    VpgConfig config =
        Trial.with(
            VpgConfig.simple(),
            "weights",
            "baseline",
            "batch_steps",
            "8",
            "hidden",
            "8",
            "value_epochs",
            "2",
            "value_minibatch",
            minibatch);
    Trial grown = Trial.of(config, () -> new TimeLimit(new Pendulum(), 10_050), 3);
    Trial roomy = Trial.of(config, () -> new TimeLimit(new Pendulum(), 10_050), 3);
    roomy.agent.rollout().grow(20_000);
    assertThat(grown.agent.rollout().capacity()).isEqualTo(10_008);

    grown.train(2);
    roomy.train(2);

    assertThat(grown.agent.rollout().rows()).isEqualTo(10_050);
    assertThat(grown.parameters("policy")).isEqualTo(roomy.parameters("policy"));
    assertThat(grown.parameters("critic")).isEqualTo(roomy.parameters("critic"));
    for (String name : grown.agent.metrics().names()) {
      assertThat(grown.agent.metrics().get(name)).isEqualTo(roomy.agent.metrics().get(name));
    }
  }
}
