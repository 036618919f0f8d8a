package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
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
    float[] drawn = drawn(new HeldNoise(0.75, 1), 0, 1);

    int same = 0;
    double mean = 0;
    for (int t = 1; t < STEPS; t++) {
      same += drawn[t] == drawn[t - 1] ? 1 : 0;
      mean += drawn[t] / STEPS;
    }
    assertThat(same / (double) STEPS).isCloseTo(0.75, within(0.01));
    assertThat(mean).isCloseTo(0.5, within(0.03));
  }

  @Test
  void withoutAShareItIsTheActorItself() {
    assertThat(new HeldNoise(0, 1).over(DRAWING, 0)).isSameAs(DRAWING);
  }

  @Test
  void environmentsHoldNumbersOfTheirOwn() {
    HeldNoise noise = new HeldNoise(0.9, 3);
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

    new HeldNoise(0, 4).state(counting);
    assertThat(named[0]).isZero();
    new HeldNoise(0.5, 4).state(counting);
    assertThat(named[0]).isEqualTo(8);
  }
}
