package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentsTest {

  @ParameterizedTest
  @CsvSource({
    "Acrobot-v1, 500, -100, 'Box([-1.0 -1.0 -1.0 -1.0 -12.566371 -28.274334], [1.0 1.0 1.0 1.0"
        + " 12.566371 28.274334], (6,), float32)', Discrete(3)",
    "CartPole-v1, 500, 475, 'Box([-4.8 -inf -0.41887903 -inf], [4.8 inf 0.41887903 inf], (4,),"
        + " float32)', Discrete(2)",
    "MountainCar-v0, 200, -110, 'Box([-1.2 -0.07], [0.6 0.07], (2,), float32)', Discrete(3)",
    "MountainCarContinuous-v0, 999, 90, 'Box([-1.2 -0.07], [0.6 0.07], (2,), float32)',"
        + " 'Box(-1.0, 1.0, (1,), float32)'",
    "Pendulum-v1, 200, , 'Box([-1.0 -1.0 -8.0], [1.0 1.0 8.0], (3,), float32)',"
        + " 'Box(-2.0, 2.0, (1,), float32)'",
  })
  void limitsThresholdsAndSpacesAreGymnasiums(
      String id,
      int limit,
      @org.jspecify.annotations.Nullable Double threshold,
      String observation,
      String action) {
    EnvSpec spec = Environments.spec(id);
    Env env = Environments.create(id);

    assertThat(spec.maxSteps()).isEqualTo(OptionalInt.of(limit));
    assertThat(spec.rewardThreshold())
        .isEqualTo(threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold));
    assertThat(((TimeLimit) env).maxSteps()).isEqualTo(limit);
    assertThat(env.observationSpace().toString()).isEqualTo(observation);
    assertThat(env.actionSpace().toString()).isEqualTo(action);
  }

  @Test
  void allAreInAlphabeticalOrder() {
    assertThat(Environments.all()).extracting(EnvSpec::id).isSorted().contains("CartPole-v1");
  }

  @Test
  void anUnknownIdNamesTheNearest() {
    assertThatThrownBy(() -> Environments.create("cartpole"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown environment \"cartpole\". Did you mean CartPole-v1? \"uphill envs\" lists"
                + " all.");
    assertThatThrownBy(() -> Environments.spec("Hopper"))
        .hasMessage("unknown environment \"Hopper\". \"uphill envs\" lists all.");
  }

  @Test
  void aClassNameIsAnEnvironmentToo() {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();

    assertThat(Environments.create("uphill.env.CartPole", loader)).isInstanceOf(CartPole.class);
    assertThatThrownBy(() -> Environments.create("uphill.env.Nowhere", loader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown environment \"uphill.env.Nowhere\": no class");
    assertThatThrownBy(() -> Environments.create("java.lang.String", loader))
        .hasMessageContaining("let it implement uphill.env.Env");
    assertThatThrownBy(() -> Environments.create("uphill.env.TimeLimit", loader))
        .hasMessageContaining("public constructor without parameters");
  }

  @Test
  void argumentsAreThoseOfGymnasiumsConstructors() {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();
    Step step = new Step(4);

    Env sutton = Environments.world("CartPole-v1", Map.of("sutton_barto_reward", true), loader);
    sutton.reset(Reset.seeded(1), step.observation);
    sutton.step(new float[] {0}, step);
    assertThat(step.reward).isEqualTo(0);

    Env weightless = Environments.world("Pendulum-v1", Map.of("g", 0L), loader);
    weightless.reset(Reset.seeded(1), step.observation);
    ((Physical) weightless).setPhysics(1, 0);
    weightless.step(new float[] {0}, step);
    assertThat(((Physical) weightless).physics()).containsExactly(1, 0);

    for (String id : List.of("MountainCar-v0", "MountainCarContinuous-v0")) {
      Env fast = Environments.world(id, Map.of("goal_velocity", 0.05), loader);
      fast.reset(Reset.seeded(1), step.observation);
      ((Physical) fast).setPhysics(0.55, 0.04);
      fast.step(new float[] {1}, step);
      assertThat(step.ending).isEqualTo(Ending.NONE);
    }
  }

  @Test
  void anArgumentThatTheWorldDoesNotTakeIsRefused() {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();

    assertThatThrownBy(
            () -> Environments.world("CartPole-v1", Map.of("sutton_bart_reward", true), loader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "CartPole-v1 has no argument \"sutton_bart_reward\". Did you mean"
                + " sutton_barto_reward? It takes sutton_barto_reward.");
    assertThatThrownBy(() -> Environments.world("Acrobot-v1", Map.of("g", 1), loader))
        .hasMessage("Acrobot-v1 has no argument \"g\". It takes none.");
    assertThatThrownBy(() -> Environments.world("Pendulum-v1", Map.of("g", "heavy"), loader))
        .hasMessage("Pendulum-v1: argument \"g\" must be a finite number, got heavy");
    assertThatThrownBy(() -> Environments.world("Pendulum-v1", Map.of("g", Double.NaN), loader))
        .hasMessage("Pendulum-v1: argument \"g\" must be a finite number, got NaN");
    assertThatThrownBy(
            () -> Environments.world("CartPole-v1", Map.of("sutton_barto_reward", 1), loader))
        .hasMessage("CartPole-v1: argument \"sutton_barto_reward\" must be true or false, got 1");
  }
}
