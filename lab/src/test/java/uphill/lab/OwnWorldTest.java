package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.classic.CartPole;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Rng;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.nn.Activation;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;

/// What users give in Java: worlds of their own, folders, observations.
class OwnWorldTest {

  @TempDir private Path directory = Path.of("");

  /// One step, which earns this; closing it may throw.
  private record Bandit(double earns, boolean closes) implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = 0;
      step.set(earns * action[0], Ending.TERMINATED);
    }

    @Override
    public void close() {
      if (!closes) {
        throw new IllegalStateException("the socket is gone");
      }
    }
  }

  private List<String> warnings(World world, String... on) throws IOException {
    List<String> said = new ArrayList<>();
    RunResult result =
        Experiment.in(world)
            .set(Stream.of(on).collect(Collectors.toMap(name -> name, _ -> "true")))
            .steps(256)
            .set("batch_steps", 128)
            .set("hidden", "4")
            .watchedBy(
                event -> {
                  if (event instanceof RunEvent.Warned(_, var sentence)) {
                    said.add(sentence);
                  }
                })
            .run(directory.resolve("run"));
    assertThat(result.updates()).isEqualTo(2);
    assertThat(directory.resolve("run/result.json")).exists();
    return said;
  }

  @Test
  void rewardsThatNoCriticComesToAreWarnedOfOnce() throws IOException {
    assertThat(warnings(World.of("rich", () -> new Bandit(1e37, true))))
        .singleElement()
        .asString()
        .startsWith("rich: Rewards are as large as 1.0e+37: a critic cannot be fitted to them")
        .endsWith(" Or set normalize_rewards=true.");
  }

  @Test
  void whatIsNormalizedIsNotWarnedOf() throws IOException {
    World rich = World.of("rich", () -> new Bandit(1e37, true));
    assertThat(warnings(rich, "normalize_rewards")).isEmpty();
  }

  /// CartPole with 100 added to what it shows.
  private static final class FarCartPole implements Env {
    private final Env cartPole = Environments.create("CartPole-v1");

    @Override
    public Space observationSpace() {
      return Space.Box.of(-1_000, 1_000, 4);
    }

    @Override
    public Space actionSpace() {
      return cartPole.actionSpace();
    }

    @Override
    public OptionalInt timeLimit() {
      return cartPole.timeLimit();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      cartPole.reset(how, observation);
      away(observation);
    }

    @Override
    public void step(float[] action, Step step) {
      cartPole.step(action, step);
      away(step.observation);
    }

    private static void away(float[] observation) {
      for (int j = 0; j < observation.length; j++) {
        observation[j] += 100;
      }
    }
  }

  /// Advice is given that was seen to help.
  @Test
  void observationsFarFromZeroAreWarnedOfAndNormalizingThemHelps() throws IOException {
    World far = World.of("far", FarCartPole::new);
    Experiment experiment = Experiment.in(far).steps(40_000).seed(1);
    List<String> said = new ArrayList<>();
    experiment.watchedBy(
        event -> {
          if (event instanceof RunEvent.Warned(_, var sentence)) {
            said.add(sentence);
          }
        });

    double plain = experiment.run(directory.resolve("plain")).evaluation().mean();
    assertThat(said).singleElement().asString().endsWith(" Or set normalize_observations=true.");
    experiment.set("normalize_observations", "true");
    double normalized = experiment.run(directory.resolve("normalized")).evaluation().mean();

    assertThat(said).hasSize(1);
    assertThat(plain).isLessThan(20);
    assertThat(normalized).isGreaterThan(100);
  }

  /// Training and evaluation are done then.
  @Test
  void aRunIsCompleteWhateverClosingItsEnvironmentsThrows() throws IOException {
    assertThat(warnings(World.of("stuck", () -> new Bandit(1, false))))
        .isNotEmpty()
        .allMatch(said -> said.startsWith("stuck: environment 0 threw java.lang.IllegalState"))
        .allMatch(said -> said.contains("(the socket is gone) in close()"))
        .allMatch(said -> said.endsWith("Nothing of the run is lost."));
  }

  @Test
  void aSupplierThatGivesOneObjectTwiceIsRefused() {
    Env one = new Bandit(1, true);
    World world = World.of("one", () -> one);

    assertThatThrownBy(() -> world.vector(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("one: its creation gave the same object twice");
    World again = World.of("again", () -> one);
    again.vector(1).close();
    assertThatThrownBy(() -> again.watchedBy(Watchdog.none()).vector(1))
        .hasMessageStartingWith("again: its creation gave the same object twice");
  }

  @Test
  void whatFindsAWorldStandsInItsCommandsAndInThoseOfItsErrors() throws IOException {
    List<String> options = List.of("--class-path", "my worlds");
    World world = World.named("CartPole-v1", getClass().getClassLoader(), options);
    Path run = directory.resolve("run");
    Experiment experiment = Experiment.in(world).steps(128).set("batch_steps", 128);
    experiment.run(run);

    assertThatThrownBy(() -> experiment.run(run))
        .hasMessageContaining("Choose another directory (on the command line: --out DIR)")
        .hasMessageContaining("\"" + world.command("resume", run) + "\"");
    assertThat(world.command("resume", run)).endsWith(" --class-path 'my worlds'");
    try (var envs = world.vector(1)) {
      envs.reset(0);
      assertThatThrownBy(() -> envs.step(new float[] {Float.NaN}))
          .isInstanceOf(ArithmeticException.class);
    }
    World broken =
        new World(
            "acme.Maze",
            () -> {
              throw new IllegalStateException("no licence");
            },
            world.rewardThreshold(),
            Watchdog.none(),
            world.table(),
            options,
            _ -> {});
    assertThatThrownBy(() -> broken.vector(1))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("\"uphill envs --check acme.Maze --class-path 'my worlds'\"");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aPolicyDoesNotActOnWhatIsNoNumber(float value) {
    CartPole world = new CartPole();
    TrainedPolicy policy =
        new TrainedPolicy(
            Policy.of(
                Network.of(Activation.TANH, 4),
                Setup.acting(world.observationSpace(), world.actionSpace())));
    float[] observation = {0, value, 0, 0};

    assertThatThrownBy(() -> policy.act(observation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("component 1 of the observation is " + value + ", expected a");
    assertThatThrownBy(() -> policy.sample(observation, Rng.seeded(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
