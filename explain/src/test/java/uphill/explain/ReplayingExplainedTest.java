package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.contract.Replaying;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;

/// An agent that learns from a memory, in rounds of one step, against a critic: its squashed policy
/// goes down two terms, of rows of which most were gathered long before.
class ReplayingExplainedTest {

  private static final World WORLD =
      World.named("Pendulum-v1", ReplayingExplainedTest.class.getClassLoader());

  @TempDir private Path directory;

  private Explanation explanation(int update) throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(WORLD)
        .algorithm(Replaying.Config.class.getName())
        .set("learning_rate", 0.01)
        .seed(5)
        .steps(600)
        .run(run);
    return Explanation.of(WORLD, run, update);
  }

  @Test
  void itsUpdatesAreExplainedAsThoseOfAnyOther() throws IOException {
    Explanation explanation = explanation(4);
    Ledger ledger = explanation.ledger();

    assertThat(explanation.weights()).isEqualTo(Explanation.DERIVED);
    assertThat(ledger.explained().rows()).isEqualTo(100);
    assertThat(ledger.steps()).hasSize(25);
    long known =
        ledger.steps().stream()
            .mapToLong(step -> Arrays.stream(step.row()).filter(row -> row >= 0).count())
            .sum();
    assertThat(known).isBetween(20L, 25L * 16 - 20);
    for (int i = 0; i < 100; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-11 * size));
    }
    assertThat(ledger.part(Part.ENTROPY)).doesNotContain(0);
    assertThat(ledger.part(Part.MOMENTUM_WITHIN)).doesNotContain(0);
    try (var env = WORLD.create().get()) {
      assertThat(ExplanationPage.of(explanation, env)).contains("takes 25 optimizer steps");
    }
  }

  /// Other code, in another language, from the files alone.
  @Test
  void numpyComputesTheSamePushes() throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    Path export = directory.resolve("export");
    new Export(explanation(6)).write(export);
    List<String> check =
        List.of(
            "python3",
            Path.of("..", "bench", "peers", "check_steps.py").toString(),
            export.toString());

    assertThat(ExportTest.succeeds(check)).isTrue();
    Path wanted = export.resolve("steps/0003.wanted.jsonl");
    Files.writeString(
        wanted, Files.readString(wanted).replaceFirst("\"outputs\":\\[-?", "\"outputs\":[1"));
    assertThat(ExportTest.succeeds(check)).isFalse();
  }
}
