package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Environments;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.Times;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.RunLock;

/// Networks that are not plain dense ones keep every promise of the laboratory.
class OwnNetworkTest {

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  private static final World WORLD =
      World.named("Pendulum-v1", OwnNetworkTest.class.getClassLoader());

  @TempDir private Path directory = Path.of("");

  private static Experiment experiment(String setting) {
    String[] nameAndValue = setting.split("=", 2);
    return Experiment.in(WORLD)
        .preset("classic-control")
        .set(Map.of("batch_steps", "64", "envs", "2", "hidden", "4"))
        .set(nameAndValue[0], nameAndValue[1])
        .checkpoints(new CheckpointPlan(64, 0, 0))
        .steps(4 * 64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network=uphill.lab.Residual",
        "layer_norm=true",
        "log_std_of_state=true",
        "critic_hidden=3,5",
        "output_gain=1"
      })
  void theyAreResumedVerifiedAndEvaluatedToTheByte(String setting) throws IOException {
    Path whole = directory.resolve("whole");
    Path run = directory.resolve("run");
    AtomicInteger updates = new AtomicInteger();
    RunResult result = experiment(setting).run(whole);
    assertThatThrownBy(
            () -> experiment(setting).interruptedBy(() -> updates.incrementAndGet() == 2).run(run))
        .isInstanceOf(RunInterrupted.class);

    experiment(setting).resume(run);

    assertThat(RunFiles.hashes(run, TIMES)).isEqualTo(RunFiles.hashes(whole, TIMES));
    assertThat(new Verification(WORLD, run).verify(1, 4, 1, _ -> {}).differences()).isEmpty();
    TrainedPolicy policy = TrainedPolicy.load(run, Environments.create("Pendulum-v1"));
    assertThat(policy.policy().parameters().values())
        .isEqualTo(result.policy().parameters().values());
    assertThat(policy.act(new float[] {1, 0, 0})[0]).isFinite();
  }

  @Test
  void aNetworkThatIsNotThereIsRefusedBeforeAnythingIsWritten() {
    Path run = directory.resolve("run");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment("network=my.Net").run(run))
        .withMessageStartingWith("network: there is no class my.Net.");
    assertThat(run).doesNotExist();
  }

  /// A setting that is younger than a run is part of it where it changes something.
  @Test
  void aRunGoesOnWithItsOwnNetworkAlone() throws IOException {
    Path run = directory.resolve("run");
    experiment("log_std=0").run(run);
    Path config = run.resolve(RunConfig.FILE);
    String text = Files.readString(config);
    assertThat(text).contains("\"output_gain\": 0.01");
    assertThat(Files.readString(Checkpoint.newest(run).resolve(Checkpoint.STATE)))
        .doesNotContain("output_gain", "layer_norm");

    Files.writeString(config, text.replace("\"output_gain\": 0.01", "\"output_gain\": 0.5"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainedPolicy.load(run, Environments.create("Pendulum-v1")))
        .withMessageContaining("output_gain is 0.5, the run began without it");
  }
}
