package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.push.Ledger.Part;

/// Steps along a natural gradient whose Fisher information is too large to be decomposed.
class UndecomposedStepTest {

  private static final double DAMPING = 0.1;
  private static final double RATE = 0.3;
  private static final int ROWS = 130;
  private static final int[] SIZES = {130, 64}; // 8384 parameters, 64 · 130 + 64 columns
  private static final int[] APART = {3, 40, 41, 129};

  private static double[] random(int n, long seed) {
    Rng random = Rng.seeded(seed);
    double[] x = new double[n];
    Arrays.setAll(x, k -> random.standardNormal());
    return x;
  }

  private static double norm(double... x) {
    return Math.sqrt(Vectors.dot(x, x));
  }

  static Stream<Arguments> problems() {
    return Stream.of(Kind.values())
        .flatMap(
            kind -> Stream.of(Net.TANH, Net.RELU, Net.ODD).map(net -> Arguments.of(net, kind)));
  }

  /// By one pass for all roots, and by one for each.
  @ParameterizedTest
  @MethodSource("problems")
  void productsWithFAreThoseOfItsRoots(Net net, Kind kind) {
    Problem problem = Problem.of(net.model(kind, 3), kind, 40, 5);
    FisherRoots roots = new FisherRoots(problem.model().at(problem.theta(), problem.samples()));
    double[] v = random(problem.theta().length, 9);
    double[] product = roots.product(v);
    double[] expected = roots.times(roots.along(v));

    for (int k = 0; k < v.length; k++) {
      assertThat(product[k]).isCloseTo(expected[k] / 40, within(1e-13 * norm(expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void conjugateGradientsSolveAsADecompositionDoes(Net net, Kind kind) {
    Problem problem = Problem.of(net.model(kind, 3), kind, 40, 5);
    ScorePass rows = problem.model().at(problem.theta(), problem.samples());
    FisherRoots roots = new FisherRoots(rows);
    SolvedFisher fisher = new SolvedFisher(rows, roots, DAMPING);
    GramFisher other = new GramFisher(roots, DAMPING);
    for (long seed : new long[] {9, 10, 10}) {
      double[] b = random(problem.theta().length, seed);
      double[] x = fisher.solve(b);
      double[] expected = other.solve(b);
      for (int k = 0; k < b.length; k++) {
        assertThat(x[k]).isCloseTo(expected[k], within(1e-10 * norm(expected)));
      }
    }
    assertThat(fisher.solve(new double[problem.theta().length])).containsOnly(0);
  }

  private static Problem large() {
    return Problem.of(SIZES, Activation.TANH, Kind.GAUSSIAN, ROWS, 5);
  }

  private static Ledger ledger(Problem problem, Ledger.Choice choice) {
    double[] none = new double[problem.theta().length];
    double[] x = random(none.length, 4);
    Arrays.setAll(x, k -> 0.01 * x[k]);
    OptimizerStep.Solved solved = new OptimizerStep.Solved(RATE, DAMPING, x);
    PolicyStep step = problem.step(solved, 0, none, 0.5, true);
    return new Ledger(problem.model(), problem.explained(), List.of(step), choice);
  }

  @Test
  void itIsToldOfChosenActionsAloneWhoPushedThem() {
    Problem problem = large();
    Ledger ledger = ledger(problem, _ -> APART);
    int[] trajectory = problem.trajectory();
    double[][] by = new double[APART.length][];

    assertThat(ledger.apart()).isEqualTo(APART);
    for (int n = 0; n < APART.length; n++) {
      int i = APART[n];
      by[n] = ledger.contributions(i);
      double[] of = by[n];
      double scale = Arrays.stream(of).map(Math::abs).sum();
      double sum = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
      }
      double together =
          IntStream.range(0, ROWS)
              .filter(j -> j != i && trajectory[j] == trajectory[i])
              .mapToDouble(j -> of[j])
              .sum();
      double others =
          IntStream.range(0, ROWS)
              .filter(j -> trajectory[j] != trajectory[i])
              .mapToDouble(j -> of[j])
              .sum();

      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-12 * scale));
      assertThat(ledger.part(Part.OWN)[i]).isEqualTo(of[i]);
      assertThat(of[i] * problem.weight()[i]).isPositive();
      assertThat(ledger.part(Part.OWN_TRAJECTORY)[i]).isCloseTo(together, within(1e-12 * scale));
      assertThat(ledger.part(Part.SHARED)[i]).isCloseTo(others, within(1e-10 * scale));
    }
    // P is symmetric: what i pushes j by a weight, j pushes i by its own.
    for (int n = 1; n < APART.length; n++) {
      double forth = by[0][APART[n]] / problem.weight()[APART[n]];
      double back = by[n][APART[0]] / problem.weight()[APART[0]];
      assertThat(forth).isCloseTo(back, within(1e-10 * Math.abs(by[0][APART[0]])));
    }
  }

  @Test
  void ofAllOthersTheRestIsTold() {
    Ledger ledger = ledger(large(), _ -> APART);
    Ledger fewer = ledger(large(), actual -> new int[] {actual.length - 1});

    assertThat(ledger.part(Part.OWN)[0]).isNaN();
    assertThat(ledger.clipped(Part.SHARED)[0]).isNaN();
    assertThat(ledger.part(Part.OWN_TRAJECTORY)[0]).isNaN();
    assertThat(ledger.predicted()).doesNotContain(Double.NaN);
    assertThat(ledger.part(Part.SOLVER)).doesNotContain(Double.NaN).doesNotContain(0);
    assertThat(ledger.size(ledger.part(Part.OWN))).isPositive();
    assertThat(fewer.size(fewer.part(Part.OWN)))
        .isEqualTo(Math.abs(ledger.part(Part.OWN)[ROWS - 1]));
  }

  @Test
  void aStepThatNobodyTookIsToldOfTheActionsThatItPushes() {
    Problem problem = large();
    Ledger ledger = ledger(problem, actual -> new int[] {actual[0] > 0 ? 0 : 1});
    double[] weight = problem.weight().clone();
    weight[0] = 100;
    OptimizerStep.Before optimizer = ledger.steps().getFirst().optimizer();
    Ledger up = ledger.untaken(weight, optimizer);
    weight[0] = -100;

    assertThat(up.apart()).containsExactly(0);
    assertThat(ledger.untaken(weight, optimizer).apart()).containsExactly(1);
  }

  @Test
  void whatCannotBeSolvedIsRefusedWithWhatToDo() {
    Problem problem = Problem.of(Net.TANH.model(Kind.GAUSSIAN, 3), Kind.GAUSSIAN, 200, 5);
    ScorePass rows = problem.model().at(problem.theta(), problem.samples());
    SolvedFisher fisher = new SolvedFisher(rows, new FisherRoots(rows), 1e-15);
    double[] b = random(problem.theta().length, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fisher.solve(b))
        .withMessageContaining("2000 steps of conjugate gradients left a residual of")
        .withMessageContaining("Train with more damping");
  }
}
