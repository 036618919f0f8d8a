package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.machine.Machine;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.RunLock;

/// Runs in a world that masks actions: trained, gone on with, read, evaluated.
class MaskedRunTest {

  private static final String NAME = "Taxi-v4:action_mask=true";
  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, MaskedRunTest.class.getClassLoader());
  }

  private static Experiment experiment(String name, long steps) {
    return Experiment.in(world(name))
        .algorithm("vpg")
        .seed(5)
        .steps(steps)
        .set("batch_steps", 1000)
        .set("envs", 10)
        .set("anneal", false)
        .set("learning_rate", 0.05)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(1_000));
  }

  @Test
  void itLearnsAndGoesOnOnAnyNumberOfThreadsWithTheSameBytes() throws IOException {
    Path whole = directory.resolve("whole");
    RunResult result = experiment(NAME, 40_000).run(whole);
    Path run = directory.resolve("run");
    AtomicInteger updates = new AtomicInteger();
    assertThatThrownBy(
            () ->
                experiment(NAME, 40_000)
                    .threads(2)
                    .interruptedBy(() -> updates.incrementAndGet() >= 7)
                    .run(run))
        .isInstanceOf(RunInterrupted.class);
    Experiment.in(world(NAME)).algorithm("vpg").threads(2).resume(run);

    assertThat(Files.readString(run.resolve(UpdateFiles.METRICS)))
        .isEqualTo(Files.readString(whole.resolve(UpdateFiles.METRICS)));
    assertThat(RunFiles.hashes(run, TIMES).get("checkpoints/update-000040/parameters.safetensors"))
        .isNotNull()
        .isEqualTo(
            RunFiles.hashes(whole, TIMES).get("checkpoints/update-000040/parameters.safetensors"));
    Evaluation random = Evaluation.ofRandomActions(world(NAME), 100, 1);
    Evaluation learnt =
        Evaluation.of(
            world(NAME), result.policy(), 100, 1, Evaluation.Choice.SAMPLE, new ScalarKernels());
    assertThat(learnt.mean()).isGreaterThan(random.mean() + 20);
  }

  /// Picking up and dropping off where it cannot be costs 10, and is not allowed.
  @Test
  void randomActionsAreThoseThatAreAllowed() {
    Evaluation masked = Evaluation.ofRandomActions(world(NAME), 100, 1);
    Evaluation plain = Evaluation.ofRandomActions(world("Taxi-v4"), 100, 1);

    assertThat(Arrays.stream(masked.returns()).min().orElseThrow()).isEqualTo(-200);
    assertThat(Arrays.stream(plain.returns()).min().orElseThrow()).isLessThan(-500);
  }

  @Test
  void aTrainedPolicyAsksWhatIsAllowed() throws IOException {
    Path run = directory.resolve("run");
    experiment(NAME, 1_000).run(run);
    World world = world(NAME);
    TrainedPolicy policy =
        TrainedPolicy.load(run, new Space.Discrete(500), new Space.Discrete(6)); // remembers it
    try (Env taxi = world.create().get()) {
      float[] observation = new float[1];
      boolean[] allowed = new boolean[6];
      Rng random = Rng.seeded(1);
      for (int seed = 0; seed < 50; seed++) {
        taxi.reset(Reset.seeded(seed), observation);
        taxi.allowed(allowed);
        assertThat(allowed[(int) policy.act(observation, allowed)[0]]).isTrue();
        assertThat(allowed[(int) policy.sample(observation, allowed, random)[0]]).isTrue();
      }
      assertThat(TrainedPolicy.load(run, taxi).policy().masksActions()).isTrue();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> policy.act(observation))
          .withMessage(
              "this policy learnt in a world that masks actions: call it with an observation and"
                  + " the 6 entries that Env.allowed fills, got 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> policy.act(observation, new boolean[6]))
          .withMessageContaining("nothing is allowed there");
    }
    try (Env other = world("Taxi-v4").create().get()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TrainedPolicy.load(run, other))
          .withMessageStartingWith("the environment masks no actions, and the policy learnt in a");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluation.of(
                    world("Taxi-v4"),
                    policy.policy(),
                    1,
                    1,
                    Evaluation.Choice.MODE,
                    new ScalarKernels()))
        .withMessageStartingWith("Taxi-v4 masks no actions, and the policy learnt in a world that");
  }

  @Test
  void aPolicyOfAWorldWithoutMasksTakesNone() throws IOException {
    Path run = directory.resolve("plain");
    experiment("Taxi-v4", 1_000).run(run);
    TrainedPolicy policy = TrainedPolicy.load(run, new Space.Discrete(500), new Space.Discrete(6));

    assertThat(policy.act(new float[1])).hasSize(1);
    assertThat(Files.readString(run.resolve(RunConfig.FILE))).doesNotContain("masks_actions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.act(new float[1], new boolean[6]))
        .withMessageContaining("call it with an observation alone");
  }

  @Test
  void aRunGoesOnInAWorldThatMasksAsItsOwnDid() throws IOException {
    Path run = directory.resolve("run");
    experiment(NAME, 2_000).run(run);
    Path config = run.resolve(RunConfig.FILE);
    String text = Files.readString(config);
    assertThat(text).contains("\"masks_actions\": true");

    World unmasked = World.of(NAME, () -> world("Taxi-v4").create().get());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Experiment.in(unmasked).algorithm("vpg").resume(run, 3_000))
        .withMessage(
            "%s masks no actions, and its states did when %s was made. Let it be as it was, or train"
                    .formatted(NAME, run)
                + " anew.");
    Files.writeString(config, text.replace("\"masks_actions\": true", "\"masks_actions\": 1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.read(run))
        .withMessageContaining("masks_actions");
  }
}
