package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.kernel.Rng;

/// States of Box2D's worlds: saved, restored, put in place, and given up.
class StatesTest {

  private static final List<String> WORLDS =
      List.of(
          "LunarLander-v3",
          "LunarLanderContinuous-v3",
          "BipedalWalker-v3",
          "BipedalWalkerHardcore-v3");

  /// What steps gave: observations, rewards and endings.
  private static List<double[]> play(Env env, Rng actions, int steps) {
    List<double[]> seen = new ArrayList<>();
    Step step = new Step(env.observationSpace().size());
    float[] action = new float[env.actionSpace().size()];
    for (int t = 0; t < steps; t++) {
      env.actionSpace().sample(actions, action, 0);
      env.step(action, step);
      double[] row = new double[step.observation.length + 2];
      for (int j = 0; j < step.observation.length; j++) {
        row[j] = step.observation[j];
      }
      row[row.length - 2] = step.reward;
      row[row.length - 1] = step.ending.code();
      seen.add(row);
      if (step.ending != Ending.NONE) {
        env.reset(Reset.next(), step.observation);
      }
    }
    return seen;
  }

  private static void same(List<double[]> one, List<double[]> other) {
    assertThat(other.toArray(double[][]::new)).isDeepEqualTo(one.toArray(double[][]::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 95})
  void aStateOfAnEpisodeThatTouchesGroundGoesOnAsItDid(int steps) {
    for (String world : WORLDS) {
      try (Env env = Environments.create(world);
          Env other = Environments.create(world)) {
        env.reset(Reset.seeded(3), new float[env.observationSpace().size()]);
        play(env, Rng.seeded(1), steps);
        long[] state = env.state();
        List<double[]> then = play(env, Rng.seeded(2), 150);

        other.restore(state);

        assertThat(other.state()).isEqualTo(state);
        same(then, play(other, Rng.seeded(2), 150));
      }
    }
  }

  @Test
  void aStateGrowsWithItsEpisodeAndShrinksWithTheNext() {
    try (LunarLander lander = new LunarLander()) {
      Step step = new Step(8);
      lander.reset(Reset.seeded(0), step.observation);
      int atFirst = lander.state().length;

      lander.step(new float[] {2}, step);
      lander.step(new float[] {0}, step);

      assertThat(lander.state().length).isEqualTo(atFirst + 2 * 2);
      lander.reset(Reset.next(), step.observation);
      assertThat(lander.state().length).isEqualTo(atFirst);
    }
  }

  @Test
  void aStateBeforeTheFirstResetHoldsTheGenerator() {
    try (LunarLander lander = new LunarLander();
        LunarLander other = new LunarLander()) {
      float[] seen = new float[8];
      lander.reset(Reset.seeded(5), seen);

      lander.restore(other.state());

      assertThatIllegalStateException()
          .isThrownBy(() -> lander.step(new float[1], new Step(8)))
          .withMessage("LunarLander: call reset before step");
      float[] expected = new float[8];
      other.reset(Reset.next(), expected);
      lander.reset(Reset.next(), seen);
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void whatWasPutElsewhereIsPartOfTheState() {
    for (String world : WORLDS) {
      try (Env env = Environments.world(world, java.util.Map.of(), getClass().getClassLoader());
          Env other = Environments.world(world, java.util.Map.of(), getClass().getClassLoader())) {
        env.reset(Reset.seeded(3), new float[env.observationSpace().size()]);
        play(env, Rng.seeded(1), 5);
        double[] physics = ((Physical) env).physics();
        for (int i = 0; i < physics.length; i += 6) {
          physics[i] += 0.5;
          physics[i + 1] += 1;
        }
        ((Physical) env).setPhysics(physics);
        play(env, Rng.seeded(1), 5);
        long[] state = env.state();

        other.restore(state);

        assertThat(((Physical) other).physics()).isEqualTo(((Physical) env).physics());
        same(play(env, Rng.seeded(2), 80), play(other, Rng.seeded(2), 80));
      }
    }
  }

  @Test
  void physicsIsReadAsItWasPutThere() {
    try (BipedalWalker walker = new BipedalWalker()) {
      walker.reset(Reset.seeded(0), new float[24]);
      double[] physics = walker.physics();
      physics[1] += 3;
      physics[5] = 0.25;

      walker.setPhysics(physics);

      assertThat(walker.physics()).hasSize(30);
      assertThat(walker.physics()[1]).isEqualTo((float) physics[1]);
      assertThat(walker.physics()[5]).isEqualTo(0.25);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> walker.setPhysics(1, 2))
          .withMessage("BipedalWalker: a physical state is 30 finite values, got [1.0, 2.0]");
      physics[0] = 1e9;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> walker.setPhysics(physics))
          .withMessage("BipedalWalker: a physical state has no value beyond ±500.0, got 1.0E9");
    }
  }

  @Test
  void theFirstRewardAfterThatIsForTheStepAlone() {
    try (LunarLander lander = new LunarLander();
        BipedalWalker walker = new BipedalWalker()) {
      Step step = new Step(8);
      lander.reset(Reset.seeded(0), step.observation);
      double[] physics = lander.physics();
      for (int i = 0; i < physics.length; i += 6) {
        physics[i + 1] += 5; // m; it would cost 75
      }
      lander.setPhysics(physics);
      lander.step(new float[1], step);
      assertThat(Math.abs(step.reward)).isLessThan(5);

      Step walk = new Step(24);
      walker.reset(Reset.seeded(0), walk.observation);
      double[] further = walker.physics();
      for (int i = 0; i < further.length; i += 6) {
        further[i] += 20; // m; it would earn 87
        further[i + 1] += 3;
      }
      walker.setPhysics(further);
      walker.step(new float[4], walk);
      assertThat(Math.abs(walk.reward)).isLessThan(5);
    }
  }

  @Test
  void everyCutOffOrSpoiltStateIsRefusedOrIsAnEarlierOne() {
    try (LunarLander lander = new LunarLander()) {
      Step step = new Step(8);
      lander.reset(Reset.seeded(0), step.observation);
      int first = lander.state().length;
      lander.step(new float[] {2}, step);
      lander.setPhysics(lander.physics());
      long[] state = lander.state();
      for (int length = 0; length < state.length; length++) {
        long[] cut = Arrays.copyOf(state, length);
        if (length == first || length == first + 2) {
          lander.restore(cut);
        } else {
          assertThatIllegalArgumentException().isThrownBy(() -> lander.restore(cut));
        }
      }
      for (int i : new int[] {0, 1, first, first + 1, first + 2, first + 3}) {
        long[] spoilt = state.clone();
        spoilt[i] = Long.MAX_VALUE; // no kind, no length, no number
        assertThatIllegalArgumentException().isThrownBy(() -> lander.restore(spoilt));
      }
    }
  }

  @Test
  void aClosedWorldRefusesStepsUntilItIsReset() {
    LunarLander lander = new LunarLander();
    Step step = new Step(8);
    lander.reset(Reset.seeded(0), step.observation);
    lander.close();

    assertThatIllegalStateException().isThrownBy(() -> lander.step(new float[1], step));
    assertThatIllegalStateException().isThrownBy(lander::physics);

    lander.reset(Reset.seeded(0), step.observation);
    lander.step(new float[1], step);
    lander.close();
    lander.close();
  }
}
