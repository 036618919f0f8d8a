package uphill.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.contract.Replaying;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.rl.AgentConfig;

/// Which updates of several steps are looked at.
class StepLooksTest {

  private static final World WORLD =
      World.named("Pendulum-v1", StepLooksTest.class.getClassLoader());
  private static final AgentConfig SETTINGS = new Replaying.Config();

  @TempDir private Path directory;

  @Test
  void moreStepsAreLookedAtInFewerUpdatesAndRows() {
    StepLooks before = StepLooks.of(SETTINGS, 1_000, 1e-4);
    assertThat(before).isEqualTo(new StepLooks(before.every(), 256));
    for (double steps = 1e-3; steps < 1e5; steps *= 3) {
      StepLooks looks = StepLooks.of(SETTINGS, 1_000, steps);
      assertThat(looks.every())
          .isGreaterThanOrEqualTo(looks.rows() < before.rows() ? 1 : before.every());
      assertThat(looks.rows()).isBetween(16, before.rows());
      before = looks;
    }
    assertThat(StepLooks.of(SETTINGS, 10_000_000, 1).rows()).isEqualTo(16);
  }

  @Test
  void theFirstUpdateCountsTheSteps() {
    StepLooks looks = new StepLooks(4, 32);

    assertThat(List.of(1, 2, 3, 4, 5, 6, 10)).filteredOn(looks::due).containsExactly(2, 6, 10);
  }

  /// The agent begins to learn in its first update; the next one is looked at, and later ones too.
  @Test
  void aRunSaysSo() throws IOException {
    Experiment.in(WORLD)
        .algorithm(Replaying.Config.class.getName())
        .steps(70_000)
        .run(directory.resolve("run"));

    List<String> lines = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    List<Integer> looked = new ArrayList<>();
    for (int k = 0; k < lines.size(); k++) {
      if (Json.parseObject(lines.get(k), "metrics").get("push_rows") instanceof Double) {
        looked.add(k + 1);
      }
    }
    assertThat(looked.getFirst()).isEqualTo(2);
    assertThat(looked).hasSizeBetween(2, 70);
  }
}
