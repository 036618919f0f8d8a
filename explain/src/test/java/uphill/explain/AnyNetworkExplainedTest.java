package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.records.Json;

/// Policies whose networks are not of dense layers alone are explained like all others.
class AnyNetworkExplainedTest {

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, AnyNetworkExplainedTest.class.getClassLoader());
  }

  private static Experiment experiment(String world, String setting) {
    String[] nameAndValue = setting.split("=", 2);
    return Experiment.in(world(world))
        .algorithm("vpg")
        .set("batch_steps", 256)
        .set("envs", 2)
        .set("anneal", false)
        .set("entropy_weight", 0.02)
        .set("max_gradient_norm", 0.2)
        .set(nameAndValue[0], nameAndValue[1])
        .seed(5);
  }

  private Path run(Experiment experiment) throws IOException {
    Path run = directory.resolve("run");
    experiment.steps(768).run(run);
    return run;
  }

  private static void partsSumToThePush(Ledger ledger) {
    double rounding = 0;
    double push = 0;
    for (int i = 0; i < ledger.predicted().length; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * size));
      rounding += Math.abs(ledger.part(Part.ROUNDING)[i]);
      push += Math.abs(ledger.predicted()[i]);
    }
    assertThat(rounding).isLessThan(1e-4 * push);
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,layer_norm=true,tanh",
    "Pendulum-v1,layer_norm=true,relu",
    "Pendulum-v1,network=uphill.explain.Beside,tanh",
    "Acrobot-v1,network=uphill.explain.Beside,tanh",
    "Pendulum-v1,state_noise=true,tanh"
  })
  void thePartsSumToThePushAndWhatTrainingSaysIsWhatAnExplanationFinds(
      String world, String setting, String activation) throws IOException {
    Experiment experiment = experiment(world, setting).set("activation", activation);
    Path run = run(experiment.set("normalize_observations", true).set("observation_clip", 1));
    List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
    int looked = 0;
    for (int update = 1; update <= 3; update++) {
      Explanation explanation = Explanation.of(world(world), run, update);
      partsSumToThePush(explanation.ledger());

      Map<String, Object> line = Json.parseObject(metrics.get(update - 1), "metrics");
      if (line.get("push_rows") instanceof Double rows && rows == 256) {
        looked++;
        explanation
            .statistics()
            .values()
            .forEach(
                (name, value) -> {
                  if (Double.isFinite(value)) {
                    assertThat(line).containsEntry(name, value);
                  }
                });
      }
    }
    assertThat(looked).isPositive();
  }

  @Test
  void theyAreShownAndAskedWhatIf() throws IOException {
    World world = world("FrozenLake-v1");
    Experiment experiment = experiment("FrozenLake-v1", "network=uphill.explain.Beside");
    Explanation explanation = Explanation.of(world, run(experiment), 2);

    WhatIf.Outcome same = WhatIf.of(List.of("weights=gae")).of(explanation, world);
    WhatIf.Outcome other = WhatIf.of(List.of("optimizer=sgd")).of(explanation, world);
    for (int i = 0; i < same.ledger().actual().length; i++) {
      assertThat(same.ledger().actual()[i])
          .isCloseTo(explanation.ledger().actual()[i], within(1e-5));
    }
    assertThat(other.ledger().actual()).isNotEqualTo(same.ledger().actual());
    assertThat(same.objectives()).hasSize(3);
    try (var env = world.create().get()) {
      assertThat(ExplanationPage.of(explanation, env)).contains("K(").doesNotContain("W[s, a]");
    }
  }

  /// Other code, in another language, from the files alone: operation by operation.
  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,layer_norm=true",
    "Pendulum-v1,network=uphill.explain.Beside",
    "Taxi-v4:action_mask=true,network=uphill.explain.Beside",
    "Pendulum-v1,network=dense",
    "Pendulum-v1,state_noise=true"
  })
  void numpyComputesTheSamePushes(String world, String setting)
      throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    boolean masked = world.startsWith("Taxi");
    Experiment experiment = experiment(world, setting);
    boolean ofState = !masked && !setting.startsWith("state_noise");
    experiment.set("normalize_observations", !masked).set("log_std_of_state", ofState);
    Path export = directory.resolve("export");
    new Export(Explanation.of(world(world), run(experiment), 3)).write(export);

    checks("check_export.py", export, "own");
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,network=uphill.explain.Beside",
    "Pendulum-v1,layer_norm=true",
    "Pendulum-v1,state_noise=true"
  })
  void numpyComputesTheSamePushesOfSeveralSteps(String world, String setting)
      throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    String[] nameAndValue = setting.split("=", 2);
    Experiment experiment =
        Experiment.in(world(world))
            .algorithm(Unweighted.class.getName())
            .set("passes_over", 2)
            .set("parts", 4)
            .set(nameAndValue[0], nameAndValue[1]);
    Path export = directory.resolve("export");
    Explanation explanation = Explanation.of(world(world), run(experiment), 3);
    partsSumToThePush(explanation.ledger());
    new Export(explanation).write(export);

    checks("check_steps.py", export, "shared");
  }

  private static void checks(String script, Path export, String part)
      throws IOException, InterruptedException {
    List<String> check =
        List.of("python3", Path.of("..", "bench", "peers", script).toString(), export.toString());
    assertThat(ExportTest.succeeds(check)).isTrue();
    Path pushes = export.resolve("push.jsonl");
    Files.writeString(
        pushes,
        Files.readString(pushes)
            .replaceFirst("\"%s\":(-?)0\\.".formatted(part), "\"%s\":$11.".formatted(part)));
    assertThat(ExportTest.succeeds(check)).isFalse();
  }
}
