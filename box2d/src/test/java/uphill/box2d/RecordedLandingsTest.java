package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Ending;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;

/// Gymnasium's landings, recorded on pybox2d 2.3.10, from their seeds and their actions alone.
class RecordedLandingsTest {

  private static final int RIGHT_LEG = 6;

  static Stream<Recorded> landings() {
    return Recorded.episodes("box2d_lunarlander").stream();
  }

  private static LunarLander world(Recorded episode) {
    return (LunarLander)
        Environments.world(
            episode.text("env"), episode.arguments(), RecordedLandingsTest.class.getClassLoader());
  }

  private static void begin(LunarLander lander, Recorded episode, Step step) {
    lander.reset(Reset.seeded(episode.whole("seed")), step.observation);
  }

  private static float[] body(double[] physics, int i) {
    float[] body = new float[6];
    for (int j = 0; j < body.length; j++) {
      body[j] = (float) physics[6 * i + j];
    }
    return body;
  }

  @ParameterizedTest
  @MethodSource("landings")
  void aResetIsEqualToTheBit(Recorded episode) {
    assumeTrue(Machine.isRecorders());
    try (LunarLander lander = world(episode)) {
      Step step = new Step(8);

      begin(lander, episode, step);

      assertThat(step.observation).isEqualTo(Recorded.floats(episode.numbers("reset_obs")));
      for (int i = 0; i < 3; i++) {
        assertThat(body(lander.physics(), i)).isEqualTo(episode.floats("reset_bodies", i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("landings")
  void aFlightIsEqualToTheBitUntilALegIsDown(Recorded episode) {
    assumeTrue(Machine.isRecorders());
    try (LunarLander lander = world(episode)) {
      Step step = new Step(8);
      begin(lander, episode, step);
      boolean flies = true;
      for (int t = 0; t < episode.size("actions") && flies; t++) {
        lander.step(episode.floats("actions", t), step);

        assertThat(step.observation).isEqualTo(episode.floats("obs", t));
        assertThat(step.reward).isEqualTo(episode.row("rewards", t)[0]);
        assertThat(body(lander.physics(), 0)).isEqualTo(episode.floats("bodies", t));
        flies = step.observation[RIGHT_LEG] + step.observation[RIGHT_LEG + 1] == 0;
      }
    }
  }

  /// Landings in which Box2D stops no body on its way into ground, where libGDX's rounds otherwise.
  static Stream<Recorded> softLandings() {
    List<Recorded> all = landings().toList();
    return Stream.of(0, 2, 7, 8).map(all::get);
  }

  @ParameterizedTest
  @MethodSource("softLandings")
  void aSoftLandingIsEqualToTheBitToItsEnd(Recorded episode) {
    assumeTrue(Machine.isRecorders());
    try (LunarLander lander = world(episode)) {
      Step step = new Step(8);
      begin(lander, episode, step);
      for (int t = 0; t < episode.size("actions"); t++) {
        lander.step(episode.floats("actions", t), step);

        assertThat(step.observation).isEqualTo(episode.floats("obs", t));
        assertThat(step.reward).isEqualTo(episode.row("rewards", t)[0]);
        assertThat(body(lander.physics(), 0)).isEqualTo(episode.floats("bodies", t));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("landings")
  void everyLandingStaysNearAndEndsWhereItEnded(Recorded episode) {
    assumeTrue(Machine.isRecorders());
    try (LunarLander lander = world(episode)) {
      Step step = new Step(8);
      begin(lander, episode, step);
      int last = episode.size("actions") - 1;
      for (int t = 0; t <= last; t++) {
        lander.step(episode.floats("actions", t), step);

        float[] seen = episode.floats("obs", t);
        for (int j = 0; j < seen.length; j++) {
          assertThat(Math.abs(step.observation[j] - seen[j])).isLessThanOrEqualTo(5e-4f);
        }
        assertThat(Math.abs(step.reward - episode.row("rewards", t)[0])).isLessThan(0.01);
        boolean ends = t == last && episode.flag("terminated");
        assertThat(step.ending).isEqualTo(ends ? Ending.TERMINATED : Ending.NONE);
      }
    }
  }

  @Test
  void documentedInitialStateOfSeed42() {
    try (LunarLander lander = new LunarLander()) {
      float[] seen = new float[8];

      lander.reset(Reset.seeded(42), seen);

      List<Float> documented =
          List.of(0.00229702f, 1.4181306f, 0.2326471f, 0.3204666f, -0.00265488f, -0.05269805f);
      for (int j = 0; j < documented.size(); j++) {
        assertThat(Math.abs(seen[j] - documented.get(j))).isLessThan(1e-6f);
      }
      assertThat(seen[6] + seen[7]).isZero();
    }
  }
}
