package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The linear-quadratic problem.
class LqrTest {

  private static final Lqr.Linear POLICY = new Lqr.Linear(-0.4, -0.7);

  static Stream<Lqr> problems() {
    return Stream.of(
        Lqr.standard(Criterion.steps(10, 1)),
        Lqr.standard(Criterion.steps(1, 1)),
        Lqr.standard(Criterion.forever(0.9)),
        Lqr.standard(Criterion.forever(0)),
        new Lqr(0.9, -0.5, 0.3, 2, 0.7, 0.1, Criterion.steps(20, 0.95)),
        new Lqr(1.1, 0.7, 0, 1, 1, 2, Criterion.steps(5, 1)));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void threeRoutesToTheGradientAgree(Lqr problem) {
    double[] theorem = problem.policyGradient(POLICY);

    double scale = Math.hypot(theorem[0], theorem[1]);
    assertThat(problem.derivative(POLICY)).containsExactly(theorem, within(1e-10 * scale));
    assertThat(problem.differences(POLICY, 1e-5)).containsExactly(theorem, within(1e-6 * scale));
  }

  /// The policy that costs least: its gain is −γ·P·a·b/(c + γ·P·b²), P the root of Riccati's
  /// equation.
  @Test
  void theGradientVanishesAtTheOptimalGain() {
    Lqr problem = Lqr.standard(Criterion.forever(0.9));
    double p = 1;
    for (int k = 0; k < 1000; k++) {
      double cost = 0.9 * p;
      p = 1 + cost - cost * cost / (0.5 + cost);
    }
    double gain = -0.9 * p / (0.5 + 0.9 * p);

    assertThat(problem.policyGradient(new Lqr.Linear(gain, -1))[0]).isCloseTo(0, within(1e-10));
    assertThat(problem.policyGradient(new Lqr.Linear(gain + 0.1, -1))[0]).isNegative();
    assertThat(problem.policyGradient(new Lqr.Linear(gain - 0.1, -1))[0]).isPositive();
    // Noise only costs.
    assertThat(problem.policyGradient(new Lqr.Linear(gain, -1))[1]).isNegative();
  }

  @Test
  void drawnEstimatesAreScoredLikeThoseOfATable() {
    Lqr problem = Lqr.standard(Criterion.steps(10, 0.95));

    Scoreboard board = Scoreboard.of(problem, POLICY, 100_000, 1);

    for (Score score : board.scores()) {
      boolean honest = !score.name().contains("without") && !score.name().contains("normalized");
      assertThat(score.biasNorm() < 1e-12).as(score.name()).isEqualTo(honest);
    }
    assertThat(score(board, "advantage").varianceHigh())
        .isLessThan(score(board, "value_baseline").varianceLow());
    assertThat(score(board, "value_baseline").varianceHigh())
        .isLessThan(score(board, "reward_to_go").varianceLow());
    assertThat(score(board, "reward_to_go").varianceHigh())
        .isLessThan(score(board, "return").varianceLow());
  }

  /// The means of a million trajectories.
  @Test
  void meansOfDrawnTrajectoriesAreWithinFourStandardErrors() {
    Lqr problem = Lqr.standard(Criterion.steps(5, 0.9));

    LqrScoreboard board = LqrScoreboard.drawn(problem, POLICY, 1_000_000, 2);

    assertThat(board.weightings()).hasSizeGreaterThan(15);
    for (int k = 0; k < board.weightings().size(); k++) {
      double[] mean = board.moments(k).mean();
      double[] variance = board.moments(k).variance();
      double[] expected = board.expectation(k);
      for (int i = 0; i < 2; i++) {
        assertThat(mean[i])
            .as("%s, component %d", board.weightings().get(k).name(), i)
            .isCloseTo(expected[i], within(4 * Math.sqrt(variance[i] / 1e6)));
      }
    }
  }

  private static Score score(Scoreboard board, String name) {
    return board.scores().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }
}
