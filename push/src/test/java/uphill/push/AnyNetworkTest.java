package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Adam;
import uphill.nn.Categorical;
import uphill.push.Ledger.Part;

/// Networks of any operations keep the laws of dense layers.
class AnyNetworkTest {

  private static final int INPUTS = 5;
  private static final int ROWS = 300; // more than two blocks

  private static Problem problem(Net net, Kind kind) {
    return Problem.of(net.model(kind, INPUTS), kind, ROWS, 31);
  }

  private static void same(double[] found, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).containsExactly(expected, within(1e-12 * scale));
  }

  private static double[] drawn(int n, long seed) {
    Rng random = Rng.seeded(seed);
    double[] values = new double[n];
    Arrays.setAll(values, _ -> random.standardNormal());
    return values;
  }

  /// Dense layers read operation by operation, against their closed forms.
  @ParameterizedTest
  @EnumSource(Kind.class)
  void readOperationByOperationDenseLayersGiveTheirClosedForms(Kind kind) {
    for (Net[] pair : new Net[][] {{Net.TANH, Net.TRACED_TANH}, {Net.RELU, Net.TRACED_RELU}}) {
      Problem dense = problem(pair[0], kind);
      ScoreModel model = pair[1].model(kind, INPUTS);
      Problem traced =
          new Problem(model, dense.theta(), dense.samples(), dense.weight(), dense.trajectory());
      ScorePass expected = dense.model().at(dense.theta(), dense.samples());
      ScorePass found = model.at(dense.theta(), dense.samples());
      assertThat(model.layers()).isEmpty();
      assertThat(model.entries()).isEqualTo(dense.model().entries());

      double[] direction = drawn(model.size(), 5);
      same(found.along(direction), expected.along(direction));
      double[] p = Vectors.times(direction, direction);
      same(found.squared(p), expected.squared(p));
      same(found.kernelRow(7), expected.kernelRow(7));
      same(new double[] {found.kernel(3, 299)}, new double[] {expected.kernel(3, 299)});
      Ledger one = dense.ledger(0.01);
      Ledger other = traced.ledger(0.01);
      same(other.predicted(), one.predicted());
      same(other.actual(), one.actual());
      same(other.contributions(17), one.contributions(17));
      for (Part part : new Part[] {Part.OWN, Part.OWN_TRAJECTORY, Part.SHARED}) {
        same(other.part(part), one.part(part));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NORMALIZED_TANH,CATEGORICAL",
    "NORMALIZED_TANH,GAUSSIAN",
    "NORMALIZED_RELU,SQUASHED_OF_STATE",
    "RESIDUAL,GAUSSIAN_OF_STATE",
    "RESIDUAL,MULTI_CATEGORICAL",
    "BESIDE,BERNOULLI",
    "ODD,CATEGORICAL"
  })
  void theScoreIsTheDerivativeOfLogPi(Net net, Kind kind) {
    Problem problem = problem(net, kind);
    ScoreModel model = problem.model();
    ScorePass pass = model.at(problem.theta(), problem.samples());
    double[] direction = drawn(model.size(), 9);
    double h = 1e-5;
    double[] more = problem.theta().clone();
    double[] less = problem.theta().clone();
    Vectors.add(h, direction, more);
    Vectors.add(-h, direction, less);
    ScorePass above = model.at(more, problem.samples());
    ScorePass below = model.at(less, problem.samples());
    double[] along = pass.along(direction);
    int close = 0;
    for (int i = 0; i < ROWS; i++) {
      double difference = (above.logProb(i) - below.logProb(i)) / (2 * h);
      close += Math.abs(along[i] - difference) <= 1e-5 * (1 + Math.abs(difference)) ? 1 : 0;
    }
    // A row that is within h of a kink has no derivative to compare with.
    assertThat(close).isGreaterThanOrEqualTo(net == Net.NORMALIZED_TANH ? ROWS : ROWS - 6);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NORMALIZED_TANH", "NORMALIZED_RELU", "RESIDUAL", "BESIDE", "ODD", "TRACED_RELU"})
  void theKernelIsOfTheGradientsOfItsSamples(Net net) {
    Problem problem = problem(net, Kind.GAUSSIAN);
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    double[] one = new double[ROWS];
    Arrays.fill(one, 1);
    double[][] gradient = new double[2][problem.model().size()];
    pass.add(new int[] {4}, 1, one, gradient[0]);
    pass.add(new int[] {250}, 1, one, gradient[1]);

    assertThat(pass.kernel(4, 250)).isCloseTo(Vectors.dot(gradient[0], gradient[1]), within(1e-9));
    assertThat(pass.kernelRow(4)[250]).isEqualTo(pass.kernel(4, 250));
    double[] p = drawn(gradient[0].length, 3);
    assertThat(pass.squared(p)[250])
        .isCloseTo(Vectors.dot(Vectors.times(p, gradient[1]), gradient[1]), within(1e-9));
  }

  /// Steps that really were taken, in single precision, hold everything that a ledger stands on.
  @ParameterizedTest
  @CsvSource({
    "NORMALIZED_TANH,CATEGORICAL",
    "NORMALIZED_TANH,SQUASHED_OF_STATE",
    "NORMALIZED_RELU,GAUSSIAN",
    "RESIDUAL,CATEGORICAL",
    "RESIDUAL,GAUSSIAN_OF_STATE",
    "BESIDE,BERNOULLI",
    "ODD,MULTI_CATEGORICAL",
    "TRACED_RELU,CATEGORICAL"
  })
  void thePartsOfStepsThatWereTakenSumToThePush(Net net, Kind kind) {
    for (int rows : new int[] {1, 9, ROWS}) {
      Watched watched = watched(net, kind, rows, 0);
      watched.steps(3);
      Ledger ledger = watched.ledger(watched.witness.steps().toArray(Step[]::new));
      for (Step step : watched.witness.steps()) {
        StepChecks.requireOptimizer(step);
        StepChecks.requireGradient(step);
        StepChecks.requireThroughHeads(watched.model, step);
      }
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        double size = 0;
        for (Part part : Part.values()) {
          sum += ledger.part(part)[i];
          size += Math.abs(ledger.part(part)[i]);
        }
        assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * size));
      }
      double rounding = Vectors.dot(ledger.part(Part.ROUNDING), ledger.part(Part.ROUNDING));
      assertThat(rounding).isLessThan(1e-6 * Vectors.dot(ledger.predicted(), ledger.predicted()));
    }
  }

  private static Watched watched(Net net, Kind kind, int rows, double aside) {
    return new Watched(net, kind, rows, 0.5, aside, p -> new Adam(p, new ScalarKernels()));
  }

  /// Rectified units take the branches of training here, so no bound has to be loose.
  @ParameterizedTest
  @EnumSource(names = {"NORMALIZED_TANH", "NORMALIZED_RELU", "RESIDUAL"})
  void aStepThatIsNotWhatItSaysIsRefused(Net net) {
    Watched watched = watched(net, Kind.CATEGORICAL, ROWS, 1e-3);
    Step step = watched.steps(1);

    StepChecks.requireGradient(step);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepChecks.requireThroughHeads(watched.model, step))
        .withMessageContaining("not reach the parameters through the policy's heads alone");
    step.gradient("policy")[3] += 1e-4;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepChecks.requireGradient(step))
        .withMessageContaining("the terms of the loss sum to");
  }

  @Test
  void aNetworkThatReadsAnythingElseIsRefused() {
    Parameters parameters = new Parameters();
    Tensor policy = Tensor.input("outputs", 2);
    Parameters others = new Parameters();
    var row = others.add("row", 1, 2);

    assertThat(
            ScoreModel.refusal(
                parameters, 2, x -> x.add(Tensor.input("reward", 2)), new Categorical(policy)))
        .hasValue(
            "the network reads [read, reward] and []: it is to read what is observed, and nothing"
                + " else");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ScoreModel.of(
                    parameters,
                    2,
                    x -> x.add(Tensor.repeat(row)),
                    new Categorical(policy),
                    Optional.empty()))
        .withMessage("the network reads row [1, 2], which is none of its own parameters");
  }
}
