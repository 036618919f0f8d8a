package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.classic.CartPole;
import uphill.env.fault.EnvironmentException;

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
  void aClassWithoutAPackageIsFoundByItsName() {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();

    assertThat(Environments.create("Unpackaged", loader).observationSpace().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CliffWalking-v1:max_episode_steps=7, 7",
    "CartPole-v1:max_episode_steps=1000, 1000",
    "'FrozenLake-v1:map_seed=3,max_episode_steps=9', 9",
    "uphill.env.classic.CartPole:max_episode_steps=5, 5",
    "Unpackaged:max_episode_steps=3, 3",
  })
  void everyEnvironmentCanBeGivenATimeLimit(String name, int limit) {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();

    assertThat(Environments.create(name, loader).timeLimit()).hasValue(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2.5", "-1", "many", "true", "1e10", "9999999999999999999", "1e400"})
  void aTimeLimitIsAWholeNumber(String limit) {
    assertThatThrownBy(() -> Environments.create("CartPole-v1:max_episode_steps=" + limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "max_episode_steps must be a whole number from 1 to 2147483647, got " + limit);
  }

  @Test
  void aNumberBeyondAllIsShownAsItWasTyped() {
    assertThatThrownBy(() -> Environments.create("Pendulum-v1:g=1e400"))
        .hasMessage("Pendulum-v1: argument \"g\" must be a finite number, got 1e400");
  }

  @Test
  void aClassTakesNoArgumentButItsTimeLimit() {
    assertThatThrownBy(
            () ->
                Environments.create(
                    "uphill.env.classic.CartPole:foo=3", getClass().getClassLoader()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "uphill.env.classic.CartPole: a class takes max_episode_steps and wrappers"
                + " (clip_action, rescale_action, sticky, action_repeat, scale_reward, clip_reward,"
                + " frame_stack, time_aware), got foo");
  }

  /// What [Needy] needs.
  interface Needed {}

  /// Cannot be loaded where [Needed] is not there.
  record Needy() implements Needed {}

  private static final class Without extends ClassLoader {
    Without() {
      super(EnvironmentsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Needed.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      if (!name.equals(Needy.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(file).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void aClassThatNeedsAnotherIsNotCalledUnknown() {
    assertThatThrownBy(() -> Environments.create(Needy.class.getName(), new Without()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "class %s was found, but not %s, which it needs."
                .formatted(Needy.class.getName(), Needed.class.getName()));
  }

  @Test
  void whoGivesNoClassPathIsToldOfIt() {
    ClassLoader loader = getClass().getClassLoader();

    assertThatThrownBy(() -> Environments.create("acme.Maze", loader, List.of()))
        .hasMessageContaining("say where it is with --class-path PATH");
    assertThatThrownBy(
            () -> Environments.create("acme.Maze", loader, List.of("--class-path", "classes")))
        .hasMessageNotContaining("--class-path");
  }

  @Test
  void aClassNameIsAnEnvironmentToo() {
    ClassLoader loader = EnvironmentsTest.class.getClassLoader();

    assertThat(Environments.create("uphill.env.classic.CartPole", loader))
        .isInstanceOf(CartPole.class);
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

  /// Cannot be constructed.
  public static final class Unbuilt implements Env {
    public Unbuilt() {
      throw new IllegalStateException("no wheels");
    }

    @Override
    public Space observationSpace() {
      return new Space.Discrete(1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(1);
    }

    @Override
    public void reset(Reset how, float[] observation) {}

    @Override
    public void step(float[] action, Step step) {}
  }

  @Test
  void aClassThatCannotBeConstructedIsNamedWithItsLine() {
    String name = Unbuilt.class.getName();

    assertThatThrownBy(() -> Environments.create(name, EnvironmentsTest.class.getClassLoader()))
        .isInstanceOf(EnvironmentException.class)
        .hasCauseExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            name
                + ": its constructor threw java.lang.IllegalStateException (no wheels), at "
                + name)
        .hasMessageContaining("(EnvironmentsTest.java:")
        .hasMessageContaining("uphill envs --check '" + name + "'");
  }

  @Test
  @SuppressWarnings("NullAway") // that is the fault
  void whatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> Environments.made("Mine", () -> null))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("Mine: its creation gave null. Let it give a new environment every time.");
    assertThatThrownBy(() -> Environments.made("Mine", () -> new Planted((Space) null)))
        .hasMessageStartingWith("Mine: observationSpace() of it is null. Give a Space");
    assertThatThrownBy(
            () ->
                Environments.made(
                    "Mine",
                    () -> {
                      throw new AssertionError("no licence");
                    }))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Mine: its creation threw java.lang.AssertionError (no licence), at");
    OutOfMemoryError memory = new OutOfMemoryError("heap");
    assertThatThrownBy(
            () ->
                Environments.made(
                    "Mine",
                    () -> {
                      throw memory;
                    }))
        .isSameAs(memory);
  }

  @Test
  void aProviderThatCannotBeLoadedIsASentence(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EnvProvider.class.getName()), "acme.Nothing\n");

    try (var loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, EnvironmentsTest.class.getClassLoader())) {
      assertThatThrownBy(() -> Environments.all(loader))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an EnvProvider that cannot be used")
          .hasMessageContaining("acme.Nothing")
          .hasMessageContaining("leave it out of --class-path");
    }
  }
}
