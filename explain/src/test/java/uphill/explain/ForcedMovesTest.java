package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Space;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Regression;
import uphill.records.Json;

/// Where a state allows one action alone nothing moves it, and it says nothing of whether pushes
/// are in proportion to weights.
class ForcedMovesTest {

  private static final int BATCH = 208;

  @TempDir private Path directory;

  /// With both lights bright both components can only be 1.
  private static World panel(boolean masks) {
    return World.of("panel", () -> new Panel(new Space.MultiDiscrete(new int[] {2, 2}), masks));
  }

  private Explanation explanation(String algorithm) throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(panel(/* masks= */ true))
        .algorithm(algorithm)
        .seed(3)
        .steps(2 * BATCH)
        .set("batch_steps", BATCH)
        .run(run);
    return Explanation.of(panel(/* masks= */ true), run, 1);
  }

  private static int[] rows(Explanation explanation, boolean forced) {
    float[] mask = explanation.rollout().mask;
    return IntStream.range(0, BATCH)
        .filter(i -> forced == (mask[4 * i] != 0 && mask[4 * i + 2] != 0))
        .toArray();
  }

  private static double[] at(int[] rows, double[] column) {
    return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vpg", "uphill.explain.Unweighted"})
  void theyCountInNoShareAndAreNamed(String algorithm) throws IOException {
    Explanation explanation = explanation(algorithm);
    int[] forced = rows(explanation, true);
    int[] free = rows(explanation, false);
    Ledger ledger = explanation.ledger();
    Regression others = Regression.of(at(free, ledger.weight()), at(free, ledger.actual()));

    assertThat(forced).hasSizeGreaterThan(3);
    assertThat(at(forced, ledger.actual())).containsOnly(0);
    assertThat(explanation.taken()).isEqualTo(others);
    assertThat(explanation.statistics().values())
        .containsEntry("push_wrong_sign", others.wrongSign())
        .containsEntry("push_r_squared", others.rSquared());
    String named =
        forced.length
            + " forced moves, whose only allowed action has probability 1 whatever is learnt, are"
            + " left out.";
    assertThat(Answer.leftOut(explanation)).isEqualTo(named);
    try (Env env = panel(/* masks= */ true).create().get()) {
      assertThat(ExplanationPage.of(explanation, env)).contains(named);
    }
  }

  /// Training looks at all rows of so small a batch.
  @Test
  void theyCountInNoShareThatARunKeeps() throws IOException {
    Map<String, Double> statistics = explanation("vpg").statistics().values();
    Map<String, Object> line =
        Json.parseObject(
            Files.readAllLines(directory.resolve("run/metrics.jsonl")).getFirst(), "metrics");

    for (String name : List.of("push_wrong_sign", "push_r_squared")) {
      assertThat((Double) line.get(name)).isCloseTo(statistics.get(name), within(1e-12));
    }
  }

  @Test
  void whereNothingIsForcedNothingIsLeftOut() throws IOException {
    Path run = directory.resolve("free");
    Experiment.in(panel(/* masks= */ false)).steps(BATCH).set("batch_steps", BATCH).run(run);
    Explanation explanation = Explanation.of(panel(/* masks= */ false), run, 1);

    assertThat(explanation.forced()).isZero();
    assertThat(explanation.taken().samples()).isEqualTo(BATCH);
    assertThat(Answer.leftOut(explanation)).isEmpty();
  }

  @Test
  void whereAllMovesAreForcedNothingCanBeSaid() {
    Regression none = new Regression(0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    assertThat(Answer.said(none, new double[0]))
        .isEqualTo("It cannot be said: no action could be moved.");
    assertThat(Answer.line(none))
        .isEqualTo("no line: no action both has a weight and could be moved");
    assertThat(Answer.against(none)).isEqualTo("no weight has a sign");
  }

  /// Other code, in another language, from the files alone.
  @Test
  void numpyLeavesThemOutAsWell() throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    Path export = directory.resolve("export");
    new Export(explanation("vpg")).write(export);
    Path check = Path.of("..", "bench", "peers", "check_export.py");

    assertThat(ExportTest.succeeds(List.of("python3", check.toString(), export.toString())))
        .isTrue();
  }
}
