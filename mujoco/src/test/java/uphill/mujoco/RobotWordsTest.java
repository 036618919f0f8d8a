package uphill.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.mujoco.engine.NeedsMujoco;

/// What robots see and do, in words.
class RobotWordsTest {

  /// The state is put there, so that what is to be said is known; the observation is the next
  /// one's, a step of no force later, so only what stands still is compared in full.
  @NeedsMujoco
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HalfCheetah-v5 | moving | rad",
        "Swimmer-v4     | moving | body at",
        "Hopper-v5      | m high | leaning",
        "Walker2d-v4    | m high | leaning",
        "Ant-v5         | moving | m high",
        "Humanoid-v4    | moving | m high",
        "InvertedPendulum-v5       | cart at | pole at",
        "InvertedDoublePendulum-v5 | cart at | sines of the poles' angles",
        "Reacher-v5     | tip | from the target",
        "Pusher-v5      | m from the object | m from the goal",
      })
  void everyRobotSaysWhatItSees(String id, String first, String second) {
    try (Robot robot = (Robot) Worlds.world(id, Map.of())) {
      float[] observation = new float[robot.observationSpace().size()];
      robot.reset(Reset.seeded(3), observation);

      String words = robot.describeObservation(observation, 0);

      assertThat(words.replace("standing still", "moving")).contains(first, second);
      assertThat(words.length()).isLessThan(80);
    }
  }

  @NeedsMujoco
  @Test
  void numbersAreThoseOfTheState() {
    try (Robot robot = (Robot) Worlds.world("Hopper-v5", Map.of())) {
      float[] seen = new float[3 + robot.observationSpace().size()];
      float[] observation = new float[robot.observationSpace().size()];
      robot.reset(Reset.seeded(3), observation);
      double[] state = robot.physics();

      System.arraycopy(observation, 0, seen, 3, observation.length);

      assertThat(robot.describeObservation(seen, 3))
          .isEqualTo(
              "%s, %s m high, leaning %s rad"
                  .formatted(Seen.along(state[6]), Seen.number(state[1]), Seen.number(state[2])));
    }
  }

  @NeedsMujoco
  @Test
  void aTipIsAsFarFromItsTargetAsItEarns() {
    try (Env robot = Worlds.world("Reacher-v5", Map.of())) {
      Step step = new Step(robot.observationSpace().size());
      robot.reset(Reset.seeded(3), step.observation);

      robot.step(new float[2], step);

      assertThat(((Robot) robot).describeObservation(step.observation, 0))
          .isEqualTo("tip %s m from the target".formatted(Seen.number(-step.reward)));
      assertThat(((Physical) robot).physics()).hasSize(8);
    }
  }

  @Test
  void motorsAreCalledByTheirJoints() {
    Motors motors =
        Motors.of("<motor gear=\"1\"/><motor joint=\"hip\"/> <motor gear=\"2\" joint=\"slide\"/>");

    assertThat(motors.joints()).containsExactly("hip", "cart");
    assertThat(motors.describe(new float[] {9, 0.5f, -1.25f}, 1)).isEqualTo("hip 0.50, cart −1.25");
  }

  @Test
  void ofManyMotorsThoseAreNamedThatDoMost() {
    Motors motors = new Motors(List.of("a", "b", "c", "d", "e", "f", "g"));

    assertThat(motors.describe(new float[] {0.1f, -0.9f, 0, 0.5f, 0, 0, 0.7f}, 0))
        .isEqualTo("b −0.90, g 0.70, d 0.50, others less");
    assertThat(Seen.number(-0.001)).isEqualTo("0.00");
    assertThat(Seen.along(-2)).isEqualTo("moving back at 2.00 m/s");
  }
}
