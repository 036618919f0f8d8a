package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Env;
import uphill.env.Space;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.records.Json;

/// Updates of TRPO whose Fisher information is too large to be decomposed: 91 dials, 8,463
/// parameters, 91 columns for each row.
class UndecomposedTest {

  private static final int BATCH = 96;

  @TempDir private Path directory;

  private static World world() {
    return World.of("panel", () -> new Panel(Space.Box.of(-2, 2, 91)));
  }

  private Path run(int batch) throws IOException {
    Path run = directory.resolve("run" + batch);
    Experiment.in(world())
        .algorithm("trpo")
        .preset("sb3")
        .set("batch_steps", batch)
        .set("hidden", "none")
        .seed(3)
        .steps(2L * batch)
        .run(run);
    return run;
  }

  @Test
  void whoPushedIsToldOfTheFurthestActionsAndOfOneThatIsAskedFor() throws IOException {
    Path run = run(BATCH);
    Explanation explanation = Explanation.of(world(), run, 2);
    Ledger ledger = explanation.ledger();
    double[] sizes = Arrays.stream(ledger.actual()).sorted().toArray();
    int asked = 0;
    while (Arrays.stream(ledger.apart()).boxed().toList().contains(asked)) {
      asked++;
    }

    assertThat(ledger.apart()).hasSize(10);
    for (int i : ledger.apart()) {
      assertThat(ledger.actual()[i] >= sizes[BATCH - 5] || ledger.actual()[i] <= sizes[4]).isTrue();
    }
    assertThat(Answer.of(explanation))
        .contains("Of the parts of the push on the 10 actions that are told apart");
    assertThat(Answer.whyApart(ledger)).contains("10 of 96");
    try (Env env = world().create().get()) {
      assertThat(ExplanationPage.of(explanation, env))
          .contains("root mean squares over the 10 actions that are told apart")
          .contains(Answer.whyApart(ledger))
          .doesNotContain("NaN");
    }
    Ledger again = Explanation.of(world(), run, 2, asked).ledger();
    assertThat(again.apart()).hasSize(11).contains(asked);
    assertThat(again.part(Part.OWN)[asked]).isEqualTo(again.contributions(asked)[asked]);
    assertThat(Explanation.of(world(), run, 2, BATCH).ledger().apart()).hasSize(10);
  }

  @Test
  void theExportSaysOfHowMany() throws IOException {
    Path export = directory.resolve("export");
    new Export(Explanation.of(world(), run(BATCH), 2)).write(export);
    Map<String, Object> json =
        Json.parseObject(Files.readString(export.resolve("export.json")), "export");
    long unknown =
        Files.readAllLines(export.resolve("push.jsonl")).stream()
            .filter(line -> line.contains("\"own\":null,\"own_trajectory\":null,\"shared\":null"))
            .count();

    assertThat(json).containsEntry("told_apart", 10L);
    assertThat(unknown).isEqualTo(BATCH - 10);
  }

  /// 86 rows have fewer columns than the most that are decomposed.
  @Test
  void whatCanBeDecomposedIsToldOfAll() throws IOException {
    Explanation explanation = Explanation.of(world(), run(86), 2);

    assertThat(explanation.ledger().apart()).hasSize(86);
    assertThat(Answer.whyApart(explanation.ledger())).isEmpty();
    assertThat(Answer.apart(explanation.ledger())).isEqualTo("all actions");
  }
}
