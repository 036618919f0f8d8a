package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.classic.CartPole;

class DescribesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1 | -0.5 1 0.1 1 | cart left of the centre, moving right, pole falling right",
        "CartPole-v1 | 0 0 0 0 | cart at the centre, standing still, pole upright",
        "CartPole-v1 | 1 -1 0.1 -1 | cart right of the centre, moving left, pole leaning right,"
            + " rising",
        "CartPole-v1 | 0 0 -0.1 0 | cart at the centre, standing still, pole leaning left",
        "CartPole-v1 | 0 0 0 -1 | cart at the centre, standing still, pole upright, falling left",
        "MountainCar-v0 | -0.9 0.02 | car left of the bottom of the valley, moving right",
        "MountainCarContinuous-v0 | -0.52 0 | car at the bottom of the valley, standing still",
        "Pendulum-v1 | 1 0 0 | pendulum upright, at rest",
        "Pendulum-v1 | -1 0 -2 | pendulum hanging, turning clockwise",
        "Pendulum-v1 | 0.5 -0.87 2 | pendulum above the pivot, on the right, turning"
            + " counterclockwise",
        "Acrobot-v1 | 1 0 1 0 0 1 | tip -2.00 m above the pivot, inner link at rest, outer link"
            + " turning counterclockwise",
        "FrozenLake-v1 | 5 | row 2, column 2 (hole)",
        "FrozenLake-v1 | 4 | row 2, column 1 (frozen)",
        "CliffWalking-v1 | 36 | row 4, column 1 (start)",
        "CliffWalking-v1 | 11 | row 1, column 12",
        "Taxi-v4 | 314 | taxi in row 4, column 1, passenger at B, wants to Y",
        "Taxi-v4 | 97 | taxi in row 1, column 5, passenger riding, wants to G",
      })
  void observationsInWords(String id, String numbers, String words) {
    assertThat(Describes.of(Environments.create(id)).describeObservation(floats(numbers), 1))
        .isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1 | 0 | push left",
        "CartPole-v1 | 1 | push right",
        "MountainCar-v0 | 0 | push left",
        "MountainCar-v0 | 1 | coast",
        "MountainCar-v0 | 2 | push right",
        "MountainCarContinuous-v0 | -3 | push left with 1.00",
        "MountainCarContinuous-v0 | 0.25 | push right with 0.25",
        "Pendulum-v1 | -0.5 | torque 0.50 N·m clockwise",
        "Pendulum-v1 | 5 | torque 2.00 N·m counterclockwise",
        "Acrobot-v1 | 0 | torque clockwise",
        "Acrobot-v1 | 1 | no torque",
        "Acrobot-v1 | 2 | torque counterclockwise",
        "FrozenLake-v1 | 1 | down",
        "CliffWalking-v1 | 1 | right",
        "Taxi-v4 | 4 | pick up",
      })
  void actionsInWords(String id, String numbers, String words) {
    assertThat(Describes.of(Environments.create(id)).describeAction(floats(numbers), 1))
        .isEqualTo(words);
  }

  /// With a number before them, so that the place counts.
  private static float[] floats(String numbers) {
    String[] words = numbers.split(" ", -1);
    float[] values = new float[1 + words.length];
    values[0] = 99;
    for (int j = 0; j < words.length; j++) {
      values[1 + j] = Float.parseFloat(words[j]);
    }
    return values;
  }

  /// What falls does so under the equations of motion too: its angle grows without a change of
  /// sign.
  @Test
  void aPoleThatIsSaidToFallRightDoes() {
    CartPole env = new CartPole();
    Step step = new Step(4);
    env.reset(Reset.seeded(0), step.observation);
    env.setPhysics(0, 0, 0.05, 0.5);

    env.step(new float[] {0}, step);

    assertThat(env.describeObservation(step.observation, 0)).contains("pole falling right");
    assertThat(env.physics()[2]).isGreaterThan(0.05);
  }

  @Test
  void picturesShowWhereOneIs() {
    assertThat(Describes.of(Environments.create("FrozenLake-v1")).picture(new float[] {4}, 0))
        .isEqualTo(" S  F  F  F \n[F] H  F  H \n F  F  F  H \n H  F  F  G \n");
    assertThat(Describes.of(Environments.create("CliffWalking-v1")).picture(new float[] {13}, 0))
        .isEqualTo(
            """
            o  o  o  o  o  o  o  o  o  o  o  o
            o  x  o  o  o  o  o  o  o  o  o  o
            o  o  o  o  o  o  o  o  o  o  o  o
            o  C  C  C  C  C  C  C  C  C  C  T
            """);
    assertThat(Describes.of(Environments.create("Taxi-v4")).picture(new float[] {314}, 0))
        .isEqualTo(
            """
            +---------+
            |R: | : :G|
            | : | : : |
            | : : : : |
            |t| : | : |
            |Y| : |B: |
            +---------+
            taxi in row 4, column 1, passenger at B, wants to Y
            """);
    assertThat(Describes.of(Environments.create("CartPole-v1")).picture(new float[4], 0)).isEmpty();
  }

  @Test
  void aWorldThatSaysNothingIsDescribedByItsNumbers() {
    Describes coin = Describes.of(new Coin());

    assertThat(coin.describeObservation(new float[] {7, 0.12345f}, 1)).isEqualTo("state 0.123");
    assertThat(new Describes.Numbers(2, 1).describeObservation(new float[] {3, -1.5f}, 0))
        .isEqualTo("state (3, -1.50)");
    assertThat(coin.describeAction(new float[] {1}, 0)).isEqualTo("action 1");
  }

  @Test
  void everyWorldDescribesItself() {
    for (EnvSpec spec : Environments.all()) {
      try (Env env = spec.create().get()) {
        assertThat(env).isInstanceOf(Describes.class);
        float[] observation = new float[env.observationSpace().size()];
        env.reset(Reset.seeded(1), observation);
        assertThat(Describes.of(env).describeObservation(observation, 0))
            .doesNotContain("NaN")
            .isNotEqualTo(Arrays.toString(observation));
      }
    }
  }
}
