package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.records.Json;
import uphill.rl.data.RewardToGo;

/// Algorithms that the explanation knows nothing of, and that name no weights.
class UnweightedTest {

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, UnweightedTest.class.getClassLoader());
  }

  private Path run(String world, int passesOver) throws IOException {
    Path run = directory.resolve(world + passesOver);
    Experiment.in(world(world))
        .algorithm(Unweighted.class.getName())
        .set("passes_over", passesOver)
        .seed(3)
        .steps(512)
        .run(run);
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1"})
  void theirWeightsAreDerivedAndTheirPartsSumToThePush(String world) throws IOException {
    Explanation explanation = Explanation.of(world(world), run(world, 1), 3);
    Ledger ledger = explanation.ledger();
    float[] earned = new float[explanation.rollout().rows()];
    RewardToGo.fill(explanation.rollout(), 1, earned);

    assertThat(explanation.weights()).isEqualTo("derived");
    for (int i = 0; i < earned.length; i++) {
      assertThat(ledger.weight()[i])
          .isCloseTo(earned[i], within(1e-9 * Math.max(1, Math.abs(earned[i]))));
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-12 * size));
    }
    double rounding = Arrays.stream(ledger.part(Part.ROUNDING)).map(Math::abs).sum();
    double predicted = Arrays.stream(ledger.predicted()).map(Math::abs).sum();
    assertThat(rounding).isLessThan(1e-4 * predicted);
    assertThat(ledger.part(Part.MOMENTUM)).containsOnly(0);
    assertThat(explanation.statistics().values().get("gradient_snr")).isFinite();
  }

  @Test
  void theyAreExportedAndShownAsWell() throws IOException {
    World cartPole = world("CartPole-v1");
    Explanation explanation = Explanation.of(cartPole, run("CartPole-v1", 1), 2);
    new Export(explanation).write(directory.resolve("export"));

    var json =
        Json.parseObject(Files.readString(directory.resolve("export/export.json")), "export");
    assertThat(json).containsEntry("weights", "derived").doesNotContainKeys("lambda");
    assertThat(Json.field(json, "minibatches", List.class, "export").getFirst().toString())
        .startsWith("[127, 126, ");
    try (var env = cartPole.create().get()) {
      assertThat(ExplanationPage.of(explanation, env)).contains("derived");
    }
  }

  @Test
  void theirStepMayBeAnotherButNotTheirWeights() throws IOException {
    World world = world("CartPole-v1");
    Explanation explanation = Explanation.of(world, run("CartPole-v1", 1), 2);

    double[] rate = other(explanation, world, "learning-rate=0.001");
    for (int i = 0; i < rate.length; i++) {
      assertThat(rate[i]).isCloseTo(explanation.ledger().actual()[i], within(1e-6));
    }
    assertThat(other(explanation, world, "learning-rate=0.002")).isNotEqualTo(rate);
    assertThat(other(explanation, world, "optimizer=sgd")).isNotEqualTo(rate);
    assertThat(other(explanation, world, "without-episode=1")).isNotEqualTo(rate);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other(explanation, world, "weights=return"))
        .withMessageContaining("which " + Unweighted.class.getName() + " does not");
  }

  private static double[] other(Explanation explanation, World world, String word) {
    return WhatIf.of(List.of(word)).of(explanation, world).ledger().actual();
  }

  @Test
  void anUpdateInWhichThePolicyTakesNoStepIsRefused() throws IOException {
    Path run = run("CartPole-v1", 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world("CartPole-v1"), run, 2))
        .withMessageContaining("update 2 took no step of the policy")
        .withMessageContaining("--update");
  }

  /// Else all it learns from would seem to be of long ago.
  @Test
  void aBatchThatDoesNotSayWhatItsRowsAreIsRefused() throws IOException {
    Path run = directory.resolve("columns");
    Experiment.in(world("CartPole-v1"))
        .algorithm(Unweighted.class.getName())
        .set("columns", true)
        .steps(256)
        .run(run);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world("CartPole-v1"), run, 2))
        .withMessageContaining("Feed the rollout itself, or implement Batch.step");
  }

  /// Two passes over each of four rounds, in four steps each.
  private Path several(String world) throws IOException {
    Path run = directory.resolve("several" + world);
    Experiment.in(world(world))
        .algorithm(Unweighted.class.getName())
        .set("passes_over", 2)
        .set("parts", 4)
        .set("rounds", 4)
        .set("adam", world.startsWith("Pendulum"))
        .seed(3)
        .steps(512)
        .run(run);
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1", "Taxi-v4:action_mask=true"})
  void anUpdateOfSeveralRoundsAndStepsIsExplainedAsAWhole(String name) throws IOException {
    World world = world(name);
    Explanation explanation = Explanation.of(world, several(name), 3);
    Ledger ledger = explanation.ledger();

    assertThat(explanation.rollout().rows()).isEqualTo(128);
    assertThat(ledger.steps()).hasSize(32);
    assertThat(ledger.steps().get(8).row()).startsWith(63, 62).endsWith(56);
    for (int i = 0; i < 128; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-11 * size));
      assertThat(ledger.part(Part.OWN)[i] * ledger.weight()[i]).isGreaterThanOrEqualTo(0);
    }
    assertThat(Arrays.stream(ledger.part(Part.MOMENTUM_WITHIN)).anyMatch(x -> x != 0))
        .isEqualTo(name.startsWith("Pendulum"));
    assertThat(explanation.statistics().values().get("gradient_snr")).isFinite();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other(explanation, world, "learning-rate=0.002"))
        .withMessageContaining("took 32 steps of the policy");

    new Export(explanation).write(directory.resolve("export"));
    assertThat(directory.resolve("export/steps/0031.safetensors")).exists();
    assertThat(Files.readAllLines(directory.resolve("export/steps/0008.wanted.jsonl"))).hasSize(8);
    try (var env = world.create().get()) {
      assertThat(ExplanationPage.of(explanation, env))
          .contains("takes 32 optimizer steps", "after step 32", "The steps taken");
    }
  }

  /// Other code, in another language, from the files alone.
  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1", "Taxi-v4:action_mask=true"})
  void numpyComputesTheSamePushesOfSeveralSteps(String world)
      throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    Path export = directory.resolve("export");
    new Export(Explanation.of(world(world), several(world), 3)).write(export);
    List<String> check =
        List.of(
            "python3",
            Path.of("..", "bench", "peers", "check_steps.py").toString(),
            export.toString());

    assertThat(ExportTest.succeeds(check)).isTrue();
    Path pushes = export.resolve("push.jsonl");
    Files.writeString(
        pushes, Files.readString(pushes).replaceFirst("\"shared\":-?0\\.", "\"shared\":1."));
    assertThat(ExportTest.succeeds(check)).isFalse();
  }
}
