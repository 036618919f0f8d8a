package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.RunLock;
import uphill.records.WholeFiles;

/// What was interrupted goes on as if it had not been: the same bytes in every file but those of
/// times.
class ResumeTest {

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path whole = Path.of("");

  @BeforeEach
  void name() {
    whole = directory.resolve("whole");
  }

  private Experiment experiment(World world) {
    return Experiment.in(world)
        .algorithm("vpg")
        .seed(7)
        .steps(6_000)
        .set("batch_steps", 500)
        .set("envs", 4)
        .set("anneal", false)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(1_000))
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Warned(_, var sentence)) {
                warnings.add(sentence);
              }
            });
  }

  private static World world(String name) {
    return World.named(name, ResumeTest.class.getClassLoader());
  }

  /// The hash of every file that may not differ.
  private static Map<String, String> bytes(Path run) throws IOException {
    return new TreeMap<>(RunFiles.hashes(run, TIMES));
  }

  /// Interrupts after so many updates, leaving a saved state there.
  private static void interrupt(Experiment experiment, Path run, int updates) throws IOException {
    AtomicInteger count = new AtomicInteger();
    assertThatThrownBy(
            () -> experiment.interruptedBy(() -> count.incrementAndGet() >= updates).run(run))
        .isInstanceOf(RunInterrupted.class)
        .hasMessageContaining("uphill resume " + run);
  }

  @ParameterizedTest
  @CsvSource({"CartPole-v1,1", "Pendulum-v1,2", "Acrobot-v1,1"})
  void anInterruptedRunGoesOnAsIfItHadNotBeen(String name, int threads) throws IOException {
    experiment(world(name)).run(whole);
    Path run = directory.resolve("run");
    interrupt(experiment(world(name)), run, 5);
    assertThat(Checkpoint.of(run)).contains(5);

    RunResult result = experiment(world(name)).threads(threads).resume(run);

    Map<String, String> expected = bytes(whole);
    Map<String, String> found = bytes(run);
    found.keySet().removeIf(file -> file.startsWith("checkpoints/update-000005"));
    expected.keySet().removeIf(file -> file.startsWith("checkpoints/update-000005"));
    assertThat(found).isEqualTo(expected);
    assertThat(result.updates()).isEqualTo(12);
    assertThat(Files.readAllLines(run.resolve(Times.FILE))).hasSize(12);
    assertThat(warnings).isEmpty();
  }

  /// Such a run does not say what its worlds computed with.
  @Test
  void aRunOfTheEarlierArithmeticIsGoneOnWithAndToldOf() throws IOException {
    Path run = directory.resolve("run");
    interrupt(experiment(world("CartPole-v1")), run, 5);
    Path machine = run.resolve(Machine.FILE);
    Files.writeString(machine, Files.readString(machine).replaceFirst(" *\"arithmetic\".*\n", ""));

    RunResult result = experiment(world("CartPole-v1")).resume(run);

    assertThat(result.updates()).isEqualTo(12);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("the worlds' arithmetic has changed since this run was made")
        .endsWith("\"uphill train --config " + run + "\" makes it anew");
  }

  @Test
  void whatCameAfterTheCheckpointIsMadeAnew() throws IOException {
    experiment(world("CartPole-v1")).run(whole);
    Path run = directory.resolve("run");
    experiment(world("CartPole-v1")).run(run);
    Files.delete(run.resolve(Checksums.FILE));
    WholeFiles.deleteFolder(Checkpoint.folder(run, 12));
    Files.writeString(
        run.resolve(UpdateFiles.METRICS),
        Files.readString(run.resolve(UpdateFiles.METRICS)) + "{\"update\":13,\"st");

    experiment(world("CartPole-v1")).resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoints/update-000012/parameters.safetensors",
    "checkpoints/update-000012/optimizer.safetensors",
    "checkpoints/update-000012/state.json",
    "checkpoints/update-000012/checksums.sha256",
    "metrics.jsonl",
    "metrics.csv",
    "episodes.csv"
  })
  void anEarlierCheckpointServesWhereTheLastIsDamaged(String file) throws IOException {
    experiment(world("CartPole-v1")).run(whole);
    Path run = directory.resolve("run");
    experiment(world("CartPole-v1")).run(run);
    Files.delete(run.resolve(Checksums.FILE));
    byte[] bytes = Files.readAllBytes(run.resolve(file));
    bytes[bytes.length - 20] ^= 4;
    Files.write(run.resolve(file), bytes);

    experiment(world("CartPole-v1")).resume(run);

    assertThat(warnings).singleElement().asString().contains("update 12").contains("altered");
    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void withoutAnyCheckpointItBeginsAtTheBeginning() throws IOException {
    experiment(world("CartPole-v1")).run(whole);
    Path run = directory.resolve("run");
    experiment(world("CartPole-v1")).run(run);
    for (int update : Checkpoint.of(run)) {
      WholeFiles.deleteFolder(Checkpoint.folder(run, update));
    }

    experiment(world("CartPole-v1")).resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void aLongerRunIsTheOneThatHadBeenAskedForAtFirst() throws IOException {
    experiment(world("CartPole-v1")).run(whole);
    Path run = directory.resolve("run");
    experiment(world("CartPole-v1")).steps(2_600).run(run);

    RunResult result = experiment(world("CartPole-v1")).resume(run, 6_000);

    assertThat(result.steps()).isEqualTo(6_000);
    Map<String, String> found = bytes(run);
    assertThat(found).containsEntry("config.json", bytes(whole).get("config.json"));
    found.keySet().removeIf(file -> file.startsWith("checkpoints/update-000006"));
    Map<String, String> expected = bytes(whole);
    expected.keySet().removeIf(file -> file.startsWith("checkpoints/update-000006"));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aRunWhoseScheduleDependsOnItsEndIsNotMadeLonger() throws IOException {
    Path run = directory.resolve("run");
    experiment(world("CartPole-v1")).set("anneal", true).run(run);

    assertThatThrownBy(() -> experiment(world("CartPole-v1")).resume(run, 9_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anneal")
        .hasMessageContaining("uphill train --config");
    assertThatThrownBy(() -> experiment(world("CartPole-v1")).resume(run, 100))
        .hasMessageContaining("only make it longer");
    assertThat(AlteredFiles.of(run)).isEmpty();
  }

  @Test
  void anotherConfigIsRefusedAndNothingIsChanged() throws IOException {
    Path run = directory.resolve("run");
    interrupt(experiment(world("CartPole-v1")), run, 5);
    Path config = run.resolve(RunConfig.FILE);
    Files.writeString(
        config, Files.readString(config).replace("\"gamma\": 0.99", "\"gamma\": 0.98"));
    Map<String, String> before = bytes(run);

    assertThatThrownBy(() -> experiment(world("CartPole-v1")).resume(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma is 0.98, the run began with 0.99");
    assertThat(bytes(run)).isEqualTo(before);
    assertThatThrownBy(() -> experiment(world("Pendulum-v1")).resume(run))
        .hasMessageContaining("is a run in CartPole-v1, not in Pendulum-v1");
  }

  @Test
  void onlyTheLastCheckpointsAreKept() throws IOException {
    experiment(world("CartPole-v1"))
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(500).keep(3))
        .run(whole);

    assertThat(Checkpoint.of(whole)).containsExactly(12, 11, 10);
  }

  @Test
  void checkpointsComeByTimeToo() throws IOException {
    experiment(world("CartPole-v1")).checkpoints(new CheckpointPlan(1_000_000, 1e-9, 0)).run(whole);

    assertThat(Checkpoint.of(whole)).hasSize(12);
  }

  /// A world that cannot save its state; its class loader makes no difference.
  private static final class Forgetful implements Env {
    private final Env world = Environments.create("Pendulum-v1");
    private final float noise;
    private final int from;
    private int steps;

    /// @param noise on every action from some step on, counted from where a seed was given
    Forgetful(float noise, int from) {
      this.noise = noise;
      this.from = from;
    }

    @Override
    public Space observationSpace() {
      return world.observationSpace();
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      steps = how.seed().isPresent() ? 0 : steps;
      world.reset(how, observation);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(new float[] {action[0] + (steps++ < from ? 0 : noise)}, step);
    }
  }

  @Test
  void aWorldThatCannotSaveItsStateIsReplayed() throws IOException {
    World world = World.of("forgetful", () -> new Forgetful(0, 0));
    experiment(world).run(whole);
    Path run = directory.resolve("run");
    interrupt(experiment(world), run, 5);

    experiment(world).resume(run);

    for (String file : UpdateFiles.names(false, false)) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(Checkpoint.read(run, 12).files().get(Checkpoint.STATE))
        .isEqualTo(Checkpoint.read(whole, 12).files().get(Checkpoint.STATE));
  }

  /// Elsewhere from the 10th step of an episode on that has not ended.
  @Test
  void aReplayThatLeadsElsewhereIsRefused() throws IOException {
    Path run = directory.resolve("run");
    interrupt(experiment(World.of("forgetful", () -> new Forgetful(0, 0))), run, 5);
    Map<String, String> before = bytes(run);

    assertThatThrownBy(
            () -> experiment(World.of("forgetful", () -> new Forgetful(1e-3f, 610))).resume(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the observations at the end are others than before");
    assertThat(bytes(run)).isEqualTo(before);
  }
}
