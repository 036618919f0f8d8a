package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;
import uphill.lab.config.RunConfig;
import uphill.lab.record.EpisodesFile;
import uphill.lab.world.World;
import uphill.records.Json;

class ExperimentTest {

  private static final ClassLoader LOADER = ExperimentTest.class.getClassLoader();

  @TempDir private Path directory;

  private static Experiment cartPole() {
    return Experiment.in(World.named("CartPole-v1", LOADER));
  }

  /// The claim of the README's first command, on ten seeds.
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void cartPoleIsSolvedByDefault(long seed) throws IOException {
    RunResult result = cartPole().seed(seed).run(directory.resolve("run"));

    assertThat(result.evaluation().mean()).isBetween(475.0, 500.0);
    assertThat(result.steps()).isLessThanOrEqualTo(500_000);
    assertThat(result.randomPolicyMean()).isBetween(15.0, 30.0);
  }

  @Test
  void theRunDirectoryHoldsALineForEveryUpdateAndEveryEpisode() throws IOException {
    RunResult result = cartPole().steps(10_000).run(directory.resolve("run"));

    List<String> lines = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    List<String> table = Files.readAllLines(directory.resolve("run/metrics.csv"));
    List<String> times = Files.readAllLines(directory.resolve("run/times.jsonl"));
    EpisodesFile episodes = EpisodesFile.read(directory.resolve("run"));
    Map<String, Object> last = Json.parseObject(lines.getLast(), "last");
    assertThat(lines).hasSize(result.updates());
    assertThat(times).hasSize(result.updates());
    assertThat(table).hasSize(result.updates() + 1);
    assertThat(table.getFirst()).isEqualTo(String.join(",", last.keySet()));
    assertThat(last).containsEntry("steps", result.steps());
    assertThat(last).containsEntry("episodes", (long) episodes.episodes());
    assertThat(episodes.step()[episodes.episodes() - 1]).isLessThanOrEqualTo(result.steps());
    assertThat(last.keySet()).doesNotContain("seconds");
  }

  @Test
  void everyMetricIsDocumented() throws IOException {
    cartPole().steps(4_096).run(directory.resolve("run"));
    String documented = Files.readString(Path.of("../docs/metrics.md"));

    String header = Files.readAllLines(directory.resolve("run/metrics.csv")).getFirst();

    assertThat(header.split(","))
        .allSatisfy(key -> assertThat(documented).contains("`" + key + "`"));
  }

  @Test
  void theConfigOnDiskMakesTheSameRunAgain() throws IOException {
    RunResult first =
        cartPole().steps(5_000).seed(3).set("hidden", "16").run(directory.resolve("a"));

    RunConfig config = RunConfig.read(directory.resolve("a"));
    RunResult again = cartPole().run(config, directory.resolve("b"));

    assertThat(config.toJson()).isEqualTo(first.config().toJson());
    assertThat(again.parametersSha256()).isEqualTo(first.parametersSha256());
  }

  @Test
  void thePolicyOnDiskActsLikeTheOneInMemory() throws IOException {
    RunResult result = cartPole().steps(5_000).run(directory.resolve("run"));
    TrainedPolicy inMemory = new TrainedPolicy(result.policy());
    Rng random = Rng.seeded(1);
    try (Env env = World.named("CartPole-v1", LOADER).create().get()) {
      TrainedPolicy onDisk = TrainedPolicy.load(directory.resolve("run"), env);
      for (int i = 0; i < 200; i++) {
        float[] observation = new float[4];
        for (int j = 0; j < 4; j++) {
          observation[j] = (float) random.uniform(-1, 1);
        }
        assertThat(onDisk.act(observation).clone()).isEqualTo(inMemory.act(observation));
      }
    }
  }

  @Test
  void aPolicyForOtherSpacesIsRefused() throws IOException {
    cartPole().steps(2_048).run(directory.resolve("run"));
    try (Env env = World.named("Acrobot-v1", LOADER).create().get()) {
      assertThatThrownBy(() -> TrainedPolicy.load(directory.resolve("run"), env))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needs another policy");
    }
  }

  @Test
  void watchersAreToldOfEveryUpdateInOrder() throws IOException {
    List<RunEvent> told = new ArrayList<>();

    RunResult result = cartPole().steps(8_192).watchedBy(told::add).run(directory.resolve("run"));

    assertThat(told.getFirst()).isInstanceOf(RunEvent.Started.class);
    assertThat(told.getLast()).isInstanceOf(RunEvent.Finished.class);
    assertThat(told).hasSize(result.updates() + 2);
  }

  @Test
  void aRunThatIsStoppedIsEvaluatedAndWhole() throws IOException {
    int[] asked = {0};

    RunResult result =
        cartPole().steps(200_000).stoppedBy(() -> ++asked[0] == 3).run(directory.resolve("run"));

    assertThat(result.updates()).isEqualTo(3);
    assertThat(directory.resolve("run/result.json")).exists();
    assertThat(directory.resolve("run/checkpoints/update-000003/state.json")).exists();
  }

  @Test
  void theSimplePresetMakesFiftyUpdatesOfWholeEpisodes() {
    RunConfig config = cartPole().preset("simple").config();

    assertThat(config.updates()).isEqualTo(50);
    assertThat(config.settings().sampling().wholeEpisodes()).isTrue();
  }

  @Test
  void aThreadThatIsInterruptedWhileItWritesIsSaidToBe() {
    assertThatThrownBy(
            () ->
                cartPole()
                    .steps(10_000)
                    .watchedBy(_ -> Thread.currentThread().interrupt())
                    .run(directory.resolve("run")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the thread that trains was interrupted while it wrote")
        .hasMessageContaining("uphill resume " + directory.resolve("run"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void twoRunsInOneDirectoryAreRefused() throws IOException {
    cartPole().steps(2_048).run(directory.resolve("run"));

    assertThatThrownBy(() -> cartPole().steps(2_048).run(directory.resolve("run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void aRunThatIsBeingWrittenIsSaidToBeInUse() throws IOException {
    RunConfig config = cartPole().config();
    try (RunDirectory first =
        RunDirectory.create(
            directory.resolve("run"),
            config,
            World.named("CartPole-v1", LOADER),
            Map.of("threads", 1L),
            true)) {
      assertThat(first.path()).isDirectory();
      assertThatThrownBy(() -> cartPole().run(directory.resolve("run")))
          .hasMessageContaining("is in use by another run");
    }
  }

  /// Gives a number that is not finite, in its third step.
  private static final class Broken implements Env {
    private final boolean rewards;
    private int steps;

    Broken(boolean rewards) {
      this.rewards = rewards;
    }

    @Override
    public Space observationSpace() {
      return Space.Box.of(-1, 1, 2);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 0;
      observation[1] = 0;
      steps = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      steps++;
      boolean now = steps == 3;
      step.observation[1] = now && !rewards ? Float.NaN : 0;
      step.set(now && rewards ? Double.NaN : 1, Ending.NONE);
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedWithItsAddress() {
    assertThatThrownBy(
            () ->
                Experiment.in(World.of("broken", () -> new Broken(false)))
                    .run(directory.resolve("a")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("component 1")
        .hasMessageContaining("NaN")
        .hasMessageContaining("step 3")
        .hasMessageContaining("episode 1");
    assertThatThrownBy(
            () ->
                Experiment.in(World.of("broken", () -> new Broken(true)))
                    .run(directory.resolve("b")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("reward")
        .hasMessageContaining("step 3");
  }

  @Test
  void aSettingOfOthersIsCalledTheirs() {
    Experiment experiment = cartPole().algorithm("trpo").set("learning_rate", "0.1");

    assertThatThrownBy(experiment::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trpo has no setting \"learning_rate\", which is one of vpg, ppo, a2c, sac, td3, ddpg."
                + " Leave it out, or train with --algo vpg");
  }

  /// Its gradient is that of the ratio times the advantage.
  @ParameterizedTest
  @ValueSource(strings = {"ppo", "a2c", "npg", "trpo"})
  void anAlgorithmWithoutAChoiceOfWeightsSaysSo(String algorithm) {
    Experiment experiment = cartPole().algorithm(algorithm).weights("reward-to-go");

    assertThatThrownBy(experiment::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            algorithm
                + " has no setting \"weights\", which is one of vpg. Leave it out, or train with"
                + " --algo vpg");
  }
}
