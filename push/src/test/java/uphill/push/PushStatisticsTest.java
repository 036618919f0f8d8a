package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;
import uphill.nn.Activation;

/// Statistics of an update, against full gradients.
class PushStatisticsTest {

  private static final double[] NONE = {};

  private static Map<String, Double> of(
      Problem problem, double[] after, double[] weight, PushStatistics.Choices choices) {
    double[] moved = new double[after.length];
    Arrays.setAll(moved, k -> after[k] - problem.theta()[k]);
    return PushStatistics.of(
            problem.model().at(problem.theta(), problem.samples()),
            problem.model().at(after, problem.samples()),
            moved,
            weight,
            problem.trajectory(),
            choices)
        .values();
  }

  private static double[] elsewhere(Problem problem, double step, long seed) {
    Rng random = Rng.seeded(seed);
    double[] after = problem.theta().clone();
    Arrays.setAll(after, k -> after[k] + step * random.standardNormal());
    return after;
  }

  private static double[][] gradients(Problem problem, double[] weight) {
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    double[][] gradients = new double[problem.trajectories()][problem.model().size()];
    for (int i = 0; i < weight.length; i++) {
      pass.add(new int[] {i}, 1, weight, gradients[problem.trajectory()[i]]);
    }
    return gradients;
  }

  private static double variance(double[][] gradients) {
    int n = gradients.length;
    double[] mean = mean(gradients);
    double sum = 0;
    for (double[] gradient : gradients) {
      for (int k = 0; k < mean.length; k++) {
        sum += (gradient[k] - mean[k]) * (gradient[k] - mean[k]);
      }
    }
    return sum / (n - 1);
  }

  private static double[] mean(double[][] gradients) {
    double[] mean = new double[gradients[0].length];
    for (double[] gradient : gradients) {
      Arrays.setAll(mean, k -> mean[k] + gradient[k] / gradients.length);
    }
    return mean;
  }

  @ParameterizedTest
  @MethodSource("uphill.push.LedgerTest#problems")
  void theNoiseIsThatOfTheTrajectoriesGradients(Problem problem) {
    double[][] gradients = gradients(problem, problem.weight());
    int n = gradients.length;
    double variance = variance(gradients);
    double square = Arrays.stream(mean(gradients)).map(x -> x * x).sum();
    double signal = square - variance / n;

    Map<String, Double> values =
        of(problem, problem.theta(), problem.weight(), PushStatistics.Choices.none());

    double scale = signal > 0 ? variance / signal : Double.POSITIVE_INFINITY;
    assertThat(values.get("noise_scale")).isCloseTo(scale, within(1e-6 * Math.min(scale, 1e9)));
    assertThat(values.get("gradient_snr")).isCloseTo(n / scale, within(1e-6));
    assertThat(values.get("advised_batch_steps"))
        .isEqualTo(values.getOrDefault("noise_scale", Double.NaN) * problem.samples().rows() / n);
    double[] even = new double[problem.model().size()];
    double[] odd = new double[even.length];
    for (int t = 0; t < n; t++) {
      Vectors.add(1, gradients[t], t % 2 == 0 ? even : odd);
    }
    double cosine =
        Vectors.dot(even, odd) / Math.sqrt(Vectors.dot(even, even) * Vectors.dot(odd, odd));
    assertThat(values.get("split_half_cosine")).isCloseTo(cosine, within(1e-9));
  }

  @Test
  void equalTrajectoriesHaveNoNoiseAndOppositeOnesNoSignal() {
    Problem one = Problem.of(new int[] {3, 8, 2}, Activation.TANH, false, 1, 4);
    int copies = 6;
    double[] observation = new double[copies * 3];
    double[] action = new double[copies];
    double[] weight = new double[copies];
    int[] trajectory = new int[copies];
    for (int i = 0; i < copies; i++) {
      System.arraycopy(one.samples().observation(), 0, observation, 3 * i, 3);
      action[i] = one.samples().action()[0];
      weight[i] = 2;
      trajectory[i] = i;
    }
    Problem same =
        new Problem(
            one.model(), one.theta(), new Samples(copies, observation, action), weight, trajectory);

    Map<String, Double> equal = of(same, same.theta(), weight, PushStatistics.Choices.none());
    double[] opposite = {1, -1, 1, -1, 1, -1};
    Map<String, Double> noise = of(same, same.theta(), opposite, PushStatistics.Choices.none());

    assertThat(equal.get("noise_scale")).isCloseTo(0, within(1e-12));
    assertThat(equal.get("split_half_cosine")).isCloseTo(1, within(1e-12));
    assertThat(noise.get("noise_scale")).isInfinite();
    assertThat(noise.get("gradient_snr")).isZero();
    assertThat(noise.get("split_half_cosine")).isCloseTo(-1, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("uphill.push.LedgerTest#problems")
  void theShareOfVarianceRemovedIsThatOfTheVariances(Problem problem) {
    double[] whole = problem.weight();
    double[] half = Arrays.stream(whole).map(w -> w / 2).toArray();
    double[] other = new double[whole.length];
    Arrays.setAll(other, i -> whole[i] - Math.sin(i));
    double removed = 1 - variance(gradients(problem, other)) / variance(gradients(problem, whole));

    Map<String, Double> values =
        of(problem, problem.theta(), whole, new PushStatistics.Choices(whole, half, other, NONE));

    assertThat(values.get("variance_removed_reward_to_go")).isCloseTo(0.75, within(1e-9));
    assertThat(values.get("variance_removed_baseline")).isCloseTo(removed, within(1e-9));
    assertThat(values.get("variance_removed_gae")).isNaN();
  }

  /// What can move must move: all are 0, or 1, where nothing moved, and grow with the step.
  @ParameterizedTest
  @MethodSource("uphill.push.LedgerTest#problems")
  void divergencesAreNothingWithoutAStepAndGrowWithIt(Problem problem) {
    double[] weight = problem.weight();
    Map<String, Double> still = of(problem, problem.theta(), weight, PushStatistics.Choices.none());
    Map<String, Double> little =
        of(problem, elsewhere(problem, 0.01, 2), weight, PushStatistics.Choices.none());
    Map<String, Double> more =
        of(problem, elsewhere(problem, 0.05, 2), weight, PushStatistics.Choices.none());

    assertThat(still.get("effective_sample_size")).isCloseTo(1, within(1e-12));
    assertThat(little.get("effective_sample_size"))
        .isLessThan(1)
        .isGreaterThan(more.getOrDefault("effective_sample_size", 2.0));
    for (String name : new String[] {"kl_exact", "kl_k2", "kl_k3", "push_actual_rms"}) {
      assertThat(still.get(name)).as(name).isCloseTo(0, within(1e-12));
      assertThat(little.get(name)).as(name).isPositive().isLessThan(more.getOrDefault(name, 0.0));
    }
  }

  /// With actions drawn from the old policy, and many of them.
  @Test
  void threeEstimatesOfTheDivergenceAgreeWithTheExactOne() {
    Problem problem = Problem.of(new int[] {2, 8, 3}, Activation.TANH, false, 40_000, 5);
    Rng random = Rng.seeded(6);
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    double[] action = problem.samples().action();
    for (int i = 0; i < action.length; i++) {
      double u = random.random();
      double[] head = pass.head(i);
      int a = 0;
      for (double sum = Math.exp(head[0]); a < 2 && sum <= u; ) {
        sum += Math.exp(head[++a]);
      }
      action[i] = a;
    }

    Map<String, Double> values =
        of(problem, elsewhere(problem, 0.1, 7), problem.weight(), PushStatistics.Choices.none());

    double exact = values.getOrDefault("kl_exact", Double.NaN);
    assertThat(exact).isGreaterThan(0.002);
    assertThat(values.get("kl_k1"))
        .isCloseTo(exact, within(4 * Math.sqrt(2 * exact / action.length)));
    assertThat(values.get("kl_k2")).isCloseTo(exact, within(0.1 * exact));
    assertThat(values.get("kl_k3")).isCloseTo(exact, within(0.05 * exact));
  }

  /// KL between two normal distributions, by integrating.
  @Test
  void theDivergenceOfGaussiansIsTheIntegral() {
    Problem problem = Problem.of(new int[] {2, 4, 1}, Activation.TANH, true, 1, 8);
    double[] after = elsewhere(problem, 0.3, 9);
    double[] observation = problem.samples().observation();
    double sum = 0;
    double h = 1e-3;
    int n = 40_000;
    double[] all = new double[2 * n];
    double[] action = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(observation, 0, all, 2 * i, 2);
      action[i] = (i - n / 2) * h;
    }
    Samples line = new Samples(n, all, action);
    ScorePass old = problem.model().at(problem.theta(), line);
    ScorePass now = problem.model().at(after, line);
    for (int i = 0; i < n; i++) {
      sum += h * Math.exp(old.logProb(i)) * (old.logProb(i) - now.logProb(i));
    }

    assertThat(old.kl(0, now)).isCloseTo(sum, within(1e-8 * sum));
    assertThat(sum).isGreaterThan(0.01);
  }

  /// Neither signal nor noise is not the same as noise alone.
  @Test
  void weightsOfZeroSayNothingAboutTheGradient() {
    Problem problem = Problem.of(new int[] {3, 8, 2}, Activation.TANH, false, 30, 4);
    double[] zero = new double[30];

    Map<String, Double> values =
        of(
            problem,
            elsewhere(problem, 0.01, 2),
            zero,
            new PushStatistics.Choices(zero, problem.weight(), NONE, NONE));

    for (String name :
        new String[] {
          "noise_scale",
          "gradient_snr",
          "split_half_cosine",
          "advised_batch_steps",
          "push_wrong_sign",
          "push_r_squared",
          "variance_removed_reward_to_go"
        }) {
      assertThat(values.get(name)).as(name).isNaN();
    }
  }

  @Test
  void oneTrajectoryHasNoNoiseToMeasure() {
    Problem problem = Problem.of(new int[] {3, 8, 2}, Activation.TANH, false, 5, 4);
    double[] weight = problem.weight();

    Map<String, Double> values =
        PushStatistics.of(
                problem.model().at(problem.theta(), problem.samples()),
                problem.model().at(problem.theta(), problem.samples()),
                new double[problem.theta().length],
                weight,
                new int[5],
                PushStatistics.Choices.none())
            .values();

    assertThat(values.get("noise_scale")).isNaN();
    assertThat(values.get("split_half_cosine")).isNaN();
    assertThat(values.keySet()).isEqualTo(PushStatistics.none().values().keySet());
    assertThat(PushStatistics.none().values().values()).allMatch(value -> value.isNaN());
  }
}
