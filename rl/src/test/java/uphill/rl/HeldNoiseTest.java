package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Rng;

class HeldNoiseTest {

  private static final int STEPS = 20_000;

  /// Draws a number and does nothing else.
  private static final Actor DRAWING =
      new Actor() {
        @Override
        public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {}

        @Override
        public void sample(int row, Rng random, float[] action, int at) {
          action[at] = random.randomFloat();
        }
      };

  private static float[] drawn(HeldNoise noise, int first, long seed) {
    Actor actor = noise.over(DRAWING, first);
    Rng random = Rng.seeded(seed);
    float[] drawn = new float[STEPS];
    for (int t = 0; t < STEPS; t++) {
      actor.sample(0, random, drawn, t);
    }
    return drawn;
  }

  @Test
  void aShareOfActionsHasTheNumbersOfTheOneBefore() {
    float[] drawn = drawn(HeldNoise.share(0.75, 1), 0, 1);

    int same = 0;
    double mean = 0;
    for (int t = 1; t < STEPS; t++) {
      same += drawn[t] == drawn[t - 1] ? 1 : 0;
      mean += drawn[t] / STEPS;
    }
    assertThat(same / (double) STEPS).isCloseTo(0.75, within(0.01));
    assertThat(mean).isCloseTo(0.5, within(0.03));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7})
  void numbersAreHeldForAsManySteps(int steps) {
    float[] drawn = drawn(HeldNoise.steps(steps, 1), 0, 1);

    for (int t = 1; t < 1000; t++) {
      assertThat(drawn[t] == drawn[t - 1]).isEqualTo(t % steps != 0);
    }
  }

  @Test
  void whereNothingIsHeldItIsTheActorItself() {
    assertThat(HeldNoise.share(0, 1).over(DRAWING, 0)).isSameAs(DRAWING);
    assertThat(HeldNoise.steps(1, 1).over(DRAWING, 0)).isSameAs(DRAWING);
  }

  @Test
  void stepsOf0AreThoseOfAnEnvironmentInARound() {
    var round =
        new OnPolicy(
            /* envs= */ 4,
            /* batchSteps= */ 24,
            /* wholeEpisodes= */ false,
            /* holdNoise= */ 0,
            /* holdSteps= */ 0);

    float[] drawn = drawn(round.noise(), 3, 1);

    assertThat(drawn[5]).isEqualTo(drawn[0]);
    assertThat(drawn[6]).isNotEqualTo(drawn[0]);
    assertThat(drawn[11]).isEqualTo(drawn[6]);
  }

  @Test
  void bothWaysToHoldAtOnceAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnPolicy(4, 24, false, 0.5, 4))
        .withMessage(
            "random numbers are held with probability hold_noise=0.5, or for hold_steps=4 steps:"
                + " set hold_noise=0 or hold_steps=1");
  }

  @Test
  void environmentsHoldNumbersOfTheirOwn() {
    HeldNoise noise = HeldNoise.share(0.9, 3);
    Actor actor = noise.over(DRAWING, 1);
    float[] action = new float[2];
    actor.sample(0, Rng.seeded(1), action, 0);
    actor.sample(1, Rng.seeded(2), action, 1);

    assertThat(action[0]).isNotEqualTo(action[1]);
  }

  @Test
  void whatIsHeldIsNamedOnlyWhereSomethingIs() {
    int[] named = new int[1];
    State counting =
        new State() {
          @Override
          public void longs(String name, long[] values) {
            named[0] += values.length;
          }

          @Override
          public void floats(String name, float[] values) {}
        };

    HeldNoise.share(0, 4).state(counting);
    assertThat(named[0]).isZero();
    HeldNoise.share(0.5, 4).state(counting);
    assertThat(named[0]).isEqualTo(8);
    HeldNoise.steps(1, 4).state(counting);
    assertThat(named[0]).isEqualTo(8);
    HeldNoise.steps(2, 4).state(counting);
    assertThat(named[0]).isEqualTo(8 + 12);
  }
}
