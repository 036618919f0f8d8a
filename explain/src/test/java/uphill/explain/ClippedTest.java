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
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.explain.page.ExplanationPage;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.ClipLedger;
import uphill.push.ClipLedger.Zeroed;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.Step;
import uphill.push.StepParts;

/// What the clip of PPO's ratio zeroes: by the formula of the paper, from ratios and advantages.
class ClippedTest {

  private static final double CLIP = 0.1;

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, ClippedTest.class.getClassLoader());
  }

  /// The last update of three. Minibatches of 40, 40 and 16 rows.
  private Explanation explained(String name, Map<String, Object> settings) throws IOException {
    return explained(name, settings, 3);
  }

  private Explanation explained(String name, Map<String, Object> settings, int update)
      throws IOException {
    Path run = directory.resolve("run" + settings.size());
    Experiment experiment =
        Experiment.in(world(name))
            .algorithm("ppo")
            .set("batch_steps", 96)
            .set("envs", 2)
            .set("epochs", 3)
            .set("minibatch", 40)
            .set("clip", CLIP)
            .set("anneal_clip", false)
            .set("anneal", false)
            .set("learning_rate", 0.05)
            .set("max_gradient_norm", 0)
            .set("hidden", 8)
            .seed(3)
            .steps(288);
    settings.forEach(experiment::set);
    experiment.run(run);
    return Explanation.of(world(name), run, update);
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, apart, batch",
    "CartPole-v1, shared, minibatch",
    "Pendulum-v1, apart, minibatch",
    "Taxi-v4:action_mask=true, joint, batch"
  })
  void rowsAreZeroedAsThePaperSaysAndMovedByOthersAlone(String name, String critic, String over)
      throws IOException {
    Explanation explanation =
        explained(name, Map.of("critic", critic, "standardize_over", over, "entropy_weight", 0.01));
    Ledger ledger = explanation.ledger();
    ClipLedger clipped = explanation.clipped().orElseThrow();
    int[] all = IntStream.range(0, 96).toArray();
    double[] own = new double[96];
    int[] times = new int[96];

    assertThat(clipped.clip()).isEqualTo(CLIP);
    assertThat(clipped.steps()).hasSize(9);
    assertThat(clipped.count()).isPositive();
    for (int k = 0; k < 9; k++) {
      Step seen = explanation.seen().get(k);
      Zeroed zeroed = clipped.steps().get(k);
      StepParts parts = StepParts.of(ledger, k, all);
      assertThat(zeroed.rows()).isEqualTo(k % 3 == 2 ? 16 : 40);
      for (int j = 0; j < seen.rows(); j++) {
        int i = seen.row()[j];
        double ratio = parts.ratio()[i];
        double psi = seen.weight()[j];
        int side = psi > 0 && ratio > 1 + CLIP ? 1 : psi < 0 && ratio < 1 - CLIP ? -1 : 0;
        if (Math.abs(Math.abs(ratio - 1) - CLIP) > 1e-5) { // else single precision decides
          assertThat(zeroed.side(i)).isEqualTo(side);
        }
        times[i] += zeroed.side(i) == 0 ? 0 : 1;
        assertThat(parts.own()[i] == 0).isEqualTo(zeroed.side(i) != 0 || forced(explanation, i));
      }
      for (int i : all) {
        double size =
            Math.abs(parts.own()[i])
                + Math.abs(parts.others()[i])
                + Math.abs(parts.entropy()[i])
                + Math.abs(parts.value()[i])
                + Math.abs(parts.momentum()[i]);
        double sum =
            parts.own()[i]
                + parts.others()[i]
                + parts.entropy()[i]
                + parts.value()[i]
                + parts.momentum()[i]
                + parts.solver()[i]
                + parts.rounding()[i];
        assertThat(sum).isCloseTo(parts.predicted()[i], within(1e-11 * size));
        own[i] += parts.own()[i];
      }
    }
    assertThat(clipped.times()).isEqualTo(times);
    assertThat(clipped.movers().own()).isZero();
    assertThat(clipped.movers().others()).isPositive();
    assertThat(clipped.movers().momentum()).isPositive();
    for (int i : all) {
      double size = Math.abs(ledger.clipped(Part.OWN)[i]);
      assertThat(own[i]).isCloseTo(ledger.clipped(Part.OWN)[i], within(1e-12 * size));
    }
  }

  private static boolean forced(Explanation explanation, int i) {
    return explanation.ledger().explained().forced(explanation.model())[i];
  }

  /// A line for each step with the action, one for those between, and their sum is the push.
  @Test
  void theStepsOfAnActionSumToItsPush() throws IOException {
    Explanation explanation = explained("CartPole-v1", Map.of());
    ClipLedger clipped = explanation.clipped().orElseThrow();
    int row = new ClipAccount(clipped, 0).furthest(new AlikeSamples(explanation), 1)[0];
    Passage passage = StepLines.of(explanation.ledger(), explanation.clipped(), row);

    assertThat(passage.columns())
        .containsExactly(
            "step",
            "ratio before",
            "zeroed",
            "own",
            "other rows",
            "momentum",
            "predicted",
            "actual");
    long among = passage.lines().stream().filter(l -> !l.get(2).equals("not a row")).count();
    assertThat(among).isEqualTo(3); // one of each epoch
    assertThat(passage.lines().stream().map(l -> l.get(2))).containsAnyOf("above", "below");
    for (List<String> line : passage.lines()) {
      if (!line.get(2).equals("no")) {
        assertThat(line.get(3)).isEqualTo("0");
      }
    }
    int actual = passage.columns().indexOf("actual");
    double sum = 0;
    for (List<String> line : passage.lines()) {
      sum += Double.parseDouble(line.get(actual).replace('−', '-'));
    }
    assertThat(sum).isCloseTo(explanation.ledger().actual()[row], within(1e-2 * Math.abs(sum)));
  }

  @Test
  void aStepThatWasUndoneIsInNoneOfTheNumbers() throws IOException {
    Explanation whole = explained("CartPole-v1", Map.of("learning_rate", 0.003), 1);
    double kl =
        Objects.requireNonNull(
            whole.statistics().values().get("kl_exact")); // which the last steps reach
    Explanation explanation =
        explained("CartPole-v1", Map.of("learning_rate", 0.003, "max_kl", 0.5 * kl), 1);
    ClipLedger clipped = explanation.clipped().orElseThrow();

    assertThat(explanation.takenBack()).hasSize(1);
    assertThat(clipped.steps()).hasSameSizeAs(explanation.seen()).hasSizeLessThan(9);
    assertThat(Arrays.stream(clipped.times()).sum()).isEqualTo(clipped.count());
    assertThat(new ClipAccount(clipped, 1).passages().getFirst().sentences())
        .contains("1 step after these was taken back, and is in none of the numbers.");
  }

  @Test
  void anUpdateWhoseOnlyStepWasUndoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> explained("CartPole-v1", Map.of("max_kl", 1e-6)))
        .withMessageContaining("took no step of the policy that it did not take back (1 step), so");
  }

  @Test
  void thePageHasIt() throws IOException {
    Explanation explanation = explained("CartPole-v1", Map.of());
    try (var env = world("CartPole-v1").create().get()) {
      assertThat(ExplanationPage.of(explanation, env))
          .contains("href=\"#clip\"", "What the clip zeroed", "Their own push there is exactly 0.");
    }
  }

  /// Other code, in another language. Of a narrow Gaussian single precision holds log-probabilities
  /// less exactly, so that ratios are off by more.
  @ParameterizedTest
  @CsvSource({"CartPole-v1, 0", "Pendulum-v1, -6"})
  void numpyComputesWhatTheClippedLossWanted(String name, double logStd)
      throws IOException, InterruptedException {
    assumeTrue(
        ExportTest.succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    Path export = directory.resolve("export");
    new Export(explained(name, Map.of("learning_rate", 0.003, "log_std", logStd))).write(export);
    List<String> check =
        List.of(
            "python3",
            Path.of("..", "bench", "peers", "check_steps.py").toString(),
            export.toString());

    assertThat(ExportTest.succeeds(check)).isTrue();
    Path wanted = export.resolve("steps/0001.wanted.jsonl");
    Files.writeString(
        wanted,
        Pattern.compile("(?<=\"weight\":)[-0-9.Ee]+")
            .matcher(Files.readString(wanted))
            .replaceAll(weight -> String.valueOf(1.01 * Double.parseDouble(weight.group()))));
    assertThat(ExportTest.succeeds(check)).isFalse();
  }
}
