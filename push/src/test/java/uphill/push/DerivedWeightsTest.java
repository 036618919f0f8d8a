package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.Adam;
import uphill.push.Ledger.Part;

/// Where nobody says by what scores are multiplied, the errors at the heads do.
class DerivedWeightsTest {

  static Stream<Watched> policies() {
    return Stream.of(Kind.values()).map(DerivedWeightsTest::watched);
  }

  private static Watched watched(Kind kind) {
    return new Watched(
        Activation.TANH, kind, 60, 0.05, 0, learnt -> new Adam(learnt, new ScalarKernels()));
  }

  /// For a loss −mean(w·log π) they are w, its errors lie along the score, and c = 1/n.
  @ParameterizedTest
  @MethodSource("policies")
  void theDerivedWeightsOfAPolicyGradientAreItsWeights(Watched watched) {
    Step step = watched.steps(2);
    Ledger derived = watched.ledger(step);
    double[] psi = Samples.doubles(watched.weight, watched.rows);
    Ledger given = watched.ledger(psi, step);

    assertThat(derived.weights().derived()).isTrue();
    assertThat(given.weights().derived()).isFalse();
    assertThat(given.weight()).isEqualTo(psi);
    for (Ledger ledger : new Ledger[] {derived, given}) {
      assertThat(ledger.weights().scale()).isCloseTo(1.0 / 60, within(1e-14));
      for (int i = 0; i < psi.length; i++) {
        assertThat(ledger.weight()[i]).isCloseTo(psi[i], within(1e-10 * Math.abs(psi[i])));
        assertThat(ledger.weights().cosine()[i]).isCloseTo(Math.signum(psi[i]), within(1e-10));
      }
    }
    for (Part part : Part.values()) {
      assertThat(derived.part(part)).isEqualTo(given.part(part));
    }
  }

  /// An algorithm without weights: all the parts sum to the push, and without a trajectory its
  /// samples push nobody, while the others push as before.
  @ParameterizedTest
  @MethodSource("policies")
  void aStepWithoutATrajectoryIsTheSumOfTheOthers(Watched watched) {
    Ledger ledger = watched.ledger(watched.steps(2));
    double[] weight = ledger.weight().clone();
    for (int i = 5; i < 10; i++) {
      weight[i] = 0;
    }
    Ledger without = ledger.untaken(weight, new OptimizerStep.Sgd(0.1));
    Ledger with = ledger.untaken(ledger.weight(), new OptimizerStep.Sgd(0.1));

    for (int i = 0; i < watched.rows; i++) {
      double[] by = with.contributions(i);
      double[] rest = without.contributions(i);
      for (int j = 0; j < by.length; j++) {
        assertThat(rest[j]).isEqualTo(j / 5 == 1 ? 0 : by[j]);
      }
    }
    assertThat(without.explained().psi()).isEmpty();
  }

  /// A weight of 0 says nothing of what another would make of its sample; the score does.
  @ParameterizedTest
  @MethodSource("policies")
  void whereAWeightWasZeroAnotherIsMadeOfTheScore(Watched watched) {
    watched.weight[4] = 0;
    Step step = watched.steps(1);
    double[] psi = Samples.doubles(watched.weight, watched.rows);
    double[] other = psi.clone();
    other[4] = 2;
    Ledger ledger = watched.ledger(psi, step);
    double learning = 0.1;
    Ledger then = ledger.untaken(other, new OptimizerStep.Sgd(learning));

    double square = ledger.before().kernel(4, 4);
    assertThat(ledger.part(Part.OWN)[4]).isZero();
    assertThat(then.part(Part.OWN)[4])
        .isCloseTo(learning * 2 / watched.rows * square, within(1e-12 * square));
    assertThat(then.weight()).isEqualTo(other);
  }

  @Test
  void whatIsAlongNoScoreHasTheCosineZero() {
    Watched watched = watched(Kind.GAUSSIAN);
    ScorePass scores = watched.model.at(theta(watched), watched.samples());
    Errors across = Errors.none(watched.model, watched.rows);
    for (int i = 0; i < watched.rows; i++) {
      double[] mean = scores.score().output(i);
      double[] logStd = scores.score().logStd(i);
      across.add(1, new Errors(new double[] {logStd[0], 0}, new double[] {-mean[0], 0}), 0, i, 2);
    }
    Explained explained = new Explained(watched.samples(), watched.trajectory(), new double[0]);
    StepWeights.Sum sum = new StepWeights.Sum(watched.model, explained);
    sum.add(scores.score(), scores.with(across), IntStream.range(0, watched.rows).toArray());
    StepWeights weights = sum.weights();

    for (int i = 0; i < watched.rows; i++) {
      assertThat(weights.cosine()[i]).isCloseTo(0, within(1e-12));
      assertThat(weights.weight()[i]).isCloseTo(0, within(1e-11));
    }
  }

  private static double[] theta(Watched watched) {
    return Samples.doubles(watched.parameters.values(), watched.parameters.size());
  }
}
