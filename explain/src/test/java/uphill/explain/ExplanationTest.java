package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Experiment;
import uphill.lab.RecordedUpdates;
import uphill.lab.RunFiles;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.records.Json;

class ExplanationTest {

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, ExplanationTest.class.getClassLoader());
  }

  private Path run(String world, String weights) throws IOException {
    Path run = directory.resolve(world + weights);
    Experiment experiment = Experiment.in(world(world)).algorithm("vpg").seed(3).steps(3_000);
    experiment.weights(weights).set("batch_steps", 600);
    experiment.set("entropy_weight", 0.01).set("max_gradient_norm", 0.2);
    if (weights.equals("gae") || weights.equals("baseline")) {
      experiment.set("envs", 3);
    }
    experiment.checkpoints(CheckpointPlan.DEFAULT.everySteps(1_200)).run(run);
    return run;
  }

  private static double size(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum() / values.length);
  }

  /// The ledger's step is the one that training took: what is left is the rounding of parameters to
  /// single precision, many thousand times smaller than the push.
  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,gae",
    "CartPole-v1,return",
    "CartPole-v1,reward-to-go",
    "Pendulum-v1,baseline",
    "Acrobot-v1,gae"
  })
  void theLedgerAccountsForTheWholeStepThatTrainingTook(String world, String weights)
      throws IOException {
    Path run = run(world, weights);
    for (int update : new int[] {1, 3, 4}) {
      Explanation explanation = Explanation.of(world(world), run, update);
      Ledger ledger = explanation.ledger();

      assertThat(explanation.update()).isEqualTo(update);
      assertThat(size(ledger.part(Part.ROUNDING))).isLessThan(1e-4 * size(ledger.predicted()));
      for (int i = 0; i < ledger.predicted().length; i++) {
        double sum = 0;
        double sizes = 0;
        for (Part part : Part.values()) {
          sum += ledger.part(part)[i];
          sizes += Math.abs(ledger.part(part)[i]);
        }
        assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * sizes));
      }
      if (update == 1) {
        assertThat(size(ledger.part(Part.MOMENTUM))).isZero();
      }
    }
  }

  /// Explaining refuses a step that is not what it says; those of training are, whatever its
  /// settings.
  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,classic-control,tanh",
    "CartPole-v1,classic-control,relu",
    "CartPole-v1,simple,tanh",
    "CartPole-v1,spinningup,relu",
    "Acrobot-v1,acrobot,tanh",
    "Pendulum-v1,pendulum,relu",
    "MountainCarContinuous-v0,mountain-car-continuous,tanh",
    "FrozenLake-v1,tabular,tanh"
  })
  void noUpdateOfAPresetIsRefused(String world, String preset, String activation)
      throws IOException {
    Path run = directory.resolve(world + preset);
    Experiment.in(world(world))
        .preset(preset)
        .set("activation", activation)
        .set("batch_steps", 256)
        .seed(4)
        .steps(1_024)
        .run(run);
    for (int update = 1; update <= RecordedUpdates.of(run).last().number(); update++) {
      assertThat(Explanation.of(world(world), run, update).update()).isEqualTo(update);
    }
  }

  @Test
  void explainingReadsAndChangesNothing() throws IOException {
    Path run = run("CartPole-v1", "gae");
    Map<String, String> before = RunFiles.hashes(run, Set.of());
    Set<String> names = RunFiles.names(run);

    Explanation last =
        Explanation.of(world("CartPole-v1"), run, RecordedUpdates.of(run).last().number());
    Explanation again = Explanation.of(world("CartPole-v1"), run, 5);

    assertThat(last.update()).isEqualTo(5);
    assertThat(again.ledger().actual()).isEqualTo(last.ledger().actual());
    assertThat(RunFiles.hashes(run, Set.of())).isEqualTo(before);
    assertThat(RunFiles.names(run)).isEqualTo(names);
  }

  @Test
  void anUpdateThatWasNotMadeIsRefused() throws IOException {
    Path run = run("CartPole-v1", "gae");
    assertThatThrownBy(() -> Explanation.of(world("CartPole-v1"), run, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has made the updates 1 to 5, asked for 6");
    assertThatThrownBy(() -> Explanation.of(world("CartPole-v1"), directory, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a run");
  }

  /// On the rows that training looked at, explaining finds the same numbers, to the last bit.
  @Test
  void whatTrainingSaysIsWhatAnExplanationFinds() throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(world("CartPole-v1"))
        .algorithm("vpg")
        .set("batch_steps", "200")
        .set("envs", "2")
        .set("anneal", false)
        .steps(200)
        .run(run);
    Map<String, Object> line =
        Json.parseObject(Files.readAllLines(run.resolve("metrics.jsonl")).getFirst(), "metrics");

    Map<String, Double> explained =
        Explanation.of(world("CartPole-v1"), run, 1).statistics().values();

    assertThat(explained).containsEntry("push_rows", 200.0);
    explained.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            assertThat(line).containsEntry(name, value);
          }
        });
  }
}
