package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;

/// The most that any policy can be worth, beside what every policy is worth.
class OptimumTest {

  /// Where the horizon is infinite, some policy that is certain and does not know the clock is best
  /// (Puterman 1994, theorem 6.2.10): so the best of all of those.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void withoutEndItIsTheBestOfAllCertainPolicies(long seed) {
    FiniteMdp mdp = SmallMdps.random(4, 3, 2, seed);
    Criterion criterion = Criterion.forever(0.9);
    double best = Double.NEGATIVE_INFINITY;
    for (int number = 0; number < 81; number++) {
      TabularPolicy policy = certain(mdp, number);
      best = Math.max(best, Exact.of(mdp, policy, criterion).objective());
    }

    assertThat(Optimum.objective(mdp, criterion)).isCloseTo(best, within(1e-10));
  }

  /// And in two steps the best of all pairs of such, one for each step.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void inTwoStepsItIsTheBestOfAllPairsOfThem(long seed) {
    FiniteMdp mdp = SmallMdps.random(4, 3, 2, seed);
    double best = Double.NEGATIVE_INFINITY;
    for (int second = 0; second < 81; second++) {
      Exact after = Exact.of(mdp, certain(mdp, second), Criterion.steps(1, 0.9));
      for (int first = 0; first < 81; first++) {
        best = Math.max(best, worth(mdp, certain(mdp, first), after));
      }
    }

    assertThat(Optimum.objective(mdp, Criterion.steps(2, 0.9))).isCloseTo(best, within(1e-12));
  }

  /// J of one step by the first policy and what follows.
  private static double worth(FiniteMdp mdp, TabularPolicy first, Exact after) {
    double sum = 0;
    for (int s = 0; s < mdp.states(); s++) {
      for (int a = 0; a < mdp.actions(); a++) {
        for (FiniteMdp.Transition outcome : mdp.transitions(s, a)) {
          double rest = outcome.terminated() ? 0 : 0.9 * after.value(0, outcome.next());
          sum +=
              mdp.start(s)
                  * first.probability(s, a)
                  * outcome.probability()
                  * (outcome.reward() + rest);
        }
      }
    }
    return sum;
  }

  /// The policy whose action in state s is digit s of the number, in base 3.
  private static TabularPolicy certain(FiniteMdp mdp, int number) {
    double[][] probability = new double[mdp.states()][mdp.actions()];
    int rest = number;
    for (double[] row : probability) {
      row[rest % 3] = 1;
      rest /= 3;
    }
    return TabularPolicy.of(probability);
  }
}
