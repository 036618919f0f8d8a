package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.autodiff.Parameters;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;

class DescentTest {

  private static final int ROWS = 300; // more than one block of a program
  private static final int N = 3;
  private static final double RATE = 0.1;

  private final Map<String, float[]> columns =
      new HashMap<>(Map.of("x", normal(ROWS * N, 1), "y", normal(ROWS, 2)));

  /// θ in y ≈ θ·x, and a loss of it in the making.
  private static final class Line {
    final Parameters theta = new Parameters();
    final List<Descent> made = new ArrayList<>();
    final Descent.Builder loss =
        Descent.of("line", theta, Kernels.best(), Workers.one(), made::add);
    final Tensor error =
        Tensor.repeat(theta.add("theta", 1, N))
            .mul(Tensor.input("x", N))
            .sumColumns()
            .sub(Tensor.input("y", 1));

    /// ½·mean (θ·x − y)².
    Scalar fit() {
      return error.square().mean().mul(0.5);
    }

    /// −mean (θ·x − y).
    Scalar bias() {
      return error.mean().neg();
    }

    float[] values() {
      return theta.values();
    }
  }

  private static float[] normal(int n, long seed) {
    Rng random = Rng.seeded(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.standardNormal();
    }
    return values;
  }

  private float[] column(String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  private Descent fitting(Line line) {
    return line.loss.term("fit", line.fit()).build().feed(this::column);
  }

  @Test
  void aStepIsAGradientAndADescent() {
    Line whole = new Line();
    Line halves = new Line();
    Descent steps = fitting(whole);
    Descent parts = fitting(halves);

    for (int step = 0; step < 5; step++) {
      steps.step(ROWS, RATE);
      parts.gradients(ROWS);
      parts.descend(RATE);
    }

    assertThat(halves.values()).isEqualTo(whole.values()).doesNotContain(0);
  }

  /// Two terms: ∂L/∂θⱼ = mean (θ·x − y)·xⱼ − mean xⱼ, at θ = 0.
  @Test
  void theGradientIsThatOfTheSumOfTheTerms() {
    Line line = new Line();
    Descent descent =
        line.loss.term("fit", line.fit()).term("bias", line.bias()).build().feed(this::column);

    float[] gradient = descent.gradients(ROWS).values();

    double loss = 0;
    double bias = 0;
    double[] expected = new double[N];
    for (int i = 0; i < ROWS; i++) {
      double y = column("y")[i];
      loss += 0.5 * y * y / ROWS;
      bias += y / ROWS;
      for (int j = 0; j < N; j++) {
        expected[j] -= (y + 1) * column("x")[i * N + j] / ROWS;
      }
    }
    for (int j = 0; j < N; j++) {
      assertThat((double) gradient[j]).isCloseTo(expected[j], within(1e-6));
    }
    assertThat(descent.value("fit")).isCloseTo(loss, within(1e-6));
    assertThat(descent.value("bias")).isCloseTo(bias, within(1e-6));
    assertThat(descent.terms().sequencedKeySet()).containsExactly("fit", "bias");
  }

  @Test
  void nothingFlowsBackFromAMetric() {
    Line plain = new Line();
    Line measured = new Line();
    measured.loss.metric("mean error", measured.error.mean());
    Descent descent = fitting(measured);

    fitting(plain).step(ROWS, RATE);
    descent.step(ROWS, RATE);

    assertThat(measured.values()).isEqualTo(plain.values());
    assertThat(descent.value("mean error")).isNotZero();
  }

  @Test
  void rowsByTheirOrderAreABatchOfThoseRowsToTheBit() {
    int[] order = Rng.seeded(3).permutation(ROWS);
    int from = 17;
    int count = 200;
    float[] x = new float[count * N];
    float[] y = new float[count];
    for (int k = 0; k < count; k++) {
      System.arraycopy(column("x"), order[from + k] * N, x, k * N, N);
      y[k] = column("y")[order[from + k]];
    }
    Line chosen = new Line();
    Line gathered = new Line();
    Descent descent = fitting(chosen);

    for (int step = 0; step < 3; step++) {
      descent.step(order, from, count, RATE);
    }
    Descent other = gathered.loss.term("fit", gathered.fit()).build();
    other.feed(name -> name.equals("x") ? x : y);
    for (int step = 0; step < 3; step++) {
      other.step(count, RATE);
    }

    assertThat(chosen.values()).isEqualTo(gathered.values());
    assertThat(descent.value("fit")).isEqualTo(other.value("fit"));
    assertThat(descent.rows()).isEqualTo(count);
    assertThat(descent.row(5)).isEqualTo(order[from + 5]);
    assertThat(other.row(5)).isEqualTo(5);
  }

  @Test
  void aColumnThatBecameAnotherArrayIsReadAtTheNextStep() {
    Line line = new Line();
    Descent descent = fitting(line);
    descent.step(ROWS, RATE);
    float[] before = line.values().clone();

    columns.put("x", new float[ROWS * N]); // the gradient of θ·0
    descent.gradients(ROWS);

    assertThat(descent.gradients().values()).containsOnly(0);
    assertThat(line.values()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "0.5, 0.5"})
  void aLongGradientIsScaledToItsBoundAndItsNormReportedAsItWas(double bound, double share) {
    columns.put("x", new float[ROWS * N]);
    for (int i = 0; i < ROWS; i++) {
      column("x")[i * N] = 1;
      column("y")[i] = 1; // ∂L/∂θ = (−1, 0, 0) at θ = 0
    }
    Line line = new Line();
    line.loss.clip(bound);
    Descent descent = fitting(line);

    float[] gradient = descent.gradients(ROWS).values();

    assertThat((double) gradient[0]).isCloseTo(-share, within(1e-6));
    assertThat(descent.gradientNorm()).isCloseTo(1, within(1e-6));
    assertThat(descent.maxGradientNorm()).isEqualTo(bound);
  }

  @Test
  void theOptimizerIsTheOneAskedFor() {
    Line line = new Line();
    line.loss.optimizer(
        learnt -> new RmsProp(learnt, Kernels.best(), 0.99, 1e-5, RmsProp.Epsilon.AFTER_ROOT, 0));

    assertThat(fitting(line).optimizer()).isInstanceOf(RmsProp.class);
    assertThat(fitting(new Line()).optimizer()).isInstanceOf(Adam.class);
  }

  @Test
  void anOutputIsWrittenAsItWasBeforeTheStep() {
    Line line = new Line();
    line.loss.output("error", line.error);
    float[] error = new float[ROWS];
    Descent descent = fitting(line).into("error", error);

    descent.step(ROWS, RATE);

    for (int i = 0; i < ROWS; i++) {
      assertThat(error[i]).isEqualTo(-column("y")[i]);
    }
  }

  @Test
  void aTermIsAddedOnce() {
    Line line = new Line();
    line.loss.term("fit", line.fit());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.loss.term("fit", line.bias()))
        .withMessage("the loss has a term \"fit\" already");
  }

  @Test
  void aLossHasATerm() {
    Line line = new Line();

    assertThatIllegalStateException()
        .isThrownBy(line.loss::build)
        .withMessage("the descent of line has no term to go down");
    assertThat(line.made).isEmpty();
  }

  @Test
  void whoAsksIsToldOfADescentOnceItIsBuilt() {
    Line line = new Line();
    line.loss.term("fit", line.fit());
    assertThat(line.made).isEmpty();

    Descent descent = line.loss.build();

    assertThat(line.made).containsExactly(descent);
  }

  @Test
  void whatWasNotFedIsAskedFor() {
    Line line = new Line();
    Descent descent = line.loss.term("fit", line.fit()).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> descent.step(ROWS, RATE))
        .withMessage("no batch was fed, and x is to be read");
  }

  /// What parameters and optimizer are when somebody looks.
  private record Seen(String when, float first, long steps, int rows, double rate) {}

  @Test
  void aWatcherIsToldBeforeTheGradientAndAfterTheStepAndChangesNothing() {
    Line watched = new Line();
    Line alone = new Line();
    Descent descent = fitting(watched);
    List<Seen> seen = new ArrayList<>();
    descent.watchedBy(
        new Descent.Watcher() {
          @Override
          public void before(Descent one) {
            seen.add(see("before", one, 0));
          }

          @Override
          public void after(Descent one, double learningRate) {
            seen.add(see("after", one, learningRate));
          }

          private Seen see(String when, Descent one, double rate) {
            float first = one.parameters().values()[0];
            return new Seen(when, first, one.optimizer().steps(), one.rows(), rate);
          }
        });
    Descent unwatched = fitting(alone);

    descent.step(ROWS, RATE);
    unwatched.step(ROWS, RATE);
    float once = alone.values()[0];
    descent.step(new int[] {4, 2, 0}, 1, 2, RATE / 2);
    unwatched.step(new int[] {4, 2, 0}, 1, 2, RATE / 2);

    assertThat(seen)
        .containsExactly(
            new Seen("before", 0, 0, ROWS, 0),
            new Seen("after", once, 1, ROWS, RATE),
            new Seen("before", once, 1, 2, 0),
            new Seen("after", alone.values()[0], 2, 2, RATE / 2));
    assertThat(watched.values()).isEqualTo(alone.values());
  }

  @Test
  void severalMayLookOnAndEachLeavesForItself() {
    Descent descent = fitting(new Line());
    List<String> told = new ArrayList<>();
    Descent.Watcher first = watcher("first", told);
    descent.watchedBy(first);
    descent.watchedBy(watcher("second", told));

    descent.step(ROWS, RATE);
    descent.leftBy(first);
    descent.step(ROWS, RATE);

    assertThat(told).containsExactly("first", "second", "second");
  }

  private static Descent.Watcher watcher(String name, List<String> told) {
    return new Descent.Watcher() {
      @Override
      public void before(Descent one) {}

      @Override
      public void after(Descent one, double learningRate) {
        told.add(name);
      }
    };
  }

  @Test
  void afterAGradientThatIsNotFiniteNothingHasMovedAndNobodyIsToldOfAStep() {
    Line line = new Line();
    Descent descent = fitting(line);
    List<String> told = new ArrayList<>();
    descent.watchedBy(
        new Descent.Watcher() {
          @Override
          public void before(Descent one) {
            told.add("before");
          }

          @Override
          public void after(Descent one, double learningRate) {
            told.add("after");
          }
        });
    column("y")[7] = Float.NaN;

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> descent.step(ROWS, RATE))
        .withMessageContaining("NaN");
    assertThat(line.values()).containsOnly(0);
    assertThat(told).containsExactly("before");
    descent.requireFinite();
  }

  @Test
  void parametersThatAreNotFiniteAreToldByTheirName() {
    Line line = new Line();
    Descent descent = fitting(line);
    line.values()[1] = Float.POSITIVE_INFINITY;

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(descent::requireFinite)
        .withMessage("after the step the line's parameters are not finite");
  }

  @Test
  void aNumberThatIsDividedByIsGivenForTheStepsThatFollow() {
    Line line = new Line();
    Descent descent =
        line.loss
            .term("fit", line.error.square().sum().per("trajectories").mul(0.5))
            .build()
            .feed(this::column)
            .divideBy("trajectories", ROWS);
    Line mean = new Line();
    Descent expected = fitting(mean);

    descent.gradients(ROWS);
    expected.gradients(ROWS);

    assertThat(descent.value("fit")).isCloseTo(expected.value("fit"), within(1e-6));
    assertThat(descent.divisor("trajectories")).isEqualTo(ROWS);
  }
}
