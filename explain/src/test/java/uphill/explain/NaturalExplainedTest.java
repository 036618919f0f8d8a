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
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.OptimizerStep;
import uphill.push.Promise;
import uphill.records.Json;

/// Updates of NPG and TRPO, whose steps go along directions that conjugate gradients solved for.
class NaturalExplainedTest {

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, NaturalExplainedTest.class.getClassLoader());
  }

  private Path run(String algorithm, String world, double damping) throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(world(world))
        .algorithm(algorithm)
        .set("batch_steps", 128)
        .set("envs", 2)
        .set("hidden", 2)
        .set("damping", damping)
        .set("cg_steps", 4)
        .set("lambda", 0.98)
        .set("max_kl", 0.05)
        .seed(3)
        .steps(512)
        .run(run);
    return run;
  }

  private Explanation explained(String algorithm, String world) throws IOException {
    return Explanation.of(world(world), run(algorithm, world, 0.1), 3);
  }

  private static double size(double... values) {
    return Answer.rootMeanSquare(values);
  }

  @ParameterizedTest
  @CsvSource({
    "npg, CartPole-v1",
    "npg, Pendulum-v1",
    "trpo, CartPole-v1",
    "trpo, Taxi-v4:action_mask=true"
  })
  void theirPartsSumToThePushAndTheSolverIsOneOfThem(String algorithm, String name)
      throws IOException {
    Explanation explanation = explained(algorithm, name);
    Ledger ledger = explanation.ledger();
    OptimizerStep.Solved step = (OptimizerStep.Solved) ledger.steps().getFirst().optimizer();

    assertThat(ledger.steps()).hasSize(1);
    assertThat(step.damping()).isEqualTo(0.1f);
    for (int i = 0; i < ledger.predicted().length; i++) {
      double sum = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
      }
      double scale =
          Arrays.stream(ledger.contributions(i)).map(Math::abs).sum()
              + Math.abs(ledger.part(Part.SOLVER)[i]);
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * scale));
      assertThat(ledger.part(Part.OWN)[i] * ledger.weight()[i] < 0).isFalse(); // NaN if forced
    }
    double predicted = size(ledger.predicted());
    assertThat(size(ledger.part(Part.SOLVER))).isBetween(1e-6 * predicted, 0.5 * predicted);
    assertThat(size(ledger.part(Part.ROUNDING))).isLessThan(1e-5 * predicted);
    try (var env = world(name).create().get()) {
      assertThat(ExplanationPage.of(explanation, env)).contains("solver");
    }
  }

  /// KL may reach so much that steps are taken back.
  private Path far() throws IOException {
    Path run = directory.resolve("far");
    Experiment.in(world("CartPole-v1"))
        .algorithm("trpo")
        .preset("zoo-cartpole")
        .set("batch_steps", 128)
        .set("envs", 2)
        .set("hidden", 2)
        .set("backtracks", 2)
        .set("max_kl", 0.5)
        .set("cg_steps", 15)
        .seed(3)
        .steps(1024)
        .run(run);
    return run;
  }

  private static double number(Path run, int update, String name) throws IOException {
    String line = Files.readAllLines(run.resolve("metrics.jsonl")).get(update - 1);
    return Json.field(Json.parseObject(line, "metrics"), name, Double.class, "metrics");
  }

  private static Offset<Double> near(double value) {
    return within(1e-4 * Math.abs(value));
  }

  /// In double precision from the parameters, beside what training measured in single precision.
  @ParameterizedTest
  @CsvSource({"trpo, CartPole-v1", "trpo, Pendulum-v1", "npg, CartPole-v1"})
  void itsPromisesAreThoseOfTraining(String algorithm, String world) throws IOException {
    Explanation explanation = explained(algorithm, world);
    Promise promise = explanation.promises().getFirst();
    Path run = directory.resolve("run");

    assertThat(explanation.promises()).hasSize(1);
    assertThat(promise.kept()).isTrue();
    assertThat(promise.length()).isEqualTo(number(run, 3, "step_length"));
    assertThat(promise.kl()).isCloseTo(number(run, 3, "kl"), near(promise.kl()));
    assertThat(promise.dampedKl()).isCloseTo(0.05, within(5e-6)); // of the full step
    assertThat(promise.quadraticKl()).isLessThan(promise.dampedKl());
    assertThat(promise.quadraticKl()).isCloseTo(promise.kl(), within(0.5 * promise.kl()));
    if (algorithm.equals("trpo")) {
      assertThat(promise.promised())
          .isCloseTo(number(run, 3, "improvement_promised"), near(promise.promised()));
      assertThat(promise.improvement())
          .isCloseTo(number(run, 3, "improvement"), near(promise.improvement()));
    }
  }

  @Test
  void stepsThatWereTakenBackAreToldWithWhatTheyWouldHaveDone() throws IOException {
    Path run = far();
    Explanation explanation = Explanation.of(world("CartPole-v1"), run, 2);
    List<Promise> promises = explanation.promises();

    assertThat(promises.stream().map(Promise::kept)).containsExactly(false, true);
    assertThat(promises.getFirst().kl()).isGreaterThan(0.5);
    assertThat(promises.getLast().kl()).isLessThanOrEqualTo(0.5);
    assertThat(promises.getFirst().dampedKl()).isCloseTo(0.5, within(5e-5));
    Passage passage = new NaturalAccount(promises, explanation.largestKl()).passage();
    assertThat(passage.sentences())
        .contains("1 longer step was tried first and taken back; kept was 80 % of the full step.");
    assertThat(passage.lines().getFirst()).contains("taken back: KL too large");
    assertThat(passage.lines().getLast()).contains("0.8", "kept");
  }

  @Test
  void aLineSearchThatRefusedEveryStepIsSaidInWords() throws IOException {
    Path run = far();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world("CartPole-v1"), run, 1))
        .withMessageContaining("update 1 took no step of the policy: its line search tried 2")
        .withMessageContaining("mean KL of 0.");
  }

  /// Another length takes the same direction, another weight one that is solved for exactly.
  @Test
  void anotherStepIsAlongTheDirectionOfItsOwnWeights() throws IOException {
    World world = world("CartPole-v1");
    Explanation explanation = explained("npg", "CartPole-v1");
    double[] taken = explanation.ledger().part(Part.SOLVER);
    double rate = explanation.learningRate();

    double[] twice =
        WhatIf.of(List.of("learning-rate=" + 2 * rate))
            .of(explanation, world)
            .ledger()
            .part(Part.SOLVER);
    for (int i = 0; i < taken.length; i++) {
      assertThat(twice[i]).isCloseTo(2 * taken[i], within(1e-9 * size(taken)));
    }
    Ledger without = WhatIf.of(List.of("without-episode=1")).of(explanation, world).ledger();
    assertThat(without.part(Part.SOLVER)).containsOnly(0);
    assertThat(size(without.predicted())).isPositive();
  }

  @Test
  void withoutDampingNothingIsExplained() throws IOException {
    Path run = run("npg", "CartPole-v1", 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world("CartPole-v1"), run, 2))
        .withMessageContaining("Train with a damping above 0");
  }

  /// Other code, in another language, from the files alone: one dense solve for all parameters.
  @ParameterizedTest
  @CsvSource({"npg, Pendulum-v1", "trpo, CartPole-v1", "trpo, Taxi-v4:action_mask=true"})
  void numpyComputesTheSamePushes(String algorithm, String name)
      throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    Path export = directory.resolve("export");
    new Export(explained(algorithm, name)).write(export);
    var json = Json.parseObject(Files.readString(export.resolve("export.json")), "export");
    assertThat("%s".formatted(json.get("optimizer"))).contains("natural", "damping");
    List<String> check =
        List.of(
            "python3",
            Path.of("..", "bench", "peers", "check_steps.py").toString(),
            export.toString());

    assertThat(ExportTest.succeeds(check)).isTrue();
    Path pushes = export.resolve("push.jsonl");
    Files.writeString(
        pushes, Files.readString(pushes).replaceFirst("\"solver\":-?[0-9]\\.", "\"solver\":77."));
    assertThat(ExportTest.succeeds(check)).isFalse();
  }
}
