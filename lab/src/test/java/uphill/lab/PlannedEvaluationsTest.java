package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.Json;
import uphill.records.RunLock;

class PlannedEvaluationsTest {

  private static final int ENVS = 4;
  private static final int EPISODES = 3;

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, PlannedEvaluationsTest.class.getClassLoader());
  }

  /// Twelve updates of 500 steps.
  private static Experiment plain(World world) {
    return Experiment.in(world)
        .seed(7)
        .steps(6_000)
        .set("batch_steps", 500)
        .set("envs", ENVS)
        .set("anneal", false)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(1_000));
  }

  private static Experiment evaluated(World world) {
    return plain(world).evaluateEvery(1_200, EPISODES);
  }

  private static Map<String, String> bytes(Path run) throws IOException {
    Map<String, String> bytes = new TreeMap<>(RunFiles.hashes(run, TIMES));
    bytes.keySet().removeIf(file -> file.startsWith("checkpoints/update-000005"));
    return bytes;
  }

  private Path whole(World world) throws IOException {
    Path whole = directory.resolve("whole");
    evaluated(world).run(whole);
    return whole;
  }

  @Test
  void thereIsOneAtTheFirstUpdateAtOrAfterEachMultiple() throws IOException {
    Path run = whole(world("CartPole-v1"));

    assertThat(EvaluationsFile.read(run).step()).containsExactly(1_500, 2_500, 4_000, 5_000, 6_000);
    Path rare = directory.resolve("rare");
    plain(world("CartPole-v1")).evaluateEvery(100, 1).run(rare);
    assertThat(EvaluationsFile.read(rare).evaluations()).as("one an update, at most").isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1"})
  void trainingDoesNotNotice(String name) throws IOException {
    RunResult with =
        evaluated(world(name)).set("normalize_rewards", true).run(directory.resolve("a"));
    RunResult without =
        plain(world(name)).set("normalize_rewards", true).run(directory.resolve("b"));

    assertThat(with.parametersSha256()).isEqualTo(without.parametersSha256());
    for (String file : List.of(UpdateFiles.METRICS, UpdateFiles.TABLE, EpisodesFile.NAME)) {
      assertThat(directory.resolve("a").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
    }
    assertThat(with.evaluation().toJson()).isEqualTo(without.evaluation().toJson());
    assertThat(directory.resolve("b").resolve(EvaluationsFile.NAME)).doesNotExist();
    assertThat(without.toJson()).doesNotContainKey("evaluation_seconds");
  }

  @Test
  void eachIsOfTheModeAfterItsUpdateInEpisodesOfItsOwn() throws IOException {
    World world = world("CartPole-v1");
    Path run = whole(world);
    Kernels kernels = Kernels.best();
    List<Long> seeds = new ArrayList<>();
    try (Reexecution again =
        new Reexecution(world, RunConfig.read(run), run, 0, kernels, Workers.one())) {
      for (String line : Files.readAllLines(run.resolve(EvaluationsFile.NAME))) {
        Map<String, Object> then = Json.parseObject(line, "line");
        while (again.training().steps() < Json.field(then, "steps", Long.class, "line")) {
          again.next();
        }
        long seed = Json.seed(then, "seed", "line");
        Evaluation now =
            Evaluation.of(
                world, again.training().policy(), EPISODES, seed, Evaluation.Choice.MODE, kernels);
        assertThat(line + "\n")
            .isEqualTo(
                EvaluationsFile.line(
                    again.training().updates(), again.training().steps(), seed, now));
        seeds.add(seed);
      }
    }
    assertThat(seeds).hasSize(5).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"3,1", "4,2", "5,3", "11,1"})
  void anInterruptedRunHasTheSameForAnyNumberOfThreads(int updates, int threads)
      throws IOException {
    World world = world("CartPole-v1");
    Path whole = whole(world);
    Path run = directory.resolve("run");
    AtomicInteger made = new AtomicInteger();
    assertThatThrownBy(
            () -> evaluated(world).interruptedBy(() -> made.incrementAndGet() == updates).run(run))
        .isInstanceOf(RunInterrupted.class);
    Files.writeString( // as a process that was killed while it wrote leaves it
        run.resolve(EvaluationsFile.NAME), "{\"update\":4,\"st", StandardOpenOption.APPEND);

    evaluated(world).threads(threads).resume(run);

    assertThat(run.resolve(EvaluationsFile.NAME))
        .hasSameBinaryContentAs(whole.resolve(EvaluationsFile.NAME));
    assertThat(Checkpoint.read(run, 12).files().get(Checkpoint.STATE))
        .isEqualTo(Checkpoint.read(whole, 12).files().get(Checkpoint.STATE));
  }

  /// CartPole, of which those that are made for evaluations fail at one of their episodes.
  private static final class Failing implements Env {
    private final Env world = new TimeLimit(new CartPole(), 500);
    private final boolean fails;
    private final AtomicInteger left;

    Failing(AtomicInteger made, AtomicInteger left) {
      fails = made.incrementAndGet() > ENVS; // those before are trained in
      this.left = left;
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
    public void reset(Reset reset, float[] observation) {
      if (fails && left.getAndDecrement() == 1) {
        throw new IllegalStateException("the simulator is gone");
      }
      world.reset(reset, observation);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(action, step);
    }
  }

  /// @param episodes of evaluations that are begun until one fails
  private static World failingAfter(int episodes) {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(episodes);
    return World.of("failing", () -> new Failing(made, left));
  }

  @Test
  void aRunThatEndsWithinAnEvaluationGoesOnWithTheSame() throws IOException {
    int never = Integer.MAX_VALUE;
    Path whole = whole(failingAfter(never));
    Path run = directory.resolve("run");

    assertThatThrownBy(() -> evaluated(failingAfter(2 * EPISODES + 2)).run(run))
        .isInstanceOf(EnvironmentException.class);
    assertThat(EvaluationsFile.read(run).step()).containsExactly(1_500, 2_500);
    assertThat(Files.readAllLines(run.resolve(UpdateFiles.METRICS))).hasSize(8);
    evaluated(failingAfter(never)).resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void aLongerRunHasThoseThatItWouldHaveHad() throws IOException {
    World world = world("CartPole-v1");
    Path whole = whole(world);
    Path run = directory.resolve("run");
    evaluated(world).steps(3_000).run(run);

    evaluated(world).resume(run, 6_000);

    assertThat(run.resolve(EvaluationsFile.NAME))
        .hasSameBinaryContentAs(whole.resolve(EvaluationsFile.NAME));
  }

  @Test
  void theTimeThatTheyTakeIsNoneOfTheTrainingsSpeed() throws IOException {
    Path run = directory.resolve("run");
    List<RunEvent.Evaluated> told = new ArrayList<>();

    RunResult result =
        evaluated(world("CartPole-v1"))
            .watchedBy(
                event -> {
                  if (event instanceof RunEvent.Evaluated one) {
                    told.add(one);
                  }
                })
            .run(run);

    assertThat(told).extracting(RunEvent.Evaluated::updates).containsExactly(3, 5, 8, 10, 12);
    assertThat(result.evaluationSeconds())
        .isPositive()
        .isLessThan(result.wallSeconds())
        .isEqualTo(told.getLast().seconds());
    assertThat(result.toJson())
        .containsEntry("evaluation_seconds", result.evaluationSeconds())
        .containsEntry(
            "steps_per_second", 6_000 / (result.wallSeconds() - result.evaluationSeconds()));
    assertThat(Times.of(run, 12).evaluationSeconds())
        .isCloseTo(result.evaluationSeconds(), within(1e-9));
  }

  @Test
  void whatIsAskedForAfterwardsIsRefused() throws IOException {
    World world = world("CartPole-v1");
    Path run = directory.resolve("run");
    assertThatThrownBy(() -> plain(world).interruptedBy(() -> true).run(run))
        .isInstanceOf(RunInterrupted.class);
    RunConfig other = evaluated(world).config();
    Files.writeString(run.resolve(RunConfig.FILE), Json.pretty(other.toJson()));

    assertThatThrownBy(() -> evaluated(world).resume(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "evaluations is {every_steps=1200, episodes=3}, the run began without");
  }

  @Test
  void anEarlierRunsAreTakenOver() {
    World world = world("CartPole-v1");
    RunConfig earlier = evaluated(world).config();

    assertThat(Experiment.in(world).from(earlier).config().evaluations())
        .contains(new EvaluationPlan(1_200, EPISODES));
    assertThat(
            Experiment.in(world).from(earlier).evaluations(Optional.empty()).config().evaluations())
        .isEmpty();
    assertThat(RunConfig.fromJson(earlier.toJson(), "config").evaluations())
        .isEqualTo(earlier.evaluations());
  }

  @Test
  void whatNeverComesIsRefused() {
    assertThatThrownBy(() -> plain(world("CartPole-v1")).evaluateEvery(6_001).config())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an evaluation every 6001 steps never comes in a run of 6000");
    assertThatThrownBy(() -> plain(world("CartPole-v1")).evaluateEvery(0))
        .hasMessageContaining("the steps between two must be at least 1, got 0");
    assertThatThrownBy(() -> plain(world("CartPole-v1")).evaluateEvery(1, 100_001))
        .hasMessageContaining("from 1 to 100000, got 100001");
  }
}
