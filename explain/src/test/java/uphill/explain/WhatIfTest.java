package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.oracle.Criterion;

/// Steps that were not taken.
class WhatIfTest {

  private static final World CHAIN =
      World.of("chain", () -> TableEnv.of(SmallMdps.chain(4, 0.1).withMaxSteps(8)));
  private static final World CART_POLE =
      World.named("CartPole-v1", WhatIfTest.class.getClassLoader());

  @TempDir private static Path directory;

  @BeforeAll
  static void train() throws IOException {
    small(CART_POLE).set("max_gradient_norm", "0.1").run(directory.resolve("CartPole-v1"));
    small(CHAIN).preset("tabular").set("batch_steps", "256").run(directory.resolve("chain"));
    small(CART_POLE).preset("simple").set("batch_steps", "256").run(directory.resolve("simple"));
  }

  private static Experiment small(World world) {
    return Experiment.in(world).set("batch_steps", "256").set("hidden", "8").steps(1024);
  }

  private static Explanation explanation(World world, String run) throws IOException {
    return Explanation.of(world, directory.resolve(run), 3);
  }

  private static WhatIf.Outcome outcome(World world, String run, String... words)
      throws IOException {
    return WhatIf.of(List.of(words)).of(explanation(world, run), world);
  }

  /// The arithmetic of steps that nobody took is that of training, to single precision.
  @Test
  void theChoicesThatWereMadeLeadWhereTheRunWent() throws IOException {
    Explanation explanation = explanation(CART_POLE, "CartPole-v1");
    double[] taken = explanation.ledger().parametersAfter();
    double rate = explanation.learningRate();

    WhatIf.Outcome same = outcome(CART_POLE, "CartPole-v1", "weights=gae", "learning-rate=" + rate);

    double[] after = same.ledger().parametersAfter();
    assertThat(explanation.ledger().clippings()[0]).isLessThan(1);
    for (int k = 0; k < after.length; k++) {
      assertThat(after[k])
          .isCloseTo(taken[k], within(1e-6 * Math.max(0.1, Math.abs(after[k]))));
    }
  }

  @Test
  void aPlainStepHasNoMomentumAndGrowsWithItsRate() throws IOException {
    double[] one =
        outcome(CART_POLE, "CartPole-v1", "optimizer=sgd", "learning-rate=0.001")
            .ledger()
            .predicted();
    double[] two =
        outcome(CART_POLE, "CartPole-v1", "optimizer=sgd", "learning-rate=0.002")
            .ledger()
            .predicted();

    for (int i = 0; i < one.length; i++) {
      assertThat(two[i]).isCloseTo(2 * one[i], within(1e-5));
    }
  }

  @Test
  void withoutAnEpisodeNothingOfItPushes() throws IOException {
    Explanation explanation = explanation(CART_POLE, "CartPole-v1");
    WhatIf.Outcome outcome = outcome(CART_POLE, "CartPole-v1", "without-episode=1");

    int[] trajectory = explanation.ledger().explained().trajectory();
    double[] weight = outcome.ledger().weight();
    for (int i = 0; i < weight.length; i++) {
      double before = explanation.ledger().weight()[i];
      assertThat(weight[i]).isEqualTo(trajectory[i] == 1 ? 0 : before);
    }
    double scale = explanation.ledger().weights().scale();
    assertThat(outcome.ledger().weights().scale()).isCloseTo(scale, within(1e-12 * scale));
    assertThat(outcome.objectives()).isEmpty();
  }

  @Test
  void whereThereIsAnOracleTheObjectiveIsExact() throws IOException {
    Explanation explanation = explanation(CHAIN, "chain");

    WhatIf.Outcome still = outcome(CHAIN, "chain", "optimizer=sgd", "learning-rate=1e-12");
    WhatIf.Outcome other = outcome(CHAIN, "chain", "weights=baseline");

    assertThat(still.objectives()).hasSize(3);
    assertThat(still.objectives().get(2)).isCloseTo(still.objectives().get(0), within(1e-9));
    assertThat(still.objectives().get(1)).isNotEqualTo(still.objectives().get(0));
    assertThat(other.objectives().subList(0, 2)).isEqualTo(still.objectives().subList(0, 2));
    assertThat(other.objectives().get(2)).isNotEqualTo(other.objectives().get(1));
    assertThat(explanation.update()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weights=returns       | takes return, reward-to-go, baseline, gae
          optimizer=adam        | takes sgd
          without-episode=-1    | a whole number from 0 to 2147483647
          without-episode=1000  | has the episodes 0 to
          learning-rate=0       | a number above 0 and below 1e9
          learning-rate=x       | a number above 0 and below 1e9
          gamma=1               | --what-if takes weights=W
          """)
  void whatWillNotDoIsSaid(String word, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outcome(CART_POLE, "CartPole-v1", word))
        .withMessageContaining(part);
  }

  @Test
  void weightsAreSpeltAsTrainSpellsThem() throws IOException {
    double[] dashed = outcome(CART_POLE, "CartPole-v1", "weights=reward-to-go").ledger().weight();
    double[] underscored =
        outcome(CART_POLE, "CartPole-v1", "weights=reward_to_go").ledger().weight();

    assertThat(dashed).isEqualTo(underscored);
  }

  @Test
  void aStepHasOneChoiceOfAKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WhatIf.of(List.of("weights=gae", "weights=return")))
        .withMessageContaining("weights is given twice");
  }

  /// J as the run has it: its own γ, within the world's time limit.
  @Test
  void theObjectiveIsTheRuns() throws IOException {
    WhatIf.Outcome outcome = outcome(CHAIN, "chain", "optimizer=sgd");
    double gamma = explanation(CHAIN, "chain").config().settings().gamma();

    assertThat(gamma).isLessThan(1);
    assertThat(outcome.criterion()).contains(Criterion.steps(8, gamma));
  }

  @Test
  void aRunWithoutACriticHasNoBaseline() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outcome(CART_POLE, "simple", "weights=gae"))
        .withMessageContaining("this run learnt none");
  }
}
