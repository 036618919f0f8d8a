package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.kernel.Rng;

/// Gymnasium's walks, recorded on pybox2d 2.3.10 with a new environment for each, from their seeds
/// and their actions alone.
class RecordedWalksTest {

  /// While walks are compared. Rounding grows a hundredfold in about 50 steps.
  private static final int STEPS = 40;

  private static final double NEAR = 1e-3;
  private static final int[] FEET = {8, 13};

  static Stream<Recorded> walks() {
    return Recorded.episodes("box2d_bipedalwalker").stream();
  }

  private static BipedalWalker world(Recorded episode) {
    return (BipedalWalker)
        Environments.world(
            episode.text("env"), episode.arguments(), RecordedWalksTest.class.getClassLoader());
  }

  @ParameterizedTest
  @MethodSource("walks")
  void groundIsEqualToTheBit(Recorded episode) {
    boolean hardcore = episode.text("env").startsWith("BipedalWalkerHardcore");

    Terrain terrain = new Terrain(hardcore, Rng.seeded(episode.whole("seed")));

    double[] recorded = episode.numbers("terrain_y");
    for (int i = 0; i < recorded.length; i++) {
      assertThat(terrain.y(i)).isEqualTo(recorded[i]);
    }
    assertThat(terrain.blocks().isEmpty()).isEqualTo(!hardcore);
  }

  /// The push is drawn after all of the ground and the clouds, so the hull tells that all draws are
  /// the same. The reset's step stops both feet on their way, where libGDX's rounds otherwise.
  @ParameterizedTest
  @MethodSource("walks")
  void aResetIsEqualButForTheRoundingOfFeet(Recorded episode) {
    try (BipedalWalker walker = world(episode)) {
      float[] seen = new float[24];

      walker.reset(Reset.seeded(episode.whole("seed")), seen);

      double[] physics = walker.physics();
      for (int i = 0; i < 5; i++) {
        float[] recorded = episode.floats("reset_bodies", i);
        boolean foot = i == 2 || i == 4;
        for (int j = 0; j < 6; j++) {
          double error = Math.abs((float) physics[6 * i + j] - recorded[j]);
          assertThat(error).isLessThanOrEqualTo(foot || !Machine.isRecorders() ? 1e-6 : 0);
        }
      }
      double[] recorded = episode.numbers("reset_obs");
      for (int j = 0; j < seen.length; j++) {
        assertThat(Math.abs(seen[j] - recorded[j])).isLessThan(1e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("walks")
  void theFirstStepsStayNear(Recorded episode) {
    try (BipedalWalker walker = world(episode)) {
      Step step = new Step(24);
      walker.reset(Reset.seeded(episode.whole("seed")), step.observation);
      int differentFeet = 0;
      for (int t = 0; t < STEPS; t++) {
        walker.step(episode.floats("actions", t), step);

        float[] seen = episode.floats("obs", t);
        for (int foot : FEET) {
          differentFeet += step.observation[foot] == seen[foot] ? 0 : 1;
          seen[foot] = step.observation[foot];
        }
        for (int j = 0; j < seen.length; j++) {
          assertThat(Math.abs(step.observation[j] - seen[j])).isLessThan((float) NEAR);
        }
        assertThat(Math.abs(step.reward - episode.row("rewards", t)[0])).isLessThan(NEAR);
      }
      assertThat(differentFeet).isLessThanOrEqualTo(1);
    }
  }
}
