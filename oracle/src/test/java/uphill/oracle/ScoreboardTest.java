package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.SmallMdps;
import uphill.kernel.Rng;
import uphill.oracle.Scoreboard.Baseline;

/// Estimators of ∇J, by enumeration and by dynamic programming.
class ScoreboardTest {

  private static final int SAMPLES = 1000;

  static Stream<Arguments> problems() {
    return PolicyGradientTest.problems();
  }

  /// The estimates that all trajectories give, with any critic, and γᵗ or not.
  private static Estimate enumerated(Exact exact, Critic critic, List<Weighting> weightings) {
    Estimate estimate = new Estimate(weightings, exact, critic);
    Trajectories.forEach(
        exact.mdp(),
        exact.policy(),
        exact.criterion().horizon().orElseThrow(),
        trajectory -> estimate.add(trajectory, trajectory.probability()));
    return estimate;
  }

  private static List<Weighting> all(Exact exact) {
    return Weighting.all(exact.criterion().gamma(), exact.objective(), 0.3, 1.7);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void expectationsByEnumerationAndByDynamicProgrammingAgree(
      FiniteMdp mdp, int horizon, double gamma) {
    Exact exact = Exact.of(mdp, ExactTest.policy(mdp, 7), Criterion.steps(horizon, gamma));
    for (Critic critic : List.of(Critic.exact(exact), Critic.withoutClock(exact), Critic.zero())) {
      List<Weighting> weightings = all(exact);

      Estimate estimate = enumerated(exact, critic, weightings);

      for (int k = 0; k < weightings.size(); k++) {
        assertThat(estimate.moments(k).mean())
            .as(weightings.get(k).name())
            .containsExactly(estimate.expectation(k), within(1e-11));
      }
    }
  }

  /// Whatever the critic, but for GAE with λ < 1, and weights of another scale.
  @ParameterizedTest
  @MethodSource("problems")
  void noBaselineOfAStateIsBiased(FiniteMdp mdp, int horizon, double gamma) {
    Exact exact = Exact.of(mdp, ExactTest.policy(mdp, 7), Criterion.steps(horizon, gamma));
    double[] gradient = exact.policyGradient();
    Critic nonsense = (t, s) -> t < horizon ? Math.sin(3 * s + t) : 0;
    List<Weighting> weightings =
        all(exact).stream()
            .filter(w -> w.discounted() && w.kind() != Weighting.Kind.NORMALIZED_ADVANTAGE)
            .filter(w -> w.kind() != Weighting.Kind.GAE || w.parameter() == 1)
            .toList();

    Estimate estimate = enumerated(exact, nonsense, weightings);

    assertThat(weightings).hasSize(8);
    for (int k = 0; k < weightings.size(); k++) {
      assertThat(estimate.moments(k).mean())
          .as(weightings.get(k).name())
          .containsExactly(gradient, within(1e-12 * Math.max(1, norm(gradient))));
    }
  }

  @Test
  void withAWrongCriticOnlyLambdaOneIsUnbiased() {
    FiniteMdp mdp = SmallMdps.random(4, 2, 2, 5);
    Criterion criterion = Criterion.steps(5, 1);

    Scoreboard board =
        Scoreboard.of(mdp, ExactTest.policy(mdp, 1), criterion, Baseline.ZERO, SAMPLES, 0);

    assertThat(board.enumerated()).isTrue();
    double before = Double.POSITIVE_INFINITY;
    for (double lambda : Weighting.LAMBDAS) {
      double bias = score(board, "gae_" + name(lambda)).biasNorm();
      assertThat(bias).isLessThan(before);
      before = bias;
    }
    assertThat(before).isLessThan(1e-12);
    assertThat(score(board, "gae_0").biasNorm()).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void varianceFallsFromTheReturnToTheAdvantage(Baseline baseline) {
    FiniteMdp mdp = SmallMdps.chain(4, 0.2);

    Scoreboard board =
        Scoreboard.of(mdp, TabularPolicy.uniform(mdp), Criterion.steps(8, 1), baseline, SAMPLES, 0);

    double whole = score(board, "return").varianceTrace();
    assertThat(score(board, "reward_to_go").varianceTrace()).isLessThanOrEqualTo(whole);
    assertThat(score(board, "optimal_baseline").varianceTrace())
        .isLessThan(score(board, "constant_baseline").varianceTrace());
    assertThat(score(board, "advantage").varianceTrace())
        .isLessThan(score(board, "q").varianceTrace());
    if (baseline != Baseline.ZERO) {
      assertThat(score(board, "value_baseline").varianceTrace()).isLessThan(whole);
    }
  }

  /// b* is where the variance is least: a little more or less is worse.
  @Test
  void noConstantIsBetterThanTheOptimalBaseline() {
    FiniteMdp mdp = SmallMdps.random(3, 2, 2, 12);
    Exact exact = Exact.of(mdp, ExactTest.policy(mdp, 3), Criterion.steps(5, 0.9));
    OptimalBaseline best = new OptimalBaseline(exact.policy(), 0.9);
    Trajectories.forEach(mdp, exact.policy(), 5, t -> best.add(t, t.probability()));
    List<Weighting> weightings = new ArrayList<>();
    for (double shift : new double[] {0, -0.01, 0.01}) {
      weightings.add(new Weighting(Weighting.Kind.OPTIMAL_BASELINE, best.value() + shift, true));
    }

    Estimate estimate = enumerated(exact, Critic.zero(), weightings);

    double least = estimate.moments(0).norm();
    double below = estimate.moments(1).norm();
    double above = estimate.moments(2).norm();
    assertThat(least).isLessThan(below).isLessThan(above);
    assertThat(below - least).isCloseTo(above - least, within(1e-9));
  }

  /// Most code drops γᵗ: what it climbs is not J, and here not even nearly.
  @Test
  void withoutGammaTheGradientPointsElsewhere() {
    FiniteMdp mdp = SmallMdps.discountMismatch();

    Scoreboard board =
        Scoreboard.of(
            mdp, TabularPolicy.uniform(mdp), Criterion.steps(3, 0.5), Baseline.EXACT, SAMPLES, 0);

    Score honest = score(board, "reward_to_go");
    Score usual = score(board, "reward_to_go_without_gamma_t");
    assertThat(honest.biasNorm()).isLessThan(1e-12);
    assertThat(honest.cosine()).isCloseTo(1, within(1e-12));
    assertThat(usual.cosine()).isNegative();
    assertThat(usual.samplesForCosine()).isInfinite();
    assertThat(score(board, "advantage_without_gamma_t").biasNorm())
        .isCloseTo(usual.biasNorm(), within(1e-12));
  }

  @Test
  void aNormalizedAdvantagePointsTheSameWayWithAnotherLength() {
    FiniteMdp mdp = SmallMdps.random(5, 3, 2, 11);

    Scoreboard board =
        Scoreboard.of(
            mdp, ExactTest.policy(mdp, 2), Criterion.steps(4, 1), Baseline.EXACT, SAMPLES, 0);

    Score plain = score(board, "advantage");
    Score normalized = score(board, "normalized_advantage");
    assertThat(normalized.cosine()).isCloseTo(1, within(1e-12));
    assertThat(normalized.biasNorm()).isGreaterThan(1e-3);
    assertThat(normalized.samplesForCosine())
        .isCloseTo(plain.samplesForCosine(), within(1e-9 * plain.samplesForCosine()));
  }

  /// The means of a million trajectories, component by component.
  @Test
  void meansOfDrawnTrajectoriesAreWithinFourStandardErrors() {
    FiniteMdp lake = FrozenLake.mdp("pond", List.of("SFH", "FFG"), FrozenLake.Ice.STANDARD);
    Exact exact = Exact.of(lake, ExactTest.policy(lake, 4), Criterion.steps(20, 0.95));
    List<Weighting> weightings = all(exact);
    Estimate estimate = new Estimate(weightings, exact, Critic.withoutClock(exact));

    long drawn =
        Trajectories.draw(
            lake, exact.policy(), 20, 1_000_000, Long.MAX_VALUE, Rng.seeded(5), estimate::add);

    assertThat(drawn).isEqualTo(1_000_000);
    for (int k = 0; k < weightings.size(); k++) {
      double[] mean = estimate.moments(k).mean();
      double[] variance = estimate.moments(k).variance();
      double[] expected = estimate.expectation(k);
      for (int i = 0; i < mean.length; i++) {
        assertThat(mean[i])
            .as("%s, component %d", weightings.get(k).name(), i)
            .isCloseTo(expected[i], within(4 * Math.sqrt(variance[i] / drawn) + 1e-15));
      }
    }
  }

  @Test
  void drawnVariancesHaveIntervalsAroundTheExactOnes() {
    FiniteMdp mdp = SmallMdps.chain(4, 0.2);
    TabularPolicy policy = ExactTest.policy(mdp, 6);
    Criterion criterion = Criterion.steps(8, 1);
    Scoreboard exact = Scoreboard.of(mdp, policy, criterion, Baseline.EXACT, SAMPLES, 0);
    Estimate drawn =
        new Estimate(Weighting.all(1, 0, 0, 1), Exact.of(mdp, policy, criterion), Critic.zero());
    long count =
        Trajectories.draw(mdp, policy, 8, 50_000, Long.MAX_VALUE, Rng.seeded(1), drawn::add);

    Score score =
        Score.of(
            Weighting.all(1, 0, 0, 1).getFirst(),
            drawn.expectation(0),
            drawn.expectation(0),
            drawn.moments(0),
            count);

    double truth = score(exact, "return").varianceTrace();
    assertThat(score(exact, "return").varianceLow()).isEqualTo(truth);
    assertThat(score.varianceLow()).isLessThan(truth);
    assertThat(score.varianceHigh()).isGreaterThan(truth);
    assertThat(score.varianceHigh() - score.varianceLow()).isLessThan(0.1 * truth);
  }

  /// So many trajectories have a mean whose root mean squared length makes the cosine 0.9.
  @Test
  void theSamplesForACosineGiveThatCosine() {
    FiniteMdp mdp = SmallMdps.chain(4, 0.2);
    TabularPolicy policy = TabularPolicy.uniform(mdp);
    Criterion criterion = Criterion.steps(8, 1);
    Score score =
        score(Scoreboard.of(mdp, policy, criterion, Baseline.EXACT, SAMPLES, 0), "reward_to_go");
    assertThat(score.cosineAfter(score.samplesForCosine())).isCloseTo(0.9, within(1e-12));

    double[] gradient = PolicyGradient.theorem(mdp, policy, criterion);
    int batch = (int) Math.round(score.samplesForCosine());
    Rng random = Rng.seeded(3);
    double sum = 0;
    int batches = 300;
    for (int k = 0; k < batches; k++) {
      Estimate estimate =
          new Estimate(
              List.of(new Weighting(Weighting.Kind.REWARD_TO_GO, 0, true)),
              Exact.of(mdp, policy, criterion),
              Critic.zero());
      Trajectories.draw(mdp, policy, 8, batch, Long.MAX_VALUE, random, estimate::add);
      double[] mean = estimate.moments(0).mean();
      double product = 0;
      for (int i = 0; i < mean.length; i++) {
        product += mean[i] * gradient[i];
      }
      sum += product / norm(mean) / norm(gradient);
    }
    assertThat(sum / batches).isBetween(0.86, 0.94);
  }

  @Test
  void withoutAHorizonALongOneStandsForIt() {
    FiniteMdp mdp = SmallMdps.random(4, 2, 2, 5);

    Scoreboard board =
        Scoreboard.of(
            mdp, ExactTest.policy(mdp, 1), Criterion.forever(0.9), Baseline.STATE, 20_000, 0);

    assertThat(board.enumerated()).isFalse();
    assertThat(board.trajectories()).isEqualTo(20_000);
    assertThat(board.horizon()).isEqualTo(263);
    // Values are the same at all times, so that a critic needs no clock.
    assertThat(score(board, "gae_0").biasNorm()).isLessThan(1e-9);
  }

  private static Score score(Scoreboard board, String name) {
    return board.scores().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static String name(double lambda) {
    return lambda == (int) lambda ? "" + (int) lambda : "" + lambda;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}
