package uphill.explain;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.contract.Replaying;
import uphill.lab.Experiment;
import uphill.lab.RunEvent;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Regression;
import uphill.records.Json;

/// Agents without weights of their own, whose policies take several steps in an update, keep the
/// statistics that an explanation computes.
class UpdateLookTest {

  private static final String REPLAYING = Replaying.Config.class.getName();
  private static final String UNWEIGHTED = Unweighted.class.getName();

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, UpdateLookTest.class.getClassLoader());
  }

  private Path run(String world, String algorithm, UnaryOperator<Experiment> with)
      throws IOException {
    Path run = directory.resolve("run" + directory.toFile().list().length);
    with.apply(Experiment.in(world(world)).algorithm(algorithm).seed(3)).run(run);
    return run;
  }

  private static UnaryOperator<Experiment> rounds(int rounds, int batch, int updates) {
    return experiment ->
        experiment
            .set("passes_over", 2)
            .set("parts", 4)
            .set("rounds", rounds)
            .set("batch_steps", batch)
            .steps((long) updates * batch);
  }

  private static Map<String, Object> line(Path run, int update) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    return Json.parseObject(lines.get(update - 1), "metrics");
  }

  private static void assertSame(Map<String, Object> line, Map<String, Double> statistics) {
    statistics.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            assertThat(line.get(name)).as(name).isInstanceOf(Double.class);
            assertThat((Double) line.get(name))
                .as(name)
                .isCloseTo(value, within(1e-9 * Math.max(1e-3, Math.abs(value))));
          } else {
            assertThat(line.get(name)).as(name).isEqualTo(Json.NULL);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "Pendulum-v1, 1",
    "CartPole-v1, 1",
    "CartPole-v1, 4",
    "Taxi-v4:action_mask=true, 1",
    "Taxi-v4:action_mask=true, 4"
  })
  void theyAreThoseOfTheExplanationWhereAllRowsAreLookedAt(String world, int rounds)
      throws IOException {
    Path run = run(world, UNWEIGHTED, rounds(rounds, 16, 4));

    Map<String, Double> statistics = Explanation.of(world(world), run, 2).statistics().values();
    assertThat(line(run, 1).get("push_rows")).isEqualTo(Json.NULL);
    assertThat(line(run, 2).get("push_rows")).isEqualTo(16.0);
    assertThat(statistics.get("push_predicted_rms")).isPositive();
    assertSame(line(run, 2), statistics);
  }

  /// What the explanation has for these rows.
  private static Map<String, Double> of(Explanation explanation, IntUnaryOperator row, int count) {
    int[] rows = IntStream.range(0, count).map(row).toArray();
    Ledger ledger = explanation.ledger();
    double[] kl = new double[count];
    for (int i = 0; i < count; i++) {
      kl[i] = ledger.before().kl(rows[i], ledger.after());
    }
    int[] told = IntStream.of(rows).filter(i -> !Double.isNaN(ledger.weight()[i])).toArray();
    Regression line = Regression.of(at(ledger.weight(), told), at(ledger.actual(), told));
    return Map.of(
        "push_rows",
        (double) count,
        "push_predicted_rms",
        Answer.rootMeanSquare(at(ledger.predicted(), rows)),
        "push_actual_rms",
        Answer.rootMeanSquare(at(ledger.actual(), rows)),
        "push_residual_rms",
        Answer.rootMeanSquare(at(ledger.residual(), rows)),
        "push_wrong_sign",
        line.wrongSign(),
        "push_r_squared",
        line.rSquared(),
        "kl_exact",
        DoubleStream.of(kl).sum() / count,
        "noise_scale",
        Double.NaN);
  }

  private static double[] at(double[] column, int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pendulum-v1", "CartPole-v1", "Taxi-v4:action_mask=true"})
  void ofALargerRoundEvenlySpacedRowsAreLookedAt(String world) throws IOException {
    Path run = run(world, UNWEIGHTED, rounds(1, 328, 3));

    Explanation explanation = Explanation.of(world(world), run, 2);
    assertSame(line(run, 2), of(explanation, i -> i * 328 / 16, 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pendulum-v1", "CartPole-v1", "Taxi-v4:action_mask=true"})
  void ofSeveralRoundsTheFirstRowsAreLookedAt(String world) throws IOException {
    Path run = run(world, UNWEIGHTED, rounds(4, 160, 3));

    assertSame(line(run, 2), of(Explanation.of(world(world), run, 2), i -> i, 16));
  }

  @Test
  void soTheyAreOfRoundsOfOneStepAndAMemory() throws IOException {
    Path run = run("Pendulum-v1", REPLAYING, e -> e.set("learning_rate", 0.01).steps(600));

    Explanation explanation = Explanation.of(world("Pendulum-v1"), run, 2);
    assertThat(explanation.severalSteps()).isTrue();
    assertSame(line(run, 2), of(explanation, i -> i, 16));
  }

  /// No step, and batches that do not say what their rows are: neither is explained.
  @Test
  void whatIsNotExplainedHasNone() throws IOException {
    for (UnaryOperator<Experiment> with :
        List.<UnaryOperator<Experiment>>of(
            e -> e.set("passes_over", 0), e -> e.set("columns", true))) {
      Path run = run("CartPole-v1", UNWEIGHTED, e -> with.apply(e.steps(512)));
      for (int update = 1; update <= 4; update++) {
        assertThat(line(run, update)).containsEntry("push_rows", Json.NULL);
      }
    }
  }

  /// Training goes on, and says once what failed; a refusal is none.
  @Test
  void aFaultIsToldOnceByItsNameAndStopsNoTraining() throws IOException {
    List<String> warnings = new ArrayList<>();
    UnaryOperator<Experiment> listening =
        e ->
            e.steps(512)
                .watchedBy(
                    event -> {
                      if (event instanceof RunEvent.Warned(_, var sentence)) {
                        warnings.add(sentence);
                      }
                    });
    run("CartPole-v1", UNWEIGHTED, e -> listening.apply(e.set("columns", true)));
    assertThat(warnings).isEmpty();

    Path run = run("CartPole-v1", UNWEIGHTED, e -> listening.apply(e.set("faulty", true)));
    assertThat(warnings)
        .singleElement(as(STRING))
        .contains("update 2", "IllegalStateException: nobody knows row ", "training goes on");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(4);
    assertThat(line(run, 2)).containsEntry("push_rows", Json.NULL);
  }

  @Test
  void theyAreTheSameOnAnyThreads() throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      int on = threads;
      Path run = run("Pendulum-v1", UNWEIGHTED, e -> rounds(1, 512, 3).apply(e).threads(on));
      assertThat(line(run, 2)).containsEntry("push_rows", 16.0);
      bytes.add(Files.readAllBytes(run.resolve("metrics.jsonl")));
    }
    assertThat(bytes.getFirst()).isEqualTo(bytes.getLast());
  }
}
