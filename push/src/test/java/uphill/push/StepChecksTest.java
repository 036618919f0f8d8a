package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Parameters;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.Adam;
import uphill.nn.Optimizer;
import uphill.nn.RmsProp;

/// A ledger that was told a wrong step refuses; one that was told the right one does not.
class StepChecksTest {

  private static final int ROWS = 200;

  private static Optimizer adam(Parameters learnt) {
    return new Adam(learnt, new ScalarKernels());
  }

  private static Function<Parameters, Optimizer> rmsProp(RmsProp.Epsilon place) {
    return learnt -> new RmsProp(learnt, new ScalarKernels(), 0.99, 1e-5, place, 0);
  }

  private static Watched watched() {
    return new Watched(Activation.TANH, false, ROWS, 0, 0, StepChecksTest::adam);
  }

  private static final float[] NO_MASK = {};

  static Stream<Watched> all() {
    return Stream.of(
        watched(),
        new Watched(Activation.RELU, false, ROWS, 0.01, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, true, ROWS, 0.01, 0, StepChecksTest::adam),
        new Watched(Activation.RELU, true, ROWS, 0, 0, rmsProp(RmsProp.Epsilon.AFTER_ROOT)),
        new Watched(Activation.TANH, false, ROWS, 0, 0, rmsProp(RmsProp.Epsilon.UNDER_ROOT)),
        new Watched(Activation.TANH, false, 1, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, true, 1, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.MULTI_CATEGORICAL, ROWS, 0.01, 0, StepChecksTest::adam),
        new Watched(Activation.RELU, Kind.BERNOULLI, ROWS, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.BERNOULLI, 1, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.GAUSSIAN_OF_STATE, ROWS, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.GAUSSIAN_OF_STATE, 5, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.SQUASHED, ROWS, 0, 0, StepChecksTest::adam),
        new Watched(Activation.TANH, Kind.SQUASHED, 1, 0, 0, StepChecksTest::adam),
        new Watched(Activation.RELU, Kind.SQUASHED_OF_STATE, ROWS, 0, 0, StepChecksTest::adam));
  }

  private static void require(Watched watched, Step step) {
    StepChecks.requireOptimizer(step);
    StepChecks.requireRows(step, watched.observation, watched.action, NO_MASK);
    StepChecks.requireGradient(step);
    StepChecks.requireThroughHeads(watched.model, step);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theStepsThatWereTakenAreNotRefused(Watched watched) {
    double[] before = Samples.doubles(watched.parameters.values(), watched.parameters.size());
    watched.steps(4);

    assertThat(watched.witness.steps()).hasSize(4);
    watched.witness.steps().forEach(step -> require(watched, step));
    assertThat(watched.witness.steps().getFirst().before()).isEqualTo(before);
    StepChecks.requireWhole(
        watched.witness.steps(), before, watched.witness.steps().getLast().after());
  }

  /// Rows in another order, some left out and one twice: if training did so, the ledger does.
  @Test
  void aStepOfSomeRowsIsNotRefused() {
    Watched watched = watched();
    Step step = watched.step(9, 3, 3, 77, 0, 12, 40);

    require(watched, step);
    double[] weight = watched.ledger(step).weight();
    assertThat(weight[3] / weight[9])
        .isCloseTo((double) watched.weight[3] / watched.weight[9], within(1e-9));
    assertThat(weight[4]).isZero();
  }

  /// No weights at all, as where nothing is earned yet, and a policy that is all but even: what its
  /// entropy wants is little, of much that cancels.
  @ParameterizedTest
  @EnumSource(names = {"CATEGORICAL", "MULTI_CATEGORICAL", "BERNOULLI", "GAUSSIAN_OF_STATE"})
  void aStepOfTheEntropyAloneIsNotRefused(Kind kind) {
    for (int rows : new int[] {1, 7, ROWS}) {
      Watched watched = new Watched(Activation.TANH, kind, rows, 0, 0, StepChecksTest::adam);
      Arrays.fill(watched.weight, 0);
      ScoreModel.Layer last = watched.model.layers().getLast();
      float[] theta = watched.parameters.values();
      for (int k = last.weightAt(); k < last.biasAt() + last.out(); k++) {
        theta[k] *= 1e-3f;
      }
      watched.steps(3);

      watched.witness.steps().forEach(step -> require(watched, step));
    }
  }

  private static void refuses(String part, ThrowingCallable check) {
    assertThatIllegalArgumentException().isThrownBy(check).withMessageContaining(part);
  }

  @Test
  void aStepThatWasLeftOutIsRefused() {
    Watched watched = watched();
    Step second = watched.steps(2);
    Step first = watched.witness.steps().getFirst();

    refuses(
        "the optimizer makes",
        () -> StepChecks.requireOptimizer(Edit.of(second, e -> e.before = first.before())));
    refuses(
        "before step 0, so a step is missing",
        () -> StepChecks.requireWhole(List.of(second), first.before(), second.after()));
    refuses(
        "after the last step, so a step is missing",
        () -> StepChecks.requireWhole(List.of(first), first.before(), second.after()));
    Step third = watched.steps(1);
    refuses(
        "before step 1, so a step is missing",
        () -> StepChecks.requireWhole(List.of(first, third), first.before(), third.after()));
    refuses("step 1 does not begin where", () -> watched.ledger(first, third));
    StepChecks.requireWhole(List.of(first, second, third), first.before(), third.after());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aLearningRateThatIsOnePercentWrongIsRefused(Watched watched) {
    Step step = watched.steps(4);
    for (double wrong : new double[] {0.99, 1.01}) {
      double rate = wrong * Watched.RATE;
      refuses(
          "the optimizer makes",
          () ->
              StepChecks.requireOptimizer(
                  Edit.of(step, e -> e.optimizer = step.optimizer().withLearningRate(rate))));
    }
  }

  /// After four steps and after a thousand, when hardly anything is corrected for.
  @Test
  void stepsOfAdamThatAreMiscountedByOneAreRefused() {
    Watched watched = watched();
    for (int count : new int[] {4, 996}) {
      Step step = watched.steps(count);
      for (int wrong : new int[] {-1, 1}) {
        refuses(
            "the optimizer makes",
            () -> StepChecks.requireOptimizer(Edit.of(step, e -> e.miscount(wrong))));
      }
    }
  }

  @Test
  void rowsThatAreExchangedOrToldTwiceAreRefused() {
    Watched watched = watched();
    Step step = watched.steps(1);
    Consumer<Edit> exchanged =
        e -> {
          e.row[3] = 8;
          e.row[8] = 3;
        };
    for (Consumer<Edit> edit : Stream.<Consumer<Edit>>of(exchanged, e -> e.row[3] = 8).toList()) {
      refuses(
          "its row 3 is said to be row 8 of the update",
          () ->
              StepChecks.requireRows(
                  Edit.of(step, edit), watched.observation, watched.action, NO_MASK));
    }
    refuses(
        "its row 3 is said to be row 200",
        () ->
            StepChecks.requireRows(
                Edit.of(step, e -> e.row[3] = ROWS), watched.observation, watched.action, NO_MASK));
    float[] action = watched.action.clone();
    action[5] = 1 - action[5];
    refuses(
        "its row 5 is said to be row 5",
        () -> StepChecks.requireRows(step, watched.observation, action, NO_MASK));
  }

  /// Its probabilities would be those of actions that were not allowed.
  @Test
  void aStepWhoseLossReadsNoMaskIsRefusedWhereThereIsOne() {
    Watched watched = watched();
    Step step = watched.steps(1);

    refuses(
        "its world masks actions, and its loss reads no mask",
        () ->
            StepChecks.requireRows(step, watched.observation, watched.action, new float[ROWS * 2]));
  }

  /// What was summed in double precision is not what training summed.
  @Test
  void aRowThatIsSummedTwiceIsRefused() {
    Watched watched = watched();
    Step step = watched.steps(1);
    int[] order = new int[ROWS];
    Arrays.setAll(order, j -> j == 3 ? 8 : j);
    Step twice = watched().step(order);

    refuses(
        "the terms of the loss sum to",
        () -> StepChecks.requireGradient(Edit.of(step, e -> e.gradients = twice.gradients())));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTermThatIsForgottenIsRefused(Watched watched) {
    Step step = watched.steps(1);
    for (String term : step.gradients().keySet()) {
      SequencedMap<String, double[]> rest = new LinkedHashMap<>(step.gradients());
      rest.remove(term);
      refuses(
          "the terms of the loss sum to",
          () -> StepChecks.requireGradient(Edit.of(step, e -> e.gradients = rest)));
    }
  }

  /// The errors at the heads say nothing of such a term, so no sample could be charged with it.
  @Test
  void aTermThatDoesNotPassThroughTheHeadsIsRefused() {
    Watched watched = new Watched(Activation.TANH, false, ROWS, 0, 1e-3, StepChecksTest::adam);
    Step step = watched.steps(1);

    StepChecks.requireGradient(step);
    refuses(
        "not reach the parameters through the policy's heads alone",
        () -> StepChecks.requireThroughHeads(watched.model, step));
  }

  /// The fields of a step, to be changed.
  private static final class Edit {
    private double[] before;
    private final int[] row;
    private SequencedMap<String, double[]> gradients;
    private OptimizerStep.Before optimizer;

    private Edit(Step step) {
      before = step.before();
      row = step.row().clone();
      gradients = step.gradients();
      optimizer = step.optimizer();
    }

    private void miscount(int by) {
      if (optimizer instanceof OptimizerStep.Adam a) {
        optimizer =
            new OptimizerStep.Adam(
                a.learningRate(), a.beta1(), a.beta2(), a.epsilon(), a.m(), a.v(), a.steps() + by);
      }
    }

    static Step of(Step step, Consumer<Edit> change) {
      Edit edit = new Edit(step);
      change.accept(edit);
      return new Step(
          edit.before,
          step.after(),
          edit.row,
          step.observation(),
          step.action(),
          step.mask(),
          step.weight(),
          step.errors(),
          edit.gradients,
          step.values(),
          step.gradientSize(),
          step.inherited(),
          step.gradient(),
          step.gradientNorm(),
          step.maxGradientNorm(),
          edit.optimizer);
    }
  }
}
