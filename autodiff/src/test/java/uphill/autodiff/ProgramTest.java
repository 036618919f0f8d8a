package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;

class ProgramTest {

  private static final Kernels KERNELS = Kernels.best();

  /// Rows around a block's 128, several blocks, and more blocks than shards.
  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 1000, 2200, 4000})
  void anyNumberOfWorkersGivesTheSameBits(int rows) {
    var example = new Example(rows, KERNELS);
    long[] alone = example.bits(Workers.one());

    for (int workers : new int[] {1, 2, 3, 4, 16}) {
      assertThat(example.bits(ShuffledWorkers.of(workers))).isEqualTo(alone);
      assertThat(new Example(rows, KERNELS).bits(ShuffledWorkers.of(workers))).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 300})
  void scalarAndVectorKernelsGiveTheSameBits(int rows) {
    assumeTrue(KERNELS.description().startsWith("vector"));

    assertThat(new Example(rows, KERNELS).bits(Workers.one()))
        .isEqualTo(new Example(rows, new ScalarKernels()).bits(Workers.one()));
  }

  @Test
  void runsOfOtherSizesLeaveNoTrace() {
    var example = new Example(1000, KERNELS);
    long[] first = example.bits(Workers.one());

    example.program.gradients(1, Workers.one());
    example.program.tangents(example.direction, 129, ShuffledWorkers.of(3));

    assertThat(example.bits(Workers.one())).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 129, 300, 2200})
  void chosenRowsHaveTheBitsOfTheirCopiesForAnyNumberOfWorkers(int count) {
    var all = new Example(500, Math.max(500, count), KERNELS);
    int[] order = new int[count + 7];
    float[] rows = Data.integers(order.length, 500, count);
    Arrays.setAll(order, k -> (int) rows[k]);
    long[] copied = all.gathered(order, 5, count, KERNELS).bits(Workers.one());

    assertThat(all.bits(order, 5, count, Workers.one())).isEqualTo(copied);
    for (int workers : new int[] {2, 3, 16}) {
      assertThat(all.bits(order, 5, count, ShuffledWorkers.of(workers))).isEqualTo(copied);
    }
  }

  @Test
  void aRunAfterOneOfChosenRowsReadsAllFromTheFirst() {
    var example = new Example(300, KERNELS);
    long[] first = example.bits(Workers.one());

    example.bits(new int[] {299, 5, 5, 0}, 0, 4, Workers.one());

    assertThat(example.bits(Workers.one())).isEqualTo(first);
  }

  @Test
  void chosenRowsAreCountedFromWhereAColumnBegins() {
    float[] y = new float[2];

    Program.with(KERNELS)
        .output("y", Tensor.input("x", 2).sumColumns().add(Tensor.input("z", 1)))
        .build()
        .feed("x", new float[] {9, 1, 2, 3, 4, 5, 6}, 1)
        .feed("z", new float[] {9, 9, 10, 20, 30}, 2)
        .into("y", y)
        .evaluate(new int[] {2, 0}, 0, 2, Workers.one());

    assertThat(y).containsExactly(5 + 6 + 30, 1 + 2 + 10);
  }

  @Test
  void aChosenRowMustBeThere() {
    Program program = new Example(3, KERNELS).program;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(new int[] {2, 3}, 0, 2, Workers.one()))
        .withMessage("order[1] asks for row 3, input observation holds 3 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.gradients(new int[] {2, -1}, 1, 1, Workers.one()))
        .withMessage("order[1] asks for row -1, input observation holds 3 rows");
    program.feed("action", new float[4], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(new int[] {1, 2}, 0, 2, Workers.one()))
        .withMessage("order[1] asks for row 2, input action holds 2 rows");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 4", "2, 2", "-1, 1", "4, 1", "2, 2147483647"})
  void chosenRowsLieInTheirOrder(int from, int count) {
    Program program = new Example(3, KERNELS).program;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(new int[3], from, count, Workers.one()))
        .withMessage(
            "a run needs at least one row, and within an order of 3: got %s rows from %s on",
            count, from);
  }

  @Test
  void everyInputIsFedByName() {
    var example = new Example(3, KERNELS);
    long[] before = example.bits(Workers.one());
    float[] zeros = new float[15];
    Map<String, float[]> two = Map.of("observation", zeros, "action", zeros);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> example.program.feed(new TreeMap<>(two)))
        .withMessage("input advantage is missing; got [action, observation]");
    assertThat(example.bits(Workers.one())).isEqualTo(before);

    example.program.feed(
        Map.of("observation", zeros, "action", zeros, "advantage", zeros, "reward", zeros));
    assertThat(example.bits(Workers.one())).isNotEqualTo(before);
  }

  @Test
  void aRowsOutputsDoNotDependOnTheOtherRows() {
    var batch = new Example(300, KERNELS);
    batch.program.tangents(batch.direction, 300, Workers.one());
    var alone = new Example(1, KERNELS);

    for (int i = 0; i < 300; i++) {
      alone
          .program
          .feed("observation", batch.observation, i * Example.INPUTS)
          .feed("action", batch.action, i)
          .feed("advantage", batch.advantage, i)
          .tangents(batch.direction, 1, Workers.one());

      int at = i * Example.ACTIONS;
      int end = at + Example.ACTIONS;
      assertThat(alone.logProbs).isEqualTo(Arrays.copyOfRange(batch.logProbs, at, end));
      assertThat(alone.logProbsTangent)
          .isEqualTo(Arrays.copyOfRange(batch.logProbsTangent, at, end));
      assertThat(alone.deviation[0]).isEqualTo(batch.deviation[i]);
      assertThat(alone.deviationTangent[0]).isEqualTo(batch.deviationTangent[i]);
      assertThat(alone.gain[0]).isEqualTo(batch.gain[i]);
      assertThat(alone.gainTangent[0]).isEqualTo(batch.gainTangent[i]);
    }
  }

  /// Any row that is lost or counted twice at the edge of a block or of a shard would show.
  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 1000, 2200})
  void theGradientOfASumIsTheSumOfTheRowsGradients(int rows) {
    var set = new Parameters();
    Parameter weight = set.add("weight", 2, 3);
    Parameter bias = set.add("bias", 1, 3);
    set.assign(Data.uniform(set.size(), -1, 1, 1));
    float[] x = Data.uniform(rows * 2, -1, 1, 2);
    Tensor y = Tensor.input("x", 2).affine(weight, bias, Activation.TANH);
    Scalar terms = y.square().sumColumns().sum().sub(y.sumColumns().exp().sum().mul(0.5));
    Program program = Program.with(KERNELS).loss(terms, set).build().feed("x", x);
    double[] sum = new double[set.size()];
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      float[] share = program.feed("x", x, 2 * i).gradients(1, Workers.one()).values();
      loss += program.metric("loss");
      for (int k = 0; k < sum.length; k++) {
        sum[k] += share[k];
      }
    }

    float[] gradient = program.feed("x", x).gradients(rows, Workers.one()).values();

    for (int k = 0; k < sum.length; k++) {
      assertThat((double) gradient[k]).isCloseTo(sum[k], within(1e-6 * rows));
    }
    assertThat(program.metric("loss")).isCloseTo(loss, within(1e-9 * rows));
  }

  @Test
  void aTensorUsedTwiceGathersBothGradients() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Tensor square = w.mul(w);
    set.values()[0] = 3;

    Program program = Program.with(KERNELS).loss(square.mul(square).add(w).mean(), set).build();

    // w⁴ + w, so 4·w³ + 1
    assertThat(program.gradients(8, Workers.one()).values()).containsExactly(109);
  }

  @Test
  void aTensorThatTheLossSumsAndALayerReadsGathersBothGradients() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Parameter five = new Parameters().add("five", 1, 1);
    Parameter none = five.owner().add("none", 1, 1);
    five.owner().values()[0] = 5;

    Tensor layer = w.affine(five, none, Activation.IDENTITY);
    Program program = Program.with(KERNELS).loss(w.mean().add(layer.mean()), set).build();

    // w + 5·w
    assertThat(program.gradients(8, Workers.one()).values()).containsExactly(6);
  }

  @Test
  void aParameterUsedTwiceGathersBothGradients() {
    var set = new Parameters();
    Parameter w = set.add("w", 1, 1);
    set.values()[0] = 3;

    Tensor product = Tensor.repeat(w).mul(Tensor.repeat(w));
    Program program = Program.with(KERNELS).loss(product.mean(), set).build();

    assertThat(program.gradients(8, Workers.one()).values()).containsExactly(6);
  }

  @Test
  void parametersOfAnotherSetAreConstantsThatGradientsFlowThrough() {
    var learnt = new Parameters();
    var other = new Parameters();
    Tensor w = Tensor.repeat(learnt.add("w", 1, 1));
    Tensor y = w.affine(other.add("weight", 1, 1), other.add("bias", 1, 1), Activation.IDENTITY);
    learnt.values()[0] = 2;
    other.assign(new float[] {5, 1});

    Program program = Program.with(KERNELS).loss(y.square().mean(), learnt).build();
    Gradients gradients = program.gradients(4, Workers.one());

    // y = 5·w + 1 = 11, ∂y²/∂w = 2·11·5
    assertThat(gradients.parameters()).isSameAs(learnt);
    assertThat(gradients.values()).containsExactly(110);
  }

  @Test
  void whereBothAreEqualTheGradientOfAMinimumFlowsToTheFirst() {
    var set = new Parameters();
    Tensor first = Tensor.repeat(set.add("first", 1, 1));
    Tensor second = Tensor.repeat(set.add("second", 1, 1));

    Program program = Program.with(KERNELS).loss(first.min(second).mean(), set).build();

    assertThat(program.gradients(1, Workers.one()).values()).containsExactly(1, 0);
  }

  @Test
  void aMinimumDoesNotHideNaN() {
    float[] minimum = new float[2];
    Program.with(KERNELS)
        .output("minimum", Tensor.input("a", 1).min(Tensor.input("b", 1)))
        .build()
        .feed("a", new float[] {Float.NaN, 1})
        .feed("b", new float[] {1, Float.NaN})
        .into("minimum", minimum)
        .evaluate(2, Workers.one());

    assertThat(minimum).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void whereBothAreEqualTheGradientOfAMaximumFlowsToTheFirst() {
    var set = new Parameters();
    Tensor first = Tensor.repeat(set.add("first", 1, 1));
    Tensor second = Tensor.repeat(set.add("second", 1, 1));

    Program program = Program.with(KERNELS).loss(first.max(second).mean(), set).build();

    assertThat(program.gradients(1, Workers.one()).values()).containsExactly(1, 0);
  }

  @Test
  void aMaximumDoesNotHideNaN() {
    float[] maximum = new float[2];
    Program.with(KERNELS)
        .output("maximum", Tensor.input("a", 1).max(Tensor.input("b", 1)))
        .build()
        .feed("a", new float[] {Float.NaN, 1})
        .feed("b", new float[] {1, Float.NaN})
        .into("maximum", maximum)
        .evaluate(2, Workers.one());

    assertThat(maximum).containsExactly(Float.NaN, Float.NaN);
  }

  /// log tanh′ u, where 1 − tanh²u would be 0 to rounding, and its logarithm −∞.
  @ParameterizedTest
  @ValueSource(floats = {0, 0.5f, -3, 9, -12, 50, -200})
  void theLogarithmOfTheSlopeOfTanhIsFiniteWhereverItIsAsked(float u) {
    Tensor x = Tensor.input("u", 1);
    Tensor logSlope = x.mul(-2).softplus().add(x).mul(-2).add(2 * Math.log(2));
    float[] y = new float[1];

    Program.with(KERNELS)
        .output("y", logSlope)
        .build()
        .feed("u", new float[] {u})
        .into("y", y)
        .evaluate(1, Workers.one());

    double size = Math.abs(u);
    double exact = 2 * (Math.log(2) - size - Math.log1p(Math.exp(-2 * size)));
    assertThat((double) y[0]).isCloseTo(exact, within(3e-7 * (1 + size)));
  }

  @Test
  void aGivenNumberIsThatOfItsNameInEveryRowUntilItIsGivenAnew() {
    Tensor clip = Tensor.given("clip").add(Tensor.given("clip")).mul(Tensor.input("x", 1));
    float[] x = new float[200];
    Arrays.fill(x, 2);
    float[] y = new float[200];
    Program program = Program.with(KERNELS).output("y", clip).build().feed("x", x).into("y", y);

    program.give("clip", 0.25).evaluate(200, Workers.one());
    assertThat(y).containsOnly(1);
    program.evaluate(200, ShuffledWorkers.of(2));
    assertThat(y).containsOnly(1);
    program.give("clip", -3).evaluate(200, Workers.one());
    assertThat(y).containsOnly(-12);
  }

  @Test
  void aNumberThatWasNotGivenIsNamed() {
    Program program =
        Program.with(KERNELS)
            .output("y", Tensor.given("clip").add(Tensor.given("weight")))
            .build()
            .give("clip", 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> program.evaluate(1, Workers.one()))
        .withMessage("give(\"weight\", …) was not called");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.give("weights", 1))
        .withMessage("no given number \"weights\"; this program has [clip, weight]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.give("weight", Double.NaN))
        .withMessage("weight must be a number, got NaN");
  }

  /// The gradient of what only a metric needs is zero, and zero times the slope of log at 0 is NaN.
  @Test
  void aMetricDoesNotTouchTheGradient() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));

    Program program =
        Program.with(KERNELS).loss(w.mean(), set).metric("log", w.log().mean()).build();

    assertThat(program.gradients(3, Workers.one()).values()).containsExactly(1);
    assertThat(program.metric("log")).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void noGradientFlowsIntoAnIndex() {
    var set = new Parameters();
    Tensor index = Tensor.repeat(set.add("index", 1, 1));
    Tensor picked = Tensor.input("x", 2).pick(index);
    set.values()[0] = 1;
    float[] tangent = {9, 9};

    Program program =
        Program.with(KERNELS)
            .loss(picked.mean(), set)
            .output("picked", picked)
            .build()
            .feed("x", new float[] {1, 2, 3, 4})
            .tangentsInto("picked", tangent);
    program.tangents(new float[] {1}, 2, Workers.one());

    assertThat(program.gradients(2, Workers.one()).values()).containsExactly(0);
    assertThat(tangent).containsExactly(0, 0);
    assertThat(program.metric("loss")).isEqualTo(3);
  }

  @Test
  void anIndexPastTheColumnsIsRejectedNotReadFromTheNextRow() {
    Program program =
        Program.with(KERNELS)
            .output("picked", Tensor.input("x", 2).pick(Tensor.input("index", 1)))
            .build()
            .feed("x", new float[] {1, 2, 3, 4})
            .feed("index", new float[] {2, 0});

    assertThatThrownBy(() -> program.evaluate(2, Workers.one()))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("2")
        .hasMessageContaining("length 2");
  }

  @Test
  void anOutputThatDoesNotLearnHasTangentsZero() {
    var set = new Parameters();
    set.add("w", 1, 1);
    float[] tangent = {5, 5};

    Program.with(KERNELS)
        .learnt(set)
        .output("x", Tensor.input("x", 1))
        .build()
        .feed("x", new float[] {1, 2})
        .tangentsInto("x", tangent)
        .tangents(new float[] {1}, 2, Workers.one());

    assertThat(tangent).containsExactly(0, 0);
  }

  @Test
  void inputsOfOneNameAreOneInput() {
    Tensor sum = Tensor.input("x", 1).add(Tensor.input("x", 1));
    float[] y = new float[2];

    Program.with(KERNELS)
        .output("y", sum)
        .build()
        .feed("x", new float[] {1, 2})
        .into("y", y)
        .evaluate(2, Workers.one());

    assertThat(y).containsExactly(2, 4);
  }

  @Test
  void inputsOfOneNameMustHaveAsManyColumns() {
    Tensor one = Tensor.input("x", 1);
    Tensor sum = Tensor.input("x", 2).sumColumns().add(one);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.with(KERNELS).output("y", sum).build())
        .withMessage("input x is used with 2 and with 1 columns");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    var example = new Example(2, KERNELS);
    Program program = example.program;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.feed("state", new float[2]))
        .withMessage("no input \"state\"; this program has [observation, advantage, action]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.into("value", new float[2]))
        .withMessage("no output \"value\"; this program has [logProbs, deviation, gain]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.tangentsInto("value", new float[2]))
        .withMessage("no output \"value\"; this program has [logProbs, deviation, gain]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.metric("kl"))
        .withMessage("no metric \"kl\"; this program has [loss, entropy, tanh]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.divideBy("episodes", 1))
        .withMessage("nothing is divided by episodes; this program divides by [trajectories]");
  }

  @Test
  void anInputMustHoldAllRows() {
    Program program = new Example(3, KERNELS).program;

    program.evaluate(3, Workers.one());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(4, Workers.one()))
        .withMessage("input observation holds 15 numbers, 4 rows of 5 need more");
    program.feed("observation", new float[17], 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(3, Workers.one()))
        .withMessage("input observation holds 14 numbers, 3 rows of 5 need more");
    program.feed("observation", new float[18], 3).evaluate(3, Workers.one());
  }

  @Test
  void rowsTooManyForAnArrayAreTooManyForAnInput() {
    Program program =
        Program.with(KERNELS)
            .output("x", Tensor.input("x", 1 << 16))
            .build()
            .feed("x", new float[1 << 16]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.evaluate(1 << 16, Workers.one()))
        .withMessage("input x holds 65536 numbers, 65536 rows of 65536 need more");
  }

  @Test
  void anOutputsColumnMustHaveRoomForAllRows() {
    var example = new Example(3, KERNELS);
    example.program.into("logProbs", new float[8]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> example.program.evaluate(3, Workers.one()))
        .withMessage("output logProbs goes to 8 numbers, 3 rows of 3 need more");
    example.program.into("logProbs", new float[9]).tangentsInto("deviation", new float[2]);
    example.program.evaluate(3, Workers.one());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> example.program.tangents(example.direction, 3, Workers.one()))
        .withMessage("output deviation goes to 2 numbers, 3 rows of 1 need more");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aRunHasRows(int rows) {
    Program program = new Example(3, KERNELS).program;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.gradients(rows, Workers.one()))
        .withMessage("a run needs at least one row, got " + rows);
  }

  @Test
  void aMetricIsOfARun() {
    Program program = new Example(3, KERNELS).program;

    assertThatIllegalStateException()
        .isThrownBy(() -> program.metric("entropy"))
        .withMessage("metric entropy: nothing was run");
  }

  @Test
  void aDirectionHasAnElementForEveryParameter() {
    var example = new Example(3, KERNELS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> example.program.tangents(new float[3], 3, Workers.one()))
        .withMessage(
            String.format(
                Locale.ROOT,
                "direction has 3 elements, parameters have %d",
                example.learnt.size()));
  }

  @Test
  void aProgramsParametersAreComplete() {
    var learnt = new Parameters();
    var other = new Parameters();
    var weights = new Parameters();
    var biases = new Parameters();
    var gains = new Parameters();
    var shifts = new Parameters();
    Tensor sum = Tensor.repeat(learnt.add("w", 1, 1)).add(Tensor.repeat(other.add("w", 1, 1)));
    Tensor layer =
        sum.affine(weights.add("w", 1, 1), biases.add("b", 1, 1), Activation.IDENTITY)
            .layerNorm(gains.add("g", 1, 1), shifts.add("s", 1, 1), Activation.TANH);

    Program.with(KERNELS).loss(layer.mean(), learnt).build();

    for (Parameters set : List.of(learnt, other, weights, biases, gains, shifts)) {
      assertThatIllegalStateException().isThrownBy(() -> set.add("late", 1, 1));
    }
  }
}
