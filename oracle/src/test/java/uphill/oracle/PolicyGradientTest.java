package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.mdp.CliffWalking;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.SmallMdps;

/// Three routes to one vector.
class PolicyGradientTest {

  private static final double STEP = 1e-5;

  private static final FiniteMdp POND =
      FrozenLake.mdp("pond", List.of("SFH", "FFG"), FrozenLake.Ice.STANDARD);

  /// Seven processes, with γ = 1 and γ < 1.
  static Stream<Arguments> problems() {
    return Stream.of(
            Arguments.of(SmallMdps.bandit(1, 5, -2), 1),
            Arguments.of(SmallMdps.bernoulliBandit(0.2, 0.7, 0.4), 1),
            Arguments.of(SmallMdps.chain(4, 0.2), 8),
            Arguments.of(POND, 4),
            Arguments.of(CliffWalking.mdp(true), 3),
            Arguments.of(SmallMdps.random(5, 3, 2, 11), 4),
            Arguments.of(SmallMdps.random(3, 2, 2, 12), 6))
        .flatMap(
            problem ->
                Stream.of(1.0, 0.9)
                    .map(gamma -> Arguments.of(problem.get()[0], problem.get()[1], gamma)));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void enumerationTheoremAndDifferencesAgree(FiniteMdp mdp, int horizon, double gamma) {
    Criterion criterion = Criterion.steps(horizon, gamma);
    TabularPolicy policy = ExactTest.policy(mdp, 7);

    double[] theorem = PolicyGradient.theorem(mdp, policy, criterion);

    double scale = norm(theorem);
    assertThat(scale).isPositive();
    assertThat(PolicyGradient.enumeration(mdp, policy, criterion))
        .containsExactly(theorem, within(1e-10 * scale));
    assertThat(PolicyGradient.differences(mdp, policy, criterion, STEP))
        .containsExactly(theorem, within(1e-6 * scale));
  }

  static Stream<FiniteMdp> processes() {
    return problems().map(problem -> (FiniteMdp) problem.get()[0]).distinct();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void withAnInfiniteHorizonTheoremAndDifferencesAgree(FiniteMdp mdp) {
    TabularPolicy policy = ExactTest.policy(mdp, 8);
    for (double gamma : new double[] {0, 0.5, 0.99}) {
      Criterion criterion = Criterion.forever(gamma);

      double[] theorem = PolicyGradient.theorem(mdp, policy, criterion);

      assertThat(PolicyGradient.differences(mdp, policy, criterion, STEP))
          .containsExactly(theorem, within(1e-6 * Math.max(1, norm(theorem))));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theScoreHasNoMean(FiniteMdp mdp, int horizon, double gamma) {
    TabularPolicy policy = ExactTest.policy(mdp, 9);
    double[] mean = new double[mdp.states() * mdp.actions()];

    Trajectories.forEach(
        mdp,
        policy,
        horizon,
        trajectory -> {
          for (int t = 0; t < trajectory.length(); t++) {
            policy.addScore(
                trajectory.state(t), trajectory.action(t), trajectory.probability(), mean);
          }
        });

    assertThat(mean).containsExactly(new double[mean.length], within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void probabilitiesOfTrajectoriesSumToOneAndTheirReturnsToTheObjective(
      FiniteMdp mdp, int horizon, double gamma) {
    TabularPolicy policy = ExactTest.policy(mdp, 10);
    double[] sums = new double[3];
    double[] visits = new double[mdp.states()];

    Trajectories.forEach(
        mdp,
        policy,
        horizon,
        trajectory -> {
          sums[0] += trajectory.probability();
          sums[1] += trajectory.probability() * trajectory.rewardToGo(0, gamma);
          sums[2]++;
          for (int t = 0; t < trajectory.length(); t++) {
            visits[trajectory.state(t)] += trajectory.probability() * Math.pow(gamma, t);
          }
        });

    Exact exact = Exact.of(mdp, policy, Criterion.steps(horizon, gamma));
    assertThat(sums[0]).isCloseTo(1, within(1e-12));
    assertThat(sums[1]).isCloseTo(exact.objective(), within(1e-10));
    assertThat(sums[2]).isEqualTo(Trajectories.count(mdp, policy, horizon));
    for (int s = 0; s < visits.length; s++) {
      assertThat(exact.visitation(s)).isCloseTo(visits[s], within(1e-12));
    }
  }

  /// Uphill is up: a small step along ∇J earns h·‖∇J‖² more, to first order.
  @ParameterizedTest
  @MethodSource("problems")
  void aSmallStepAlongTheGradientEarnsWhatItPromises(FiniteMdp mdp, int horizon, double gamma) {
    Criterion criterion = Criterion.steps(horizon, gamma);
    TabularPolicy policy = ExactTest.policy(mdp, 11);
    Exact before = Exact.of(mdp, policy, criterion);
    double[] gradient = before.policyGradient();
    double promise = norm(gradient) * norm(gradient);
    double h = 1e-6 / norm(gradient);
    double[] step = gradient.clone();
    for (int i = 0; i < step.length; i++) {
      step[i] *= h;
    }

    double after = Exact.of(mdp, policy.shifted(step), criterion).objective();

    assertThat((after - before.objective()) / h / promise).isCloseTo(1, within(1e-4));
  }

  @Test
  void whatIsTooMuchIsSaid() {
    FiniteMdp lake = ExactTest.LAKE;
    TabularPolicy policy = TabularPolicy.uniform(lake);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyGradient.enumeration(lake, policy, Criterion.steps(100, 1)))
        .withMessageContaining("take a shorter horizon, or sample");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyGradient.enumeration(lake, policy, Criterion.forever(0.9)))
        .withMessage("trajectories can be run through with a finite horizon only");
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}
