package uphill.env.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.mdp.Blackjack;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.env.wrap.FrameStack;

class PicturedTest {

  private static Env world(String name) {
    return Environments.create(name);
  }

  private static Scene scene(Env env) {
    return Pictured.of(env).orElseThrow().scene();
  }

  private static Step step(Env env, double action) {
    Step step = new Step(env.observationSpace().size());
    env.step(new float[] {(float) action}, step);
    return step;
  }

  private static Env begun(String name) {
    Env env = world(name);
    env.reset(Reset.seeded(3), new float[env.observationSpace().size()]);
    return env;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "Acrobot-v1",
        "FrozenLake-v1",
        "FrozenLake8x8-v1",
        "CliffWalking-v1",
        "CliffWalkingSlippery-v1",
        "Taxi-v4",
        "Taxi-v4:action_mask=true",
        "Taxi-v4:fickle_passenger=true"
      })
  void lookingChangesNothingAndShowsTheSameTwice(String name) {
    Env env = begun(name);
    Env blind = begun(name);
    for (int t = 0; t < 5; t++) {
      step(env, t % 2);
      step(blind, t % 2);
      assertThat(scene(env)).isEqualTo(scene(env));
    }

    assertThat(env.state()).isEqualTo(blind.state());
    assertThat(scene(env)).isEqualTo(scene(blind));
    Env other = world(name);
    assertThatIllegalStateException().isThrownBy(() -> scene(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "Acrobot-v1",
        "CliffWalking-v1",
        "Taxi-v4"
      })
  void aStepIsSeen(String name) {
    Env env = begun(name);
    Scene before = scene(env);

    for (int t = 0; t < 8; t++) {
      step(env, t % 2);
    }

    assertThat(scene(env)).isNotEqualTo(before);
  }

  /// Gymnasium's `metadata["render_fps"]`, and the sizes of its pictures.
  @Test
  void framesComeAsFastAndAreAsLargeAsGymnasiums() {
    assertThat(size("CartPole-v1")).containsExactly(600, 400, 50);
    assertThat(size("MountainCar-v0")).containsExactly(600, 400, 30);
    assertThat(size("MountainCarContinuous-v0")).containsExactly(600, 400, 30);
    assertThat(size("Pendulum-v1")).containsExactly(500, 500, 30);
    assertThat(size("Acrobot-v1")).containsExactly(500, 500, 15);
    assertThat(size("FrozenLake-v1")).containsExactly(256, 256, 4);
    assertThat(size("FrozenLake8x8-v1")).containsExactly(512, 512, 4);
    assertThat(size("FrozenLake-v1:desc=SFFFG/FFFFF")).containsExactly(320, 128, 4);
    assertThat(size("CliffWalking-v1")).containsExactly(720, 240, 4);
    assertThat(size("Taxi-v4")).containsExactly(550, 350, 4);
  }

  private static double[] size(String name) {
    Scene scene = scene(begun(name));
    return new double[] {scene.width(), scene.height(), scene.framesPerSecond()};
  }

  @Test
  void aWorldIsSeenThroughItsWrappers() {
    Env bare = Environments.spec("CartPole-v1").create().get();
    Env wrapped = new FrameStack(new TimeLimit(bare, 5), 2);
    wrapped.reset(Reset.seeded(0), new float[8]);

    assertThat(scene(wrapped)).isEqualTo(((Pictured) bare).scene());
  }

  @Test
  void aTableThatNobodyDrewHasNoPictures() {
    TableEnv table = new TableEnv(SmallMdps.bandit(0, 1));

    assertThat(Pictured.of(table)).isEmpty();
    assertThat(Pictured.of(new Blackjack(false, true))).isEmpty();
    table.reset(Reset.seeded(0), new float[1]);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(table::scene)
        .withMessage("bandit has no pictures");
  }

  /// The state of a world has no last action, so a picture of a restored one does not either.
  @Test
  void theLastActionIsSeenUntilAResetOrARestoredState() {
    for (String name : new String[] {"Pendulum-v1", "CliffWalking-v1", "Taxi-v4"}) {
      Env env = begun(name);
      double[] place = ((Physical) uphill.env.Wrapper.unwrapped(env)).physics();
      Scene before = scene(env);
      step(env, 1);
      ((Physical) uphill.env.Wrapper.unwrapped(env)).setPhysics(place);
      assertThat(scene(env)).as(name).isNotEqualTo(before);

      env.restore(env.state());
      assertThat(scene(env)).as(name).isEqualTo(before);

      step(env, 1);
      env.reset(Reset.seeded(3), new float[env.observationSpace().size()]);
      assertThat(scene(env)).as(name).isEqualTo(before);
    }
  }
}
