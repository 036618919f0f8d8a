package uphill.explain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.mdp.Taxi;
import uphill.explain.Explanation;
import uphill.explain.Export;
import uphill.explain.OracleProblem;
import uphill.explain.Tables;
import uphill.explain.WhatIf;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.ScorePass;
import uphill.push.Step;
import uphill.push.StepChecks;
import uphill.records.Safetensors;
import uphill.rl.data.Rollout;

/// An update in a world that masks actions is explained with the probabilities that it had.
class MaskedExplanationTest {

  private static final World TAXI = Pages.world("Taxi-v4:action_mask=true");
  private static final int ACTIONS = 6;
  private static final List<String> WORDS =
      List.of("south", "north", "east", "west", "pick up", "drop off");

  @TempDir private static Path shared = Path.of("");
  private static Path run = Path.of("");
  private static Explanation explanation;

  @TempDir private Path directory;

  @BeforeAll
  static void oneRun() throws IOException {
    run = shared.resolve("run");
    Experiment.in(TAXI)
        .algorithm("vpg")
        .seed(2)
        .steps(1_200)
        .set("batch_steps", 400)
        .set("envs", 4)
        .set("hidden", "none")
        .set("entropy_weight", 0.02)
        .run(run);
    explanation = Explanation.of(TAXI, run, 2);
  }

  @Test
  void whatIsNotAllowedHasNoProbabilityAndNoScore() {
    Rollout rollout = explanation.rollout();
    ScorePass scores = explanation.ledger().before();
    int forbidden = 0;
    for (int i = 0; i < 50; i++) {
      double sum = 0;
      double[] one = new double[rollout.rows()];
      one[i] = 1;
      double[] score = new double[explanation.model().size()];
      scores.add(1, one, score);
      int s = state(rollout, i);
      for (int a = 0; a < ACTIONS; a++) {
        double probability = StrictMath.exp(scores.head(i)[a]);
        boolean allowed = rollout.mask[i * ACTIONS + a] == 0;
        sum += probability;
        assertThat(probability > 0).isEqualTo(allowed);
        if (!allowed) {
          forbidden++;
          assertThat(score[s * ACTIONS + a]).isZero(); // W[s, a]
          assertThat(score[500 * ACTIONS + a]).isZero(); // b[a]
        }
      }
      assertThat(Math.abs(sum - 1)).isLessThan(1e-12);
    }
    assertThat(forbidden).isGreaterThan(50);
  }

  private static int state(Rollout rollout, int i) {
    int s = 0;
    while (rollout.observation[i * rollout.observationSize() + s] == 0) {
      s++;
    }
    return s;
  }

  @Test
  void aStepOfOtherMasksIsRefused() {
    Rollout rollout = explanation.rollout();
    float[] mask = rollout.mask.clone();
    mask[7 * ACTIONS] = mask[7 * ACTIONS] == 0 ? -1e8f : 0;
    Step seen = explanation.seen().getFirst();

    StepChecks.requireRows(seen, rollout.observation, rollout.action, rollout.mask);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepChecks.requireRows(seen, rollout.observation, rollout.action, mask))
        .withMessageContaining("its row 7 is said to be row 7");
  }

  @Test
  void anExportSaysWhatWasAllowed() throws IOException {
    Path export = directory.resolve("export");
    new Export(explanation).write(export);

    Safetensors.Matrix allowed =
        Objects.requireNonNull(
            Safetensors.read(export.resolve("batch.safetensors")).get("allowed"));
    assertThat(allowed.shape()).isEqualTo(List.of(400, ACTIONS));
    for (int k = 0; k < allowed.values().length; k++) {
      assertThat(allowed.values()[k]).isEqualTo(explanation.rollout().mask[k] == 0 ? 1 : 0);
    }
  }

  @Test
  void aPictureShowsWhatIsAllowedAlone() throws IOException {
    String page = Pages.page(TAXI, explanation);

    assertThat(page).contains("What a state does not allow is left out: its probability is 0.");
    Matcher picture =
        Pattern.compile("update, sample (\\d+)</title>\\s*<desc[^>]*>([^<]*)</desc>").matcher(page);
    int pictures = 0;
    while (picture.find()) {
      pictures++;
      int at = Integer.parseInt(picture.group(1)) * ACTIONS;
      for (int a = 0; a < ACTIONS; a++) {
        String line = "(^|; )" + WORDS.get(a) + "( \\(taken\\))?: ";
        assertThat(Pattern.compile(line).matcher(picture.group(2)).find())
            .isEqualTo(explanation.rollout().mask[at + a] == 0);
      }
    }
    assertThat(pictures).isGreaterThan(1);
  }

  /// Every action of such a policy is not every action of the table.
  @Test
  void whatIsExactOfTablesIsNotSaidOfIt() throws IOException {
    WhatIf.Outcome outcome = WhatIf.of(List.of("learning-rate=0.5")).of(explanation, TAXI);

    assertThat(outcome.objectives()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OracleProblem.named(TAXI.name(), getClass().getClassLoader()))
        .withMessageStartingWith("Taxi-v4:action_mask=true masks actions, and what is exact here");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tables.policy(run, Taxi.mdp(Taxi.Weather.DRY)))
        .withMessageContaining("learnt in a world that masks actions");
  }
}
