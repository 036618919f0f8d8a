package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimeLimitTest {

  private static final float[] STAY = {0};
  private static final float[] DOWN = {1};

  private final TimeLimit env = new TimeLimit(new Countdown(), 3);
  private final Step step = new Step(2);

  @Test
  void theLastAllowedStepIsTruncatedAndNoneBefore() {
    env.reset(Reset.seeded(0), step.observation);

    env.step(STAY, step);
    assertThat(step.ending).isEqualTo(Ending.NONE);
    env.step(STAY, step);
    assertThat(step.ending).isEqualTo(Ending.NONE);
    env.step(STAY, step);
    assertThat(step.ending).isEqualTo(Ending.TRUNCATED);
    assertThat(env.elapsed()).isEqualTo(3);
  }

  @Test
  void terminationWinsOnTheLastAllowedStep() {
    int from = 0;
    for (long seed = 0; from != 3; seed++) {
      env.reset(Reset.seeded(seed), step.observation);
      from = (int) step.observation[0];
    }

    env.step(DOWN, step);
    env.step(DOWN, step);
    env.step(DOWN, step);

    assertThat(step.ending).isEqualTo(Ending.TERMINATED);
  }

  @Test
  void resetCountsAnew() {
    env.reset(Reset.seeded(0), step.observation);
    env.step(STAY, step);
    env.step(STAY, step);

    env.reset(Reset.next(), step.observation);
    env.step(STAY, step);

    assertThat(env.elapsed()).isEqualTo(1);
    assertThat(step.ending).isEqualTo(Ending.NONE);
  }

  @Test
  void theCountIsSavedToo() {
    env.reset(Reset.seeded(0), step.observation);
    env.step(STAY, step);
    env.step(STAY, step);
    TimeLimit restored = new TimeLimit(new Countdown(), 3);

    restored.restore(env.state());
    restored.step(STAY, step);

    assertThat(step.ending).isEqualTo(Ending.TRUNCATED);
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> new TimeLimit(new Countdown(), 0))
        .hasMessage("maxSteps must be at least 1, got 0");
  }
}
