package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.classic.Acrobot;
import uphill.env.classic.CartPole;
import uphill.env.classic.ClassicControl;
import uphill.env.classic.MountainCar;
import uphill.env.classic.MountainCarContinuous;
import uphill.env.classic.Pendulum;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;

/// What the five worlds promise besides the numbers of Gymnasium and the contract.
class WorldsTest {

  /// The bounds of observations that random actions reach, to the last bit.
  private static final Map<String, List<String>> WALLS =
      Map.of(
          "CartPole-v1", List.of(),
          "MountainCar-v0", List.of("low 0"),
          "MountainCarContinuous-v0", List.of("low 0"),
          "Pendulum-v1", List.of("low 2", "high 2"),
          "Acrobot-v1", List.of());

  static Stream<Env> worlds() {
    return new ClassicControl().environments().stream().map(spec -> spec.create().get());
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void physicsIsSetAndRead(Env env) {
    Physical world = (Physical) env;
    assertThatThrownBy(world::physics).isInstanceOf(IllegalStateException.class);
    env.reset(Reset.seeded(0), new float[env.observationSpace().size()]);
    double[] state = world.physics();
    Arrays.setAll(state, k -> 0.03125 * (k + 1));

    world.setPhysics(state);

    assertThat(world.physics()).isEqualTo(state);
    assertThatThrownBy(() -> world.setPhysics(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite values, got [1.0]");
    state[0] = Double.NaN;
    assertThatThrownBy(() -> world.setPhysics(state)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void anUnknownOptionNamesTheNearest(Env env) {
    ResetOption known = env.options().getFirst();
    Reset misspelt = Reset.next().with(known.name() + "s", 0);

    assertThatThrownBy(() -> env.reset(misspelt, new float[6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "has no reset option \"%ss\". Did you mean %s?".formatted(known.name(), known.name()));
    assertThatThrownBy(() -> env.reset(Reset.next().with(known.name(), Double.NaN), new float[6]))
        .hasMessageContaining("must be finite, got NaN");
  }

  @Test
  void optionsBoundTheInitialState() {
    for (Env env :
        List.of(new CartPole(), new MountainCar(), new MountainCarContinuous(), new Acrobot())) {
      env.reset(Reset.seeded(0).with("low", 0.25).with("high", 0.25), new float[6]);
      assertThat(((Physical) env).physics()[0]).isEqualTo(0.25);
      assertThatThrownBy(
              () -> env.reset(Reset.seeded(0).with("low", 1).with("high", 0), new float[6]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must not be above");
    }
    Pendulum pendulum = new Pendulum();
    pendulum.reset(Reset.seeded(0).with("x_init", 0).with("y_init", 0), new float[3]);
    assertThat(pendulum.physics()).containsExactly(0, 0);
    assertThatThrownBy(() -> pendulum.reset(Reset.next().with("x_init", -1), new float[3]))
        .hasMessage("Pendulum: reset option \"x_init\" must not be negative, got -1.0");
  }

  /// Gymnasium's `steps_beyond_terminated`.
  @Test
  void theStepThatFallsEarnsOneAndLaterOnesNothing() {
    CartPole env = new CartPole();
    Step step = new Step(4);
    env.reset(Reset.seeded(0), step.observation);
    env.setPhysics(3, 0, 0, 0);

    env.step(new float[] {0}, step);
    assertThat(step.reward).isEqualTo(1);
    assertThat(step.ending).isEqualTo(Ending.TERMINATED);
    CartPole restored = new CartPole();
    restored.restore(env.state());
    env.step(new float[] {0}, step);
    assertThat(step.reward).isZero();
    restored.step(new float[] {0}, step);
    assertThat(step.reward).isZero();
    env.reset(Reset.next(), step.observation);
    env.setPhysics(3, 0, 0, 0);
    env.step(new float[] {0}, step);
    assertThat(step.reward).isEqualTo(1);
  }

  @Test
  void arrivingTooSlowlyDoesNotCount() {
    Step step = new Step(2);
    float[] coast = {1};
    float[] idle = {0};
    for (double goalVelocity : new double[] {0, 0.05}) {
      MountainCar car = new MountainCar(goalVelocity);
      MountainCarContinuous throttled = new MountainCarContinuous(goalVelocity);
      Ending expected = goalVelocity == 0 ? Ending.TERMINATED : Ending.NONE;

      car.reset(Reset.seeded(0), step.observation);
      car.setPhysics(0.55, 0.02);
      car.step(coast, step);
      assertThat(step.ending).isEqualTo(expected);

      throttled.reset(Reset.seeded(0), step.observation);
      throttled.setPhysics(0.5, 0.02);
      throttled.step(idle, step);
      assertThat(step.ending).isEqualTo(expected);
      throttled.setPhysics(0.5, 0.02);
      throttled.step(idle, step);
      assertThat(step.ending).isEqualTo(expected);
    }
  }

  @Test
  void withoutGravityAPendulumKeepsItsSpeed() {
    Pendulum pendulum = new Pendulum(0);
    Step step = new Step(3);
    pendulum.reset(Reset.seeded(0), step.observation);
    pendulum.setPhysics(1, 0.5);

    pendulum.step(new float[] {0}, step);

    assertThat(pendulum.physics()).containsExactly(new double[] {1.025, 0.5}, within(1e-15));
  }

  @Test
  void anAngleFarAwayIsWrappedInOneStep() {
    Acrobot acrobot = new Acrobot();
    Step step = new Step(6);
    acrobot.reset(Reset.seeded(0), step.observation);
    acrobot.setPhysics(1e300, -1e300, 0, 0);

    acrobot.step(new float[] {1}, step);

    assertThat(Math.abs(acrobot.physics()[0])).isLessThanOrEqualTo(Math.PI);
  }

  /// Actions that are held for a while drive the worlds to their walls, where rounding to float32
  /// could leave the space; [VectorEnv] refuses that.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "Acrobot-v1"
      })
  void noWorldEverLeavesItsSpace(String id) {
    List<Env> worlds = Stream.generate(() -> Environments.create(id)).limit(10).toList();
    Rng rng = Rng.seeded(1);
    try (VectorEnv vector = new VectorEnv(id, worlds)) {
      Space.Box observations = (Space.Box) vector.observationSpace();
      float[] action = new float[10];
      Set<String> reached = new TreeSet<>();
      int episodes = 0;
      vector.reset(2);
      for (int t = 0; t < 30_000; t++) {
        for (int n = 0; n < 10; n++) {
          if (rng.integers(0, 1 + t % 40) == 0) {
            vector.actionSpace().sample(rng, action, n);
          }
        }
        vector.step(action);
        for (int i = 0; i < vector.lastObservation.length; i++) {
          int j = i % observations.size();
          if (vector.lastObservation[i] == observations.low()[j]) {
            reached.add("low " + j);
          }
          if (vector.lastObservation[i] == observations.high()[j]) {
            reached.add("high " + j);
          }
        }
        episodes += (int) Arrays.stream(vector.ending).filter(Ending::ended).count();
      }
      assertThat(episodes).isGreaterThan(250);
      assertThat(reached).containsAll(WALLS.get(id));
    }
  }
}
