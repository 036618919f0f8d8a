package uphill.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.lab.golden.Replay;
import uphill.lab.golden.ReplayReport;
import uphill.mujoco.engine.NeedsMujoco;

/// Gymnasium's worlds, recorded on several releases of MuJoCo and replayed on the one at hand.
@NeedsMujoco
class RecordingsTest {

  /// From release 3.5 on two shapes' margins are added, so these worlds differ before and after.
  private static final Set<String> OF_THE_MARGIN =
      Set.of("Hopper", "Ant", "Humanoid", "HumanoidStandup");

  private static Path file(String name) {
    URL resource = Objects.requireNonNull(RecordingsTest.class.getResource(name), name);
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ReplayReport> replay(String name) {
    return Replay.all(file(name), RecordingsTest.class.getClassLoader());
  }

  @ParameterizedTest
  @CsvSource({
    "mujoco_2.2.2, 2.2.2, 27, 641",
    "mujoco_extra_2.2.2, 2.2.2, 9, 360",
    "mujoco_arguments_2.2.2, 2.2.2, 7, 219",
    "mujoco_3.3.7, 3.3.7, 27, 641",
    "mujoco_extra_3.3.7, 3.3.7, 7, 280",
    "mujoco_arguments_3.3.7, 3.3.7, 7, 219",
    "mujoco_4.0.0, 4.0.0, 18, 508",
    "mujoco_extra_4.0.0, 4.0.0, 7, 280"
  })
  void theReleaseThatWasRecordedIsReplayedBitForBit(
      String name, String version, int episodes, int steps) {
    assumeTrue(Worlds.version().equals(version), "SKIPPED: recorded on MuJoCo " + version);
    List<ReplayReport> reports = replay(name + ".jsonl.gz");
    for (ReplayReport report : reports) {
      assertThat(report.firstDeviation()).as(report.environment()).isEmpty();
      assertThat(report.stateBitEqualShare()).as(report.environment()).isEqualTo(1);
      assertThat(report.observationBitEqualShare()).as(report.environment()).isEqualTo(1);
      assertThat(report.worstRewardError()).as(report.environment()).isZero();
    }
    assertThat(reports.stream().mapToInt(ReplayReport::episodes).sum()).isEqualTo(episodes);
    assertThat(reports.stream().mapToLong(ReplayReport::steps).sum()).isEqualTo(steps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mujoco_2.2.2", "mujoco_3.3.7", "mujoco_4.0.0", "mujoco_3.14.0_wasm"})
  void onAnotherReleaseEpisodesBeginAlike(String name) {
    for (ReplayReport report : replay(name + ".jsonl.gz")) {
      String robot = report.environment().replaceFirst("-v[45]$", "");
      if (!OF_THE_MARGIN.contains(robot)) {
        assertThat(report.firstDeviation()).as(report.environment()).isEmpty();
      }
    }
  }

  /// Pusher-v4's model is another one on MuJoCo 3.
  @Test
  void aReleaseThatReadsAModelOtherwiseIsSaid() {
    assumeTrue(!Worlds.mujoco2(), "SKIPPED: on MuJoCo 2 there is nothing to refuse");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> replay("mujoco_extra_2.2.2.jsonl.gz")))
        .hasMessageContaining("Pusher-v4")
        .hasMessageContaining("Take Pusher-v5");
  }
}
