package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.SolvedStep;
import uphill.push.Ledger.Part;

/// Steps along a natural gradient, whose P is no diagonal.
class NaturalStepTest {

  private static final double DAMPING = 0.1;
  private static final double RATE = 0.3;

  /// On both sides: few rows, so that V has fewer columns than there are parameters, and many.
  static Stream<Arguments> problems() {
    List<Arguments> problems = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Net net : List.of(Net.TANH, Net.RESIDUAL)) {
        problems.add(Arguments.of(net, kind, 30));
      }
    }
    problems.add(Arguments.of(Net.TANH, Kind.MULTI_CATEGORICAL, 300));
    problems.add(Arguments.of(Net.TANH, Kind.GAUSSIAN, 300));
    problems.add(Arguments.of(Net.ODD, Kind.SQUASHED, 150));
    return problems.stream();
  }

  private static Problem problem(Net net, Kind kind, int rows) {
    return Problem.of(net.model(kind, 3), kind, rows, 5);
  }

  /// Actions of one row, and how often they are drawn: of a Gaussian the nodes and weights of
  /// Gauss–Hermite quadrature, which is exact for products of two scores.
  private record Draws(List<double[]> actions, List<Double> probabilities) {
    private Draws() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    private void add(double probability, double... action) {
      actions.add(action);
      probabilities.add(probability);
    }
  }

  private static Draws draws(ScoreHead head, double[] h) {
    Draws draws = new Draws();
    switch (head) {
      case SoftmaxHead(_, var values) ->
          choices(values, 0, new double[values.length], head, h, draws);
      case BernoulliHead(int outputs) -> {
        int[] two = new int[outputs];
        Arrays.fill(two, 2);
        choices(two, 0, new double[outputs], head, h, draws);
      }
      case GaussianHead gaussian ->
          nodes(gaussian, 0, new double[gaussian.components()], h, 1, draws);
      case SquashedHead squashed -> {
        Draws u = draws(squashed.gaussian(), h);
        for (int n = 0; n < u.actions().size(); n++) {
          double[] action = u.actions().get(n);
          for (int j = 0; j < action.length; j++) {
            action[j] = squashed.squash(action[j], j);
          }
          draws.add(u.probabilities().get(n), action);
        }
      }
    }
    return draws;
  }

  private static void choices(
      int[] values, int j, double[] action, ScoreHead head, double[] h, Draws draws) {
    if (j == values.length) {
      draws.add(Math.exp(head.logProb(h, action)), action.clone());
      return;
    }
    for (int a = 0; a < values[j]; a++) {
      action[j] = a;
      choices(values, j + 1, action, head, h, draws);
    }
  }

  private static void nodes(
      GaussianHead head, int j, double[] action, double[] h, double weight, Draws draws) {
    if (j == action.length) {
      draws.add(weight, action.clone());
      return;
    }
    for (int node = -1; node <= 1; node++) {
      action[j] = h[j] + node * Math.sqrt(3) * Math.exp(h[head.components() + j]);
      nodes(head, j + 1, action, h, weight * (node == 0 ? 2 / 3.0 : 1 / 6.0), draws);
    }
  }

  /// F = mean E_a~π[∇log π·∇log πᵀ], as it is written.
  private static double[][] fisher(Problem problem) {
    ScoreModel model = problem.model();
    int rows = problem.samples().rows();
    double[][] fisher = new double[model.size()][model.size()];
    ScorePass pass = model.at(problem.theta(), problem.samples());
    for (int i = 0; i < rows; i++) {
      Samples one = problem.samples().only(i);
      Draws draws = draws(model.head(), pass.head(i));
      for (int n = 0; n < draws.actions().size(); n++) {
        Samples drawn = new Samples(1, one.observation(), draws.actions().get(n), one.mask());
        double[] score = new double[model.size()];
        model.at(problem.theta(), drawn).add(1, new double[] {1}, score);
        for (int k = 0; k < score.length; k++) {
          if (score[k] != 0) {
            Vectors.add(draws.probabilities().get(n) / rows * score[k], score, fisher[k]);
          }
        }
      }
    }
    return fisher;
  }

  private static double[] random(int n, long seed) {
    Rng random = Rng.seeded(seed);
    double[] x = new double[n];
    Arrays.setAll(x, k -> random.standardNormal());
    return x;
  }

  private static double[] product(double[][] matrix, double[] x) {
    double[] product = new double[x.length];
    Arrays.setAll(product, k -> Vectors.dot(matrix[k], x));
    return product;
  }

  private static Natural natural(Problem problem) {
    return Natural.of(RATE, DAMPING, problem.model().at(problem.theta(), problem.samples()));
  }

  /// Of every family, on dense layers and on others, on either side.
  @ParameterizedTest
  @MethodSource("problems")
  void itsPUndoesTheExpectationOfScoresTimesScores(Net net, Kind kind, int rows) {
    Problem problem = problem(net, kind, rows);
    Natural p = natural(problem);
    double[][] fisher = fisher(problem);
    double[] b = random(fisher.length, 9);
    double[] x = p.times(b);
    double[] again = product(fisher, x);
    double size = Math.sqrt(Vectors.dot(b, b));

    for (int k = 0; k < b.length; k++) {
      assertThat((again[k] + DAMPING * x[k]) / RATE).isCloseTo(b[k], within(1e-10 * size));
    }
    ScorePass scores = problem.model().at(problem.theta(), problem.samples());
    int[] pairs = {3, 0, 7};
    int[] others = {3, 5, 20};
    double[] products = p.products(scores.score(), pairs, scores.score(), others);
    for (int n = 0; n < pairs.length; n++) {
      double[] left = scores.score().gradients(pairs[n])[0];
      double[] right = scores.score().gradients(others[n])[0];
      double expected = Vectors.dot(left, p.times(right));
      double scale =
          RATE / DAMPING * Math.sqrt(Vectors.dot(left, left) * Vectors.dot(right, right));
      assertThat(products[n]).isCloseTo(expected, within(1e-10 * scale));
    }
  }

  /// vᵀFv is how KL(π_θ ‖ π_θ+εv) begins: ½·ε²·vᵀFv.
  @ParameterizedTest
  @EnumSource
  void fIsTheCurvatureOfKl(Kind kind) {
    Problem problem = problem(Net.TANH, kind, 40);
    ScorePass at = problem.model().at(problem.theta(), problem.samples());
    FisherRoots roots = new FisherRoots(at);
    double[] v = random(problem.theta().length, 2);
    double epsilon = 1e-4;
    double kl = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
      double[] moved = problem.theta().clone();
      Vectors.add(sign * epsilon, v, moved);
      ScorePass there = problem.model().at(moved, problem.samples());
      for (int i = 0; i < at.rows(); i++) {
        kl += at.kl(i, there) / at.rows();
      }
    }
    double[] along = roots.along(v);
    double curvature = Vectors.dot(along, along) / at.rows();

    assertThat(kl / (epsilon * epsilon)).isCloseTo(curvature, within(1e-5 * curvature));
  }

  /// Of a world with few states V has few columns, and F is the same.
  @ParameterizedTest
  @EnumSource
  void rowsOfOneStateAreOneColumn(Kind kind) {
    Problem problem = problem(Net.TANH, kind, 6);
    ScoreModel model = problem.model();
    Samples once = problem.samples();
    Samples often = once.some(2, 0, 2, 4, 0, 2, 5, 1, 3);
    FisherRoots roots = new FisherRoots(model.at(problem.theta(), often));
    double[] v = random(problem.theta().length, 5);
    double[] along = roots.along(v);
    double sum = 0;
    for (int i : new int[] {2, 0, 2, 4, 0, 2, 5, 1, 3}) {
      double[] one = new FisherRoots(model.at(problem.theta(), once.some(i))).along(v);
      sum += Vectors.dot(one, one);
    }
    double[] other = random(along.length, 6);
    double[][] gram = roots.gram();
    double[][] fisher = roots.fisher();
    double[] back = roots.times(other);

    assertThat(roots.columns())
        .isEqualTo(
            new FisherRoots(model.at(problem.theta(), once)).columns()); // six states, not nine
    assertThat(Vectors.dot(along, along)).isCloseTo(sum, within(1e-12 * sum));
    assertThat(Vectors.dot(back, v)).isCloseTo(Vectors.dot(other, along), within(1e-10));
    assertThat(Vectors.dot(back, back)).isCloseTo(quadratic(gram, other), within(1e-9));
    assertThat(quadratic(fisher, v)).isCloseTo(sum / 9, within(1e-11 * sum));
  }

  /// vᵀAv, of a lower triangle.
  private static double quadratic(double[][] lower, double[] v) {
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      for (int l = 0; l <= k; l++) {
        sum += (k == l ? 1 : 2) * lower[k][l] * v[k] * v[l];
      }
    }
    return sum;
  }

  /// A probability of 10⁻³⁰⁰ and one of 1: what is left of it is nothing, and never NaN.
  @Test
  void theRootsOfASurePolicyAreFinite() {
    SoftmaxHead head = new SoftmaxHead("categorical", 4);
    for (double[] y :
        new double[][] {{0, -700, -800, -1e8}, {-1e8, -700, 0, 1}, {-1e8, 0, -1e8, -1e8}}) {
      double[] h = head.heads(y, new double[0]);
      for (double[] root : head.roots(y, h)) {
        assertThat(root).doesNotContain(Double.NaN);
        assertThat(Arrays.stream(root).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(0.5);
        assertThat(Arrays.stream(root).sum()).isCloseTo(0, within(1e-16));
      }
    }
  }

  private static OptimizerStep.Solved solved(double... x) {
    return new OptimizerStep.Solved(RATE, DAMPING, x);
  }

  /// Whatever direction was found: what it lacks is a part of its own.
  @ParameterizedTest
  @MethodSource("problems")
  void thePartsSumToThePush(Net net, Kind kind, int rows) {
    Problem problem = problem(net, kind, rows);
    double[] x = random(problem.theta().length, 4);
    Arrays.setAll(x, k -> 0.01 * x[k]);
    double[] none = new double[x.length];
    PolicyStep step = problem.step(solved(x), 0, none, 0.5, true);
    Ledger ledger = problem.ledger(step);
    double[][] parts = Arrays.stream(Part.values()).map(ledger::part).toArray(double[][]::new);

    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (double[] part : parts) {
        sum += part[i];
      }
      double scale = 0;
      for (double by : ledger.contributions(i)) {
        scale += Math.abs(by);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * scale));
      double of = Arrays.stream(ledger.contributions(i)).sum();
      double told =
          ledger.part(Part.OWN)[i]
              + ledger.part(Part.OWN_TRAJECTORY)[i]
              + ledger.part(Part.SHARED)[i];
      assertThat(told).isCloseTo(of, within(1e-9 * scale));
      assertThat(ledger.part(Part.OWN)[i] * problem.weight()[i]).isGreaterThanOrEqualTo(0);
      assertThat(ledger.contributions(i)[i])
          .isCloseTo(ledger.part(Part.OWN)[i], within(1e-9 * scale));
    }
    for (double part : ledger.part(Part.SOLVER)) {
      assertThat(part).isNotZero();
    }
  }

  /// The better the solution, the less is left over: none of what is solved for exactly.
  @Test
  void nothingIsLeftOverOfAnExactSolution() {
    Problem problem = problem(Net.TANH, Kind.CATEGORICAL, 60);
    double[] none = new double[problem.theta().length];
    PolicyStep step = problem.step(solved(), 0, none, 0, true);

    assertThat(problem.ledger(step).part(Part.SOLVER)).containsOnly(0);
    Ledger other = problem.ledger(step).untaken(random(60, 8), solved(none));
    assertThat(other.part(Part.SOLVER)).containsOnly(0);
  }

  private static Watched watched(double damping) {
    return new Watched(
        Activation.TANH,
        Kind.GAUSSIAN,
        50,
        0,
        0,
        learnt -> new SolvedStep(learnt, damping, new ScalarKernels()));
  }

  /// A direction is solved for after the gradient is known, and a line search tries lengths.
  @Test
  void ofALineSearchOnlyTheStepThatWasKeptIsSeen() {
    Watched watched = watched(DAMPING);
    for (int update = 0; update < 2; update++) {
      watched.descent.gradients(watched.rows);
      float[] x = ((SolvedStep) watched.descent.optimizer()).direction();
      for (int k = 0; k < x.length; k++) {
        x[k] = 0.3f * watched.descent.gradients().values()[k];
      }
      for (double length = 1; length > 0.2; length /= 2) {
        watched.descent.descend(length);
        if (length > 0.3) {
          watched.descent.undo();
        }
      }
    }
    List<Step> steps = watched.witness.steps();

    assertThat(steps).hasSize(2);
    StepChecks.requireWhole(
        steps,
        steps.getFirst().before(),
        Samples.doubles(watched.parameters.values(), steps.getFirst().before().length));
    for (Step step : steps) {
      assertThat(step.optimizer().learningRate()).isEqualTo(0.25);
      assertThat(((OptimizerStep.Solved) step.optimizer()).damping()).isEqualTo((float) DAMPING);
      StepChecks.requireOptimizer(step);
      StepChecks.requireGradient(step);
      StepChecks.requireThroughHeads(watched.model, step);
    }
    Ledger ledger = watched.ledger(steps.toArray(Step[]::new));
    for (int i = 0; i < watched.rows; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-11 * size));
      assertThat(Math.abs(ledger.part(Part.ROUNDING)[i])).isLessThan(1e-5 * size);
    }
  }

  @Test
  void aStepThatIsNotAlongItsDirectionIsRefused() {
    Watched watched = watched(DAMPING);
    Arrays.fill(((SolvedStep) watched.descent.optimizer()).direction(), 0.1f);
    Step step = watched.steps(1);
    OptimizerStep.Solved taken = (OptimizerStep.Solved) step.optimizer();
    double[] other = taken.direction().clone();
    other[7] *= 1.01;

    StepChecks.requireOptimizer(step);
    for (OptimizerStep.Before wrong :
        List.of(
            taken.withLearningRate(0.99 * taken.learningRate()),
            new OptimizerStep.Solved(taken.learningRate(), taken.damping(), other))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StepChecks.requireOptimizer(by(step, wrong)))
          .withMessageContaining("the optimizer makes");
    }
  }

  private static Step by(Step step, OptimizerStep.Before optimizer) {
    return new Step(
        step.before(),
        step.after(),
        step.row(),
        step.observation(),
        step.action(),
        step.mask(),
        step.weight(),
        step.errors(),
        step.gradients(),
        step.values(),
        step.gradientSize(),
        step.inherited(),
        step.gradient(),
        step.gradientNorm(),
        step.maxGradientNorm(),
        optimizer);
  }

  @Test
  void withoutDampingThereIsNoP() {
    Watched watched = watched(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> watched.descent.gradients(watched.rows))
        .withMessageContaining("Train with a damping above 0");
  }

  @Test
  void anFThatIsTooLargeOnBothSidesIsNotDecomposed() {
    Problem large =
        Problem.of(new int[] {3, 90, 90, 2}, Activation.TANH, Kind.CATEGORICAL, 8200, 5);

    assertThat(natural(large).decomposed()).isFalse();
    assertThat(natural(problem(Net.TANH, Kind.CATEGORICAL, 30)).decomposed()).isTrue();
  }
}
