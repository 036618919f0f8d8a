package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;

/// Steps along ∇J, whatever its length.
class AscentTest {

  private static final Criterion ONE = Criterion.steps(1, 1);

  /// One state, in which action 1 earns r and action 0 nothing.
  private static FiniteMdp bandit(double reward) {
    return FiniteMdp.builder("bandit", 1, 2)
        .start(0, 1)
        .add(0, 0, 1, 0, 0, true)
        .add(0, 1, 1, 0, reward, true)
        .build();
  }

  /// ∇J is ±π(0)·π(1)·r: below 10⁻³⁰⁸ its reciprocal is infinite.
  @ParameterizedTest
  @ValueSource(doubles = {0, 700, 709, 720, 740})
  void aStepIsAsLongAsAlwaysHoweverNearTheGradientIsToZero(double certainty) {
    TabularPolicy start = TabularPolicy.softmax(new double[][] {{0, certainty}});

    TabularPolicy end = Ascent.from(bandit(1), start, ONE, 3, 0).policy();

    assertThat(end.logProb(0, 1) - end.logProb(0, 0))
        .isBetween( // π(1) rounds to 1, and then one of the two logits stays
            certainty + 3 * Ascent.LONGEST - 1e-9, certainty + 6 * Ascent.LONGEST + 1e-9);
  }

  @Test
  void aStepThatIsNotFiniteIsASentence() {
    TabularPolicy start = TabularPolicy.softmax(new double[1][2]);

    assertThatThrownBy(() -> Ascent.from(bandit(1e300), start, ONE, 1, 1e10))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("the exact ascent cannot take a step: ∇J has a component of ")
        .hasMessageContaining(", and 1.0E10 times that is not finite. Take a smaller learning");
  }

  /// The cosine of an estimator with ∇J does not depend on the unit of the rewards.
  @ParameterizedTest
  @ValueSource(doubles = {1e-100, 1e-60, 1, 1e60, 1e100})
  void aCosineIsTheSameInAnyUnit(double unit) {
    FiniteMdp mdp = SmallMdps.random(3, 2, 2, 5);
    TabularPolicy policy = TabularPolicy.uniform(mdp);
    Criterion criterion = Criterion.steps(3, 0.5);

    Scoreboard once = Scoreboard.of(mdp, policy, criterion, Scoreboard.Baseline.EXACT, 1000, 0);
    Scoreboard scaled =
        Scoreboard.of(scaled(mdp, unit), policy, criterion, Scoreboard.Baseline.EXACT, 1000, 0);

    for (int k = 0; k < once.scores().size(); k++) {
      assertThat(scaled.scores().get(k).cosine())
          .isCloseTo(once.scores().get(k).cosine(), within(1e-9));
    }
  }

  private static FiniteMdp scaled(FiniteMdp mdp, double unit) {
    var builder = FiniteMdp.builder("scaled", mdp.states(), mdp.actions());
    for (int s = 0; s < mdp.states(); s++) {
      builder.start(s, mdp.start(s));
      for (int a = 0; a < mdp.actions(); a++) {
        for (FiniteMdp.Transition outcome : mdp.transitions(s, a)) {
          builder.add(
              s,
              a,
              outcome.probability(),
              outcome.next(),
              unit * outcome.reward(),
              outcome.terminated());
        }
      }
    }
    return builder.build();
  }
}
