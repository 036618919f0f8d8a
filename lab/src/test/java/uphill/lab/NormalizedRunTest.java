package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.Json;
import uphill.records.RunLock;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;

/// Runs whose observations and rewards are normalized: the normalizer is part of the policy, and
/// what it is made of part of what a run goes on with.
class NormalizedRunTest {

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  private static final World PENDULUM = world("Pendulum-v1");

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, NormalizedRunTest.class.getClassLoader());
  }

  private static Experiment experiment() {
    return Experiment.in(PENDULUM)
        .algorithm("vpg")
        .seed(7)
        .steps(3_000)
        .set("batch_steps", 600) // an episode of each environment
        .set("envs", 3)
        .set("hidden", 8)
        .set("normalize_observations", true)
        .set("normalize_rewards", true)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(1_200));
  }

  private static Map<String, String> bytes(Path run) throws IOException {
    Map<String, String> bytes = new TreeMap<>(RunFiles.hashes(run, TIMES));
    bytes.keySet().removeIf(file -> file.startsWith("checkpoints/"));
    return bytes;
  }

  /// The parameters at the end are in the records of the last update, and of the evaluation.
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "4,3"})
  void anInterruptedRunGoesOnAsIfItHadNotBeenOnAnyThreads(int updates, int threads)
      throws IOException {
    Path whole = directory.resolve("whole");
    RunResult expected = experiment().run(whole);
    Path run = directory.resolve("run");
    AtomicInteger count = new AtomicInteger();
    Experiment first = experiment().interruptedBy(() -> count.incrementAndGet() >= updates);
    assertThatThrownBy(() -> first.run(run)).isInstanceOf(RunInterrupted.class);

    RunResult found = experiment().threads(threads).resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
    assertThat(found.parametersSha256()).isEqualTo(expected.parametersSha256());
    assertThat(found.evaluation().mean()).isEqualTo(expected.evaluation().mean());
    for (String file : new String[] {Checkpoint.PARAMETERS, Checkpoint.STATE}) {
      assertThat(Checkpoint.folder(run, 5).resolve(file))
          .hasSameBinaryContentAs(Checkpoint.folder(whole, 5).resolve(file));
    }
  }

  private static float[] mode(Policy policy, float[] observation) {
    PolicyActor actor = new PolicyActor(policy, 1, Kernels.best());
    actor.look(observation, 0, 1);
    float[] action = new float[1];
    actor.mode(0, action, 0);
    return action;
  }

  @Test
  void aSavedPolicyActsAsItDidAndIsNotMovedByAnEvaluation() throws IOException {
    Path run = directory.resolve("run");
    experiment().run(run);
    Policy saved = TrainedPolicy.load(run, PENDULUM.create().get()).policy();
    float[] observation = {0.6f, -0.8f, 3};

    RunConfig config = RunConfig.read(run);
    try (Training training = new Training(config, PENDULUM, Kernels.best(), Workers.one())) {
      while (!training.finished()) {
        training.update();
      }
      Policy policy = training.policy();
      assertThat(saved.normalizer().mean()).isEqualTo(policy.normalizer().mean());
      assertThat(saved.normalizer().scale()).isEqualTo(policy.normalizer().scale());
      assertThat(mode(saved, observation)).isEqualTo(mode(policy, observation));

      float[] before = policy.normalizer().mean();
      Evaluation evaluation =
          Evaluation.of(PENDULUM, policy, 3, 1, Evaluation.Choice.MODE, Kernels.best());
      assertThat(policy.normalizer().mean()).isEqualTo(before);
      assertThat(
              Evaluation.of(PENDULUM, saved, 3, 1, Evaluation.Choice.MODE, Kernels.best()).mean())
          .isEqualTo(evaluation.mean());
    }
    assertThat(Files.readString(run.resolve("config.json")))
        .contains("\"normalize_observations\": true");
  }

  /// With and without, a run acts alike until it has learnt.
  @Test
  void theReturnsThatAreRecordedAreTheWorlds() throws IOException {
    Path scaled = directory.resolve("scaled");
    experiment().steps(1_200).run(scaled);
    Path plain = directory.resolve("plain");
    experiment().steps(1_200).set("normalize_rewards", false).run(plain);

    List<String> episodes = Files.readAllLines(scaled.resolve(EpisodesFile.NAME));
    List<String> expected = Files.readAllLines(plain.resolve(EpisodesFile.NAME));
    assertThat(episodes.subList(1, 4)).isEqualTo(expected.subList(1, 4));
    assertThat(episodes.subList(4, 7)).isNotEqualTo(expected.subList(4, 7));
    Map<String, Object> first = metrics(scaled);
    assertThat(first).containsEntry("return_mean", metrics(plain).get("return_mean"));
    assertThat(first).doesNotContainEntry("weight_std", metrics(plain).get("weight_std"));
  }

  private static Map<String, Object> metrics(Path run) throws IOException {
    return Json.parseObject(
        Files.readAllLines(run.resolve(UpdateFiles.METRICS)).getFirst(), "metrics");
  }

  @Test
  void numberedStatesAreRefusedBeforeAnythingIsWritten() {
    Path run = directory.resolve("run");
    Experiment experiment =
        Experiment.in(world("FrozenLake-v1"))
            .algorithm("vpg")
            .set("normalize_observations", true)
            .steps(4_096);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment.run(run))
        .withMessage(
            "normalize_observations=true is for observations in a Box, got Discrete(16), which"
                + " networks read one-hot: set normalize_observations=false");
    assertThat(run).doesNotExist();
  }
}
