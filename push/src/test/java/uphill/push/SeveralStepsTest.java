package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.Adam;
import uphill.push.Ledger.Part;

/// An update of several steps, each of some rows of a batch, one of them twice.
class SeveralStepsTest {

  private static final int ROWS = 40;
  private static final int[][] MINIBATCHES = {
    {3, 17, 3, 30, 8, 21, 5}, {0, 1, 2, 3, 4, 5, 6, 7}, {39, 21, 3}
  };

  static Stream<Watched> policies() {
    return Stream.of(false, true)
        .map(
            gaussian -> {
              Watched watched =
                  new Watched(
                      Activation.TANH,
                      gaussian,
                      ROWS,
                      0.05,
                      0,
                      learnt -> new Adam(learnt, new ScalarKernels()));
              watched.steps(2); // so that something is remembered of before
              return watched;
            });
  }

  private static Step[] update(Watched watched) {
    return Arrays.stream(MINIBATCHES).map(watched::step).toArray(Step[]::new);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theLedgerOfAnUpdateIsTheSumOfThoseOfItsSteps(Watched watched) {
    Step[] steps = update(watched);
    Ledger whole = watched.ledger(steps);
    List<Ledger> each = Arrays.stream(steps).map(watched::ledger).toList();

    assertThat(whole.moments()).hasSize(3);
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (Part part : Part.values()) {
        sum += whole.part(part)[i];
      }
      double size = Arrays.stream(whole.contributions(i)).map(Math::abs).sum() + 1e-6;
      assertThat(sum).isCloseTo(whole.predicted()[i], within(1e-9 * size));
      int row = i;
      assertThat(whole.predicted()[i]).isCloseTo(sum(each, l -> l.predicted()[row]), within(1e-15));
      assertThat(whole.actual()[i]).isCloseTo(sum(each, l -> l.actual()[row]), within(1e-14));
      for (Part part : List.of(Part.OWN, Part.OWN_TRAJECTORY, Part.SHARED, Part.CLIPPING)) {
        assertThat(whole.part(part)[i])
            .isCloseTo(sum(each, l -> l.part(part)[row]), within(1e-12 * size));
        assertThat(whole.clipped(part)[i])
            .isCloseTo(sum(each, l -> l.clipped(part)[row]), within(1e-12 * size));
      }
      double momentum = whole.part(Part.MOMENTUM)[i] + whole.part(Part.MOMENTUM_WITHIN)[i];
      assertThat(momentum)
          .isCloseTo(sum(each, l -> l.part(Part.MOMENTUM)[row]), within(1e-12 * size));
      double[] by = whole.contributions(i);
      for (int j = 0; j < ROWS; j++) {
        int other = j;
        assertThat(by[j])
            .isCloseTo(sum(each, l -> l.contributions(row)[other]), within(1e-12 * size));
      }
    }
  }

  private static double sum(List<Ledger> each, ToDoubleFunction<Ledger> of) {
    return each.stream().mapToDouble(of).sum();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void whatEachActionContributedIsItsPartOfThePush(Watched watched) {
    Ledger ledger = watched.ledger(update(watched));
    int[] trajectory = watched.trajectory();
    for (int i = 0; i < ROWS; i++) {
      double[] by = ledger.contributions(i);
      double inside = -by[i];
      double outside = 0;
      double size = 0;
      for (int j = 0; j < ROWS; j++) {
        inside += trajectory[j] == trajectory[i] ? by[j] : 0;
        outside += trajectory[j] == trajectory[i] ? 0 : by[j];
        size += Math.abs(by[j]);
      }
      assertThat(ledger.part(Part.OWN)[i]).isCloseTo(by[i], within(1e-11 * size));
      assertThat(ledger.part(Part.OWN_TRAJECTORY)[i]).isCloseTo(inside, within(1e-11 * size));
      assertThat(ledger.part(Part.SHARED)[i]).isCloseTo(outside, within(1e-11 * size));
    }
    assertThat(ledger.part(Part.OWN)[3]).isNotZero();
    assertThat(ledger.part(Part.OWN)[10]).isZero();
  }

  /// Σ g(θₖ)·(θₖ₊₁ − θₖ), along the segments of the way by central differences of log π.
  @ParameterizedTest
  @MethodSource("policies")
  void thePredictionFollowsTheWay(Watched watched) {
    Step[] steps = update(watched);
    Ledger ledger = watched.ledger(steps);
    double h = 1e-4;
    double[] predicted = new double[ROWS];
    for (Step step : steps) {
      ScorePass up = watched.model.at(between(step, h), watched.samples());
      ScorePass down = watched.model.at(between(step, -h), watched.samples());
      Arrays.setAll(predicted, i -> predicted[i] + (up.logProb(i) - down.logProb(i)) / (2 * h));
    }

    for (int i = 0; i < ROWS; i++) {
      assertThat(ledger.predicted()[i])
          .isCloseTo(predicted[i], within(1e-8 * Math.abs(predicted[i]) + 1e-10));
    }
  }

  private static double[] between(Step step, double share) {
    double[] theta = step.before().clone();
    Arrays.setAll(theta, k -> theta[k] + share * (step.after()[k] - step.before()[k]));
    return theta;
  }

  /// What was remembered of before fades by β₁ at each step; the rest is the update's own.
  @Test
  void momentumIsOfBeforeOrOfTheUpdatesOwnSteps() {
    Watched watched = policies().toList().getFirst();
    Step[] steps = update(watched);
    Ledger ledger = watched.ledger(steps);
    double[] m = steps[0].optimizer().moments();
    double[] expected = new double[ROWS];
    double beta = 0.9f;
    for (int k = 0; k < steps.length; k++) {
      double[] ascent = Samples.doubles(steps[k].gradient(), m.length);
      Arrays.setAll(ascent, n -> -ascent[n]);
      ScorePass scores = watched.model.at(steps[k].before(), watched.samples());
      Preconditioner p = steps[k].optimizer().along(ascent, scores).preconditioner();
      double[] along = scores.along(p.times(-beta / (1 - beta) * Math.pow(beta, k), m));
      Arrays.setAll(expected, i -> expected[i] + along[i]);
    }

    for (int i = 0; i < ROWS; i++) {
      assertThat(ledger.part(Part.MOMENTUM)[i])
          .isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i]) + 1e-12));
    }
    assertThat(watched.ledger(steps[0]).part(Part.MOMENTUM_WITHIN)).containsOnly(0);
    assertThat(ledger.part(Part.MOMENTUM_WITHIN)).doesNotContain(0);
  }

  /// Rows that are none of the update's, as those of a memory may be, push it as others do.
  @Test
  void aRowOfEarlierPushesAndHasNoPushOfItsOwn() {
    Watched watched = policies().toList().getFirst();
    Step known = watched.step(MINIBATCHES[0]);
    int[] row = known.row().clone();
    Arrays.fill(row, 0, 4, -1);
    Step unknown =
        new Step(
            known.before(),
            known.after(),
            row,
            known.observation(),
            known.action(),
            known.mask(),
            known.weight(),
            known.errors(),
            known.gradients(),
            known.values(),
            known.gradientSize(),
            known.inherited(),
            known.gradient(),
            known.gradientNorm(),
            known.maxGradientNorm(),
            known.optimizer());
    Ledger with = watched.ledger(known);
    Ledger without = watched.ledger(unknown);

    StepChecks.requireRows(unknown, watched.observation, watched.action, new float[0]);
    for (int i = 0; i < ROWS; i++) {
      double all = 0;
      double size = 1e-12;
      for (Part part : List.of(Part.OWN, Part.OWN_TRAJECTORY, Part.SHARED)) {
        all += without.part(part)[i] - with.part(part)[i];
        size += Math.abs(with.part(part)[i]);
      }
      assertThat(all).isCloseTo(0, within(1e-11 * size));
    }
    assertThat(without.part(Part.OWN)[3]).isZero();
    assertThat(with.part(Part.OWN)[3]).isNotZero();
    assertThat(without.weight()[3]).isZero();
    assertThat(without.weight()[8]).isEqualTo(with.weight()[8]);
  }

  /// What its loss would have wanted elsewhere, nobody knows.
  @Test
  void anotherUpdateOfSeveralStepsIsNotMadeUp() {
    Watched watched = policies().toList().getFirst();
    Ledger ledger = watched.ledger(update(watched));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.untaken(ledger.weight(), new OptimizerStep.Sgd(0.1)))
        .withMessageContaining("took 3 steps of the policy");
  }

  @Test
  void aLedgerOfNoStepIsRefused() {
    Watched watched = policies().toList().getFirst();

    assertThatIllegalArgumentException()
        .isThrownBy(watched::ledger)
        .withMessageContaining("one step at least");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void moreStepsThanAreWantedAreRefusedBeforeTheyAreTaken(Watched watched) {
    watched.witness.atMost(3);
    watched.steps(1);
    double[] theta = watched.witness.steps().getLast().after();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> watched.steps(1))
        .withMessageStartingWith(
            "the update is not explained: it took more than 3 steps of the policy");
    assertThat(Samples.doubles(watched.parameters.values(), theta.length)).isEqualTo(theta);
  }
}
