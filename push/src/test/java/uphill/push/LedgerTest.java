package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.push.Ledger.Part;

/// The laws of the push: `docs/push.md` has their mathematics.
class LedgerTest {

  static Stream<Problem> problems() {
    return Stream.of(
        Problem.of(new int[] {3, 4}, Activation.TANH, false, 40, 1),
        Problem.of(new int[] {4, 8, 3}, Activation.TANH, false, 60, 2),
        Problem.of(new int[] {4, 16, 16, 2}, Activation.TANH, false, 80, 3),
        Problem.of(new int[] {4, 8, 8, 8, 5}, Activation.RELU, false, 60, 4),
        Problem.of(new int[] {2, 8, 1}, Activation.TANH, true, 50, 5),
        Problem.of(new int[] {3, 8, 8, 2}, Activation.RELU, true, 50, 6),
        Problem.of(new int[] {3, 8, 5}, Activation.TANH, Kind.MULTI_CATEGORICAL, 50, 16),
        Problem.of(new int[] {4, 7, 3}, Activation.RELU, Kind.BERNOULLI, 50, 17),
        Problem.of(new int[] {4, 6, 4}, Activation.TANH, Kind.GAUSSIAN_OF_STATE, 50, 18));
  }

  static Stream<Problem> all() {
    return Stream.concat(
        problems(),
        Stream.of(
            Problem.of(new int[] {5, 8, 2}, Activation.TANH, Kind.SQUASHED, 50, 19),
            Problem.of(new int[] {5, 6, 4}, Activation.RELU, Kind.SQUASHED_OF_STATE, 50, 20)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theScoreIsTheDerivativeOfLogPi(Problem problem) {
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    Rng random = Rng.seeded(9);
    double[] direction = new double[problem.model().size()];
    Arrays.setAll(direction, k -> random.standardNormal());
    double h = 1e-6;
    ScorePass more = problem.model().at(moved(problem.theta(), direction, h), problem.samples());
    ScorePass less = problem.model().at(moved(problem.theta(), direction, -h), problem.samples());

    double[] along = pass.along(direction);
    for (int i = 0; i < pass.rows(); i++) {
      double difference = (more.logProb(i) - less.logProb(i)) / (2 * h);
      assertThat(along[i]).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
      double[] gradient = new double[direction.length];
      pass.add(new int[] {i}, 1, ones(pass), gradient);
      assertThat(Vectors.dot(gradient, direction)).isCloseTo(along[i], within(1e-10));
    }
  }

  private static double[] ones(ScorePass pass) {
    double[] ones = new double[pass.rows()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] moved(double[] theta, double[] direction, double by) {
    double[] there = theta.clone();
    Arrays.setAll(there, k -> there[k] + by * direction[k]);
    return there;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theEntropysGradientIsItsDerivative(Problem problem) {
    double[] gradient = problem.model().at(problem.theta(), problem.samples()).entropyGradient();
    Rng random = Rng.seeded(9);
    double[] direction = new double[gradient.length];
    Arrays.setAll(direction, k -> random.standardNormal());
    double h = 1e-6;
    double difference =
        (entropy(problem, moved(problem.theta(), direction, h))
                - entropy(problem, moved(problem.theta(), direction, -h)))
            / (2 * h);

    assertThat(Vectors.dot(gradient, direction)).isCloseTo(difference, within(1e-7));
  }

  private static double entropy(Problem problem, double[] theta) {
    return problem.model().at(theta, problem.samples()).entropy();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theKernelOfLayersIsTheProductOfGradients(Problem problem) {
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    double[][] gradient = new double[pass.rows()][problem.model().size()];
    for (int i = 0; i < pass.rows(); i++) {
      pass.add(new int[] {i}, 1, ones(pass), gradient[i]);
    }
    for (int i = 0; i < pass.rows(); i++) {
      double[] row = pass.kernelRow(i);
      for (int j = 0; j < pass.rows(); j++) {
        double product = Vectors.dot(gradient[i], gradient[j]);
        double size = Math.sqrt(pass.kernel(i, i) * pass.kernel(j, j));
        assertThat(row[j]).isCloseTo(product, within(1e-12 * (1 + size)));
      }
    }
  }

  /// A step of a problem.
  record Taken(Problem problem, PolicyStep step) {
    Ledger ledger() {
      return problem.ledger(step);
    }
  }

  static Stream<Taken> steps() {
    return problems()
        .flatMap(
            problem -> {
              int size = problem.model().size();
              Rng random = Rng.seeded(11);
              double[] value = new double[size];
              double[] m = new double[size];
              double[] v = new double[size];
              Arrays.setAll(value, k -> 0.01 * random.standardNormal());
              Arrays.setAll(m, k -> 0.1 * random.standardNormal());
              Arrays.setAll(v, k -> 0.1 * random.random());
              var sgd = new OptimizerStep.Sgd(0.05);
              var adam = new OptimizerStep.Adam(1e-3, 0.9, 0.999, 1e-8, m, v, 7);
              double[] none = new double[size];
              return Stream.of(
                  problem.step(sgd, 0, none, 0, true),
                  problem.step(sgd, 0.01, value, 0.3, true),
                  problem.step(adam, 0, none, 0, true),
                  problem.step(adam, 0.02, value, 0.1, true))
.map(step -> new Taken(problem, step));
            });
  }

  @ParameterizedTest
  @MethodSource("steps")
  void thePartsSumToThePredictedPush(Taken taken) {
    Ledger ledger = taken.ledger();

    for (int i = 0; i < ledger.explained().rows(); i++) {
      double sum = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
      }
      double size = Arrays.stream(ledger.contributions(i)).map(Math::abs).sum();
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * size));
    }
  }

  /// Clipping is no cause: what is left of the others is the whole push.
  @ParameterizedTest
  @MethodSource("steps")
  void afterClippingTheOtherPartsSumToThePredictedPush(Taken taken) {
    Ledger ledger = taken.ledger();

    for (int i = 0; i < ledger.explained().rows(); i++) {
      double sum = 0;
      for (Part part : Part.values()) {
        sum += ledger.clipped(part)[i];
      }
      double size = Arrays.stream(ledger.contributions(i)).map(Math::abs).sum();
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * size));
      assertThat(ledger.clipped(Part.CLIPPING)[i]).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theContributionsOfSamplesAreTheirPartsOfThePush(Taken taken) {
    Ledger ledger = taken.ledger();
    int[] trajectory = taken.problem().trajectory();
    for (int i = 0; i < 5; i++) {
      double[] row = ledger.contributions(i);
      double own = 0;
      double inside = 0;
      double outside = 0;
      double size = 0;
      for (int j = 0; j < row.length; j++) {
        own += j == i ? row[j] : 0;
        inside += j != i && trajectory[j] == trajectory[i] ? row[j] : 0;
        outside += trajectory[j] == trajectory[i] ? 0 : row[j];
        size += Math.abs(row[j]);
      }
      assertThat(ledger.part(Part.OWN)[i]).isCloseTo(own, within(1e-10 * size));
      assertThat(ledger.part(Part.OWN_TRAJECTORY)[i]).isCloseTo(inside, within(1e-10 * size));
      assertThat(ledger.part(Part.SHARED)[i]).isCloseTo(outside, within(1e-10 * size));
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theOwnPushIsNeverAgainstTheSignOfTheWeight(Taken taken) {
    double[] own = taken.ledger().part(Part.OWN);
    for (int i = 0; i < own.length; i++) {
      assertThat(own[i] * taken.problem().weight()[i]).isGreaterThanOrEqualTo(0);
    }
  }

  /// The residual is the curvature: second order in the step.
  @Test
  void halvingThePlainStepDividesTheResidualByFour() {
    Problem problem = Problem.of(new int[] {4, 16, 16, 3}, Activation.TANH, false, 100, 12);
    double[] ratios = new double[3];
    for (int halving = 0; halving < ratios.length; halving++) {
      double rate = 0.02 / (1 << halving);
      ratios[halving] = residual(problem, rate) / residual(problem, rate / 2);
    }
    Arrays.sort(ratios);

    assertThat(ratios[1]).isBetween(3.5, 4.5);
  }

  private static double residual(Problem problem, double rate) {
    Ledger ledger = problem.ledger(rate);
    double sum = 0;
    for (int i = 0; i < ledger.actual().length; i++) {
      double residual = ledger.actual()[i] - ledger.predicted()[i];
      sum += residual * residual;
    }
    return Math.sqrt(sum);
  }

  /// The attribution is causal: without sample j, i is pushed less by what j was said to push it.
  @Test
  void withoutASampleThePredictionLacksItsContribution() {
    Problem problem = Problem.of(new int[] {4, 8, 3}, Activation.TANH, false, 30, 13);
    Ledger whole = problem.ledger(0.01);
    for (int j = 0; j < 30; j += 7) {
      Ledger without = problem.withWeight(j, 0).ledger(0.01);
      for (int i = 0; i < 30; i++) {
        double[] row = whole.contributions(i);
        assertThat(whole.predicted()[i] - without.predicted()[i])
            .isCloseTo(row[j], within(1e-4 * Math.abs(row[j]) + 1e-12));
      }
    }
  }

  /// Probability is only moved: in every state the mean of the residual over actions is −KL.
  @Test
  void theCurvatureIsThePriceThatEveryStatePays() {
    int actions = 4;
    Problem problem =
        Problem.of(new int[] {3, 8, actions}, Activation.TANH, false, 5 * actions, 14);
    double[] observation = problem.samples().observation();
    double[] action = problem.samples().action();
    for (int i = 0; i < 5 * actions; i++) {
      System.arraycopy(observation, i / actions * actions * 3, observation, i * 3, 3);
      action[i] = i % actions;
    }
    Ledger ledger = problem.ledger(0.5);

    for (int state = 0; state < 5; state++) {
      double mean = 0;
      double predicted = 0;
      double kl = 0;
      for (int i = state * actions; i < (state + 1) * actions; i++) {
        double p = Math.exp(ledger.before().logProb(i));
        mean += p * (ledger.actual()[i] - ledger.predicted()[i]);
        predicted += p * ledger.predicted()[i];
        kl += p * (ledger.before().logProb(i) - ledger.after().logProb(i));
      }
      assertThat(predicted).isCloseTo(0, within(1e-12));
      assertThat(mean).isCloseTo(-kl, within(1e-6 * kl));
      assertThat(kl).isPositive();
    }
  }

  /// "In proportion to R(τ)", where it is literally true: a table at the uniform policy, each state
  /// visited once. The actual push bends away as the step grows.
  @Test
  void inATableAtTheUniformPolicyThePushIsProportionalToTheReturn() {
    int states = 12;
    int actions = 4;
    Problem drawn = Problem.of(new int[] {states, actions}, Activation.TANH, false, states, 15);
    double[] observation = new double[states * states];
    double[] action = drawn.samples().action();
    for (int s = 0; s < states; s++) {
      observation[s * states + s] = 1;
    }
    double[] theta = new double[drawn.theta().length];
    Problem table =
        new Problem(
            drawn.model(),
            theta,
            new Samples(states, observation, action),
            drawn.weight(),
            drawn.trajectory());
    // The bias is shared by all states; a table has none.
    PolicyStep step = withoutBias(table.plain(0.1), states * actions);
    Ledger ledger = table.ledger(step);
    PolicyStep half = withoutBias(table.plain(0.05), states * actions);

    assertThat(1 - squaredCorrelation(table.weight(), ledger.predicted())).isLessThan(1e-12);
    double bend = 1 - squaredCorrelation(table.weight(), ledger.actual());
    double halfBend =
        1 - squaredCorrelation(table.weight(), table.ledger(half).actual());
    assertThat(bend / halfBend).isBetween(3.5, 4.5);
  }

  private static PolicyStep withoutBias(PolicyStep step, int from) {
    double[] after = step.after().clone();
    Arrays.fill(after, from, after.length, 0);
    return new PolicyStep(
        step.before(),
        after,
        step.samples(),
        step.row(),
        step.errors(),
        step.entropy(),
        step.value(),
        0,
        step.optimizer());
  }

  private static double squaredCorrelation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy * xy / (xx * yy);
  }
}
