package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
