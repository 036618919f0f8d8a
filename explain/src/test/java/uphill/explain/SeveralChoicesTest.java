package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Env;
import uphill.env.Space;
import uphill.explain.page.ExplanationPage;
import uphill.explain.page.SampleWords;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.records.Json;
import uphill.records.Safetensors;

/// Worlds whose actions are several choices, or several switches, at once.
class SeveralChoicesTest {

  private static final int BATCH = 200;

  @TempDir private Path directory;

  static Stream<Space> actions() {
    return Stream.of(new Space.MultiDiscrete(new int[] {3, 2}), new Space.MultiBinary(3));
  }

  private static World world(Space actions) {
    return World.of("panel", () -> new Panel(actions));
  }

  private Path run(Space actions, String activation) throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(world(actions))
        .seed(3)
        .steps(3 * BATCH)
        .set("batch_steps", BATCH)
        .set("envs", 4)
        .set("hidden", "16,16")
        .set("activation", activation)
        .set("entropy_weight", 0.02)
        .set("max_gradient_norm", 0.05)
        .run(run);
    return run;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void noUpdateIsRefusedAndThePartsSumToThePush(Space actions) throws IOException {
    Path run = run(actions, actions instanceof Space.MultiBinary ? "relu" : "tanh");

    for (int update = 1; update <= 3; update++) {
      Ledger ledger = Explanation.of(world(actions), run, update).ledger();
      double rounding = 0;
      double predicted = 0;
      for (int i = 0; i < BATCH; i++) {
        double sum = 0;
        double size = 0;
        for (Part part : Part.values()) {
          sum += ledger.part(part)[i];
          size += Math.abs(ledger.part(part)[i]);
        }
        assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * size));
        rounding += Math.abs(ledger.part(Part.ROUNDING)[i]);
        predicted += Math.abs(ledger.predicted()[i]);
      }
      assertThat(rounding).isLessThan(1e-4 * predicted);
    }
  }

  /// With all rows in one look, the run's own statistics are the explanation's.
  @ParameterizedTest
  @MethodSource("actions")
  void theRunKeepsTheStatisticsThatTheExplanationFinds(Space actions) throws IOException {
    Path run = run(actions, "tanh");
    Map<String, Object> line =
        Json.parseObject(Files.readAllLines(run.resolve("metrics.jsonl")).getFirst(), "metrics");
    Map<String, Double> found = Explanation.of(world(actions), run, 1).statistics().values();

    found.forEach(
        (name, value) ->
            assertThat(line)
                .containsEntry(name, Double.isFinite(value) ? (Object) value : Json.NULL));
    assertThat(found.get("kl_exact")).isPositive();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void theyAreExportedShownAndAskedWhatIf(Space actions) throws IOException {
    Explanation explanation = Explanation.of(world(actions), run(actions, "tanh"), 2);
    new Export(explanation).write(directory.resolve("export"));
    WhatIf.Outcome outcome =
        WhatIf.of(List.of("weights=return", "without-episode=1"))
            .of(explanation, world(actions));

    Map<String, Object> json =
        Json.parseObject(Files.readString(directory.resolve("export/export.json")), "export");
    assertThat(json.get("distribution"))
        .isEqualTo(
            actions instanceof Space.MultiBinary
                ? Map.of("family", "bernoulli")
                : Map.of("family", "multi_categorical", "values", List.of(3L, 2L)));
    assertThat((Double) json.get("entropy_weight")).isCloseTo(0.02, within(1e-6));
    assertThat(Safetensors.read(directory.resolve("export/batch.safetensors")).get("action").shape())
        .containsExactly(BATCH, actions.size());
    assertThat(Arrays.stream(outcome.ledger().actual()).map(Math::abs).sum()).isPositive();
    try (Env env = world(actions).create().get()) {
      var words = new SampleWords(explanation, env);
      assertThat(words.action(5)).matches("action \\([012], [01](, [01])?\\)");
      assertThat(words.taken(5)).isEqualTo(words.drawn(5)).hasSize(actions.size());
      assertThat(ExplanationPage.of(explanation, env))
          .contains(
              actions instanceof Space.MultiBinary
                  ? List.of("probability of 1 before", "action 1 = 1", "action 3 = 1")
                  : List.of("values that were taken", "action 1 = 2", "action 2 = 0"))
          .doesNotContain("NaN", "density", "Infinity");
    }
  }
}
