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
import org.junit.jupiter.params.provider.ValueSource;
import uphill.contract.Replaying;
import uphill.env.Environments;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.Times;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.push.PushStatistics;
import uphill.records.Checksums;
import uphill.records.RunLock;

/// An agent that learns from replay keeps every promise of the laboratory that one which learns
/// from a batch keeps.
class ReplayingTest {

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  private static final int UPDATES = 8;
  private static final long UPDATE = 100;
  private static final World WORLD =
      World.named("Pendulum-v1", ReplayingTest.class.getClassLoader());

  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path whole = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void name() {
    whole = directory.resolve("whole");
    run = directory.resolve("run");
  }

  private Experiment experiment() {
    return Experiment.in(WORLD)
        .algorithm(Replaying.Config.class.getName())
        .seed(5)
        .steps(UPDATES * UPDATE)
        .checkpoints(new CheckpointPlan(2 * UPDATE, 0, 0))
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Warned(_, var sentence)) {
                warnings.add(sentence);
              }
            });
  }

  private static Map<String, String> bytes(Path run) throws IOException {
    return new TreeMap<>(RunFiles.hashes(run, TIMES));
  }

  private void interrupt(int updates) throws IOException {
    AtomicInteger count = new AtomicInteger();
    assertThatThrownBy(
            () -> experiment().interruptedBy(() -> count.incrementAndGet() == updates).run(run))
        .isInstanceOf(RunInterrupted.class);
  }

  /// What the other tests rest on: warm-up ended, everything moved, the log is full.
  @Test
  void everyKindOfStateIsInUse() throws IOException {
    RunConfig config = experiment().config();
    try (Training training = new Training(config, WORLD, new ScalarKernels(), Workers.one())) {
      Map<String, float[]> before = new TreeMap<>();
      training.parameters().forEach((name, matrix) -> before.put(name, matrix.values().clone()));
      int looks = 0;
      while (!training.finished()) {
        Training.Learned learned = training.update();
        assertThat(learned.metrics().names())
            .allSatisfy(name -> assertThat(learned.metrics().get(name)).isFinite());
        looks += learned.pushes().values().equals(PushStatistics.none().values()) ? 0 : 1;
      }
      training
          .parameters()
          .forEach(
              (name, matrix) ->
                  assertThat(matrix.values()).as(name).isNotEqualTo(before.get(name)));
      assertThat(looks).isGreaterThan(0);
      assertThat(before.keySet()).contains("target.0.weight", "temperature.log");
      assertThat(training.learner().setup().logs().firstEntry().getValue().added()).isEqualTo(800);
      assertThat(training.contents().state()).containsKeys("replay", "noise", "agent");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anInterruptedRunGoesOnAsIfItHadNotBeen(int threads) throws IOException {
    experiment().run(whole);
    interrupt(2 * threads);

    RunResult result = experiment().threads(threads).resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
    assertThat(result.steps()).isEqualTo(UPDATES * UPDATE);
    assertThat(warnings).isEmpty();
  }

  /// What is looked at next follows from the steps so far, which it must still know.
  @Test
  void anUpdateIsLookedAtAlikeAfterAnInterruption() throws IOException {
    experiment().run(whole);
    interrupt(1);

    experiment().resume(run);

    List<String> lines = Files.readAllLines(run.resolve(UpdateFiles.METRICS));
    assertThat(lines.get(1)).contains("\"push_rows\":16.0");
    assertThat(lines).isEqualTo(Files.readAllLines(whole.resolve(UpdateFiles.METRICS)));
  }

  /// Between two saved states, and before the agent has learnt anything.
  @Test
  void aRunThatIsStoppedWithoutSavingGoesOnToo() throws IOException {
    experiment().run(whole);
    assertThatThrownBy(
            () ->
                experiment()
                    .watchedBy(
                        event -> {
                          if (event instanceof RunEvent.Updated updated && updated.updates() == 5) {
                            throw new IllegalStateException("stopped");
                          }
                        })
                    .run(run))
        .hasMessage("stopped");

    experiment().resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void aLongerRunIsTheOneThatHadBeenAskedForAtFirst() throws IOException {
    experiment().run(whole);
    experiment().steps(4 * UPDATE).run(run);

    experiment().resume(run, UPDATES * UPDATE);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void onlyTheLastCheckpointsAreKept() throws IOException {
    experiment().checkpoints(new CheckpointPlan(UPDATE, 0, 2)).run(whole);

    assertThat(Checkpoint.of(whole)).containsExactly(UPDATES, UPDATES - 1);
    assertThat(Checkpoint.read(whole, UPDATES).logs())
        .containsExactly("logs/experience-000000.f32");
    assertThat(Files.size(whole.resolve("logs/experience-000000.f32")))
        .isEqualTo(UPDATES * UPDATE * (3 + 1 + 2 + 3) * Float.BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void verificationAgreesToTheByteFromAnyUpdate(int from) throws IOException {
    experiment().run(run);

    Verification verification = new Verification(WORLD, run);
    Verification.Report report = verification.verify(from, UPDATES, 2, _ -> {});

    assertThat(report.differences()).isEmpty();
  }

  /// A row that the agent draws only later.
  @Test
  void verificationFindsAnotherRowInALog() throws IOException {
    experiment().run(run);
    Path log = run.resolve("logs/experience-000000.f32");
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length - 2] ^= 1;
    Files.write(log, bytes);

    assertThat(new Verification(WORLD, run).verify(1, UPDATES, 1, _ -> {}).differences())
        .containsExactly(log + " was altered");
  }

  @Test
  void whatWasLearntActsAndIsEvaluated() throws IOException {
    RunResult result = experiment().run(run);

    TrainedPolicy policy = TrainedPolicy.load(run, Environments.create("Pendulum-v1"));
    assertThat(policy.policy().parameters().values())
        .isEqualTo(result.policy().parameters().values());
    assertThat(policy.act(new float[] {1, 0, 0})).hasSize(1);
    assertThat(result.evaluation().mean()).isFinite();
  }

  @Test
  void anUpdateThatAddsMoreThanTheLogHoldsIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> experiment().set("capacity", 60).run(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the log \"experience\" holds 60 rows, and an update added 100: take a larger capacity,"
                + " or fewer steps to an update");
  }
}
