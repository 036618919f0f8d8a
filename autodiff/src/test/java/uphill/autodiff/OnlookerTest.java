package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.SmallPolicy.Shape;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;

class OnlookerTest {

  private static final int ROWS = 150; // two blocks, the second one short
  private static final double DIFFERENCES = 1e-11;
  private static final Shape CATEGORICAL = new Shape(false, false, 5);
  private static final Shape GAUSSIAN = new Shape(true, false, 5);

  static Stream<Shape> shapes() {
    return Stream.of(
        CATEGORICAL,
        GAUSSIAN,
        new Shape(false, false),
        new Shape(true, false),
        new Shape(false, true),
        new Shape(true, true, 5, 6));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theErrorAtAHeadIsTheLimitOfDifferencesOfTheTerm(Shape shape) {
    var policy = new SmallPolicy(shape, ROWS);
    float[] ratios = policy.ratios();

    HeadErrors seen = policy.onlooker().errors(ROWS);

    for (String term : policy.terms.keySet()) {
      for (int i = 0; i < ROWS; i++) {
        int row = i;
        int column = 0;
        double[] h = policy.heads(policy.theta(), row);
        for (String head : policy.heads.keySet()) {
          double[] errors = seen.errors(term, head);
          assertThat(errors).hasSize(ROWS * SmallPolicy.OUTPUTS);
          for (int j = 0; j < SmallPolicy.OUTPUTS; j++, column++) {
            double limit =
                SmallPolicy.slope(h, column, x -> policy.share(term, row, x, ratios)) / ROWS;
            assertThat(errors[row * SmallPolicy.OUTPUTS + j])
                .as("%s, %s", term, head)
                .isCloseTo(limit, within(DIFFERENCES));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theGradientOfATermIsTheLimitOfItsDifferences(Shape shape) {
    var policy = new SmallPolicy(shape, ROWS);
    float[] ratios = policy.ratios();
    double[] theta = policy.theta();

    HeadErrors seen = policy.onlooker().errors(ROWS);

    for (String term : policy.terms.keySet()) {
      assertThat(seen.value(term)).isCloseTo(value(policy, term, theta, ratios), within(1e-14));
      for (int k = 0; k < theta.length; k++) {
        assertThat(seen.gradient(term)[k])
            .as(term)
            .isCloseTo(
                SmallPolicy.slope(theta, k, x -> value(policy, term, x, ratios)),
                within(DIFFERENCES));
      }
    }
  }

  private static double value(SmallPolicy policy, String term, double[] theta, float[] ratios) {
    double sum = 0;
    for (int i = 0; i < policy.rows; i++) {
      sum += policy.share(term, i, policy.heads(theta, i), ratios);
    }
    return sum / policy.rows;
  }

  /// Single precision has an error of 10⁻⁸ here.
  @Test
  void theErrorAtLogitsOfThePolicyGradientIsTheTextbooks() {
    var policy = new SmallPolicy(CATEGORICAL, ROWS);

    HeadErrors seen = policy.onlooker().errors(ROWS);

    for (int i = 0; i < ROWS; i++) {
      double[] h = policy.heads(policy.theta(), i);
      double[] pi = policy.probs(h);
      double entropy = policy.entropy(h);
      for (int a = 0; a < pi.length; a++) {
        double chosen = a == policy.action(i) ? 1 : 0;
        double weight = policy.columns.get("weight")[i];
        double entropySlope = -pi[a] * (Math.log(pi[a]) + entropy);
        assertThat(ROWS * seen.errors("policy", "logits")[i * pi.length + a])
            .isCloseTo(-weight * (chosen - pi[a]), within(1e-14));
        assertThat(ROWS * seen.errors("entropy", "logits")[i * pi.length + a])
            .isCloseTo(-SmallPolicy.ENTROPY_WEIGHT * entropySlope, within(1e-14));
      }
    }
  }

  /// A sum of n shares in single precision, each with the rounding errors of some fifty operations.
  @ParameterizedTest
  @MethodSource("shapes")
  void theGradientThatTrainingUsedIsTheSumOfTheTermsWithinItsRounding(Shape shape) {
    for (int rows : new int[] {1, ROWS, 3000}) {
      var policy = new SmallPolicy(shape, rows);

      float[] trained = policy.program().gradients(rows, Workers.one()).values();
      HeadErrors seen = policy.onlooker().errors(rows);

      double[] sum = seen.gradient();
      for (int k = 0; k < sum.length; k++) {
        double bound = (rows + 50) * Math.scalb(seen.gradientSize()[k], -24);
        assertThat((double) trained[k]).isCloseTo(sum[k], within(bound));
      }
    }
  }

  @Test
  void theSizeOfTheGradientIsTheSumOfTheAbsoluteSharesOfRowsAndTerms() {
    var policy = new SmallPolicy(GAUSSIAN, ROWS);
    double[] sum = new double[policy.learnt.size()];
    Onlooker onlooker = policy.onlooker();

    double[] size = onlooker.errors(ROWS).gradientSize();

    for (int i = 0; i < ROWS; i++) {
      HeadErrors alone = onlooker.errors(new int[] {i});
      for (String term : policy.terms.keySet()) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += Math.abs(alone.gradient(term)[k]) / ROWS;
        }
      }
    }
    assertThat(size).containsExactly(sum, within(1e-14));
  }

  @Test
  void aRowOfTheRunIsTheRowOfTheColumnsThatTheOrderNames() {
    var policy = new SmallPolicy(CATEGORICAL, 400);
    int[] order = new int[ROWS];
    for (int j = 0; j < ROWS; j++) {
      order[j] = j == 1 ? 399 : 399 - j; // one row twice
    }

    HeadErrors all = policy.onlooker().errors(400);
    HeadErrors some = policy.onlooker().errors(order);

    assertThat(some.rows()).isEqualTo(ROWS);
    for (String term : policy.terms.keySet()) {
      for (int i = 0; i < ROWS * 3; i++) {
        double error = all.errors(term, "logits")[3 * order[i / 3] + i % 3];
        assertThat(some.errors(term, "logits")[i] * ROWS).isCloseTo(error * 400, within(1e-14));
      }
    }
    policy.columns.replaceAll((name, column) -> gathered(column, order, column.length / 400));
    assertThat(some.gradient()).isEqualTo(policy.onlooker().errors(ROWS).gradient());
  }

  private static float[] gathered(float[] column, int[] order, int columns) {
    float[] rows = new float[order.length * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = column[order[i / columns] * columns + i % columns];
    }
    return rows;
  }

  @Test
  void aSumIsDividedByTheNumberThatIsGiven() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Tensor product = w.mul(Tensor.input("x", 1));
    Onlooker onlooker =
        onlooker(product.sum().per("trajectories").add(product.mean().mul(3)), w, set)
            .at(new float[] {2})
            .feed("x", new float[] {1, 2, 4, 9})
            .divideBy("trajectories", 7);

    HeadErrors seen = onlooker.errors(3);

    assertThat(seen.errors("L", "h"))
        .containsExactly(new double[] {1 / 7.0 + 1, 2 / 7.0 + 2, 4 / 7.0 + 4}, within(1e-15));
    assertThat(seen.gradient("L")).containsExactly(new double[] {8}, within(1e-14));
    assertThat(seen.value("L")).isCloseTo(16, within(1e-14));
    onlooker.divideBy("trajectories", 14);
    assertThat(onlooker.errors(3).gradient("L")).containsExactly(new double[] {7.5}, within(1e-14));
  }

  /// The actor of a deterministic policy gradient: −mean Q(s, μ(s)), through a critic that stays.
  @Test
  void aSetThatIsNotLearntIsAConstantThatErrorsFlowThrough() {
    var actor = new Parameters();
    var critic = new Parameters();
    Tensor mean =
        Tensor.input("x", 2)
            .affine(actor.add("weight", 2, 2), actor.add("bias", 1, 2), Activation.TANH);
    Tensor value =
        mean.affine(critic.add("0.weight", 2, 3), critic.add("0.bias", 1, 3), Activation.TANH)
            .affine(critic.add("1.weight", 3, 1), critic.add("1.bias", 1, 1), Activation.IDENTITY);
    critic.assign(Data.uniform(critic.size(), -1, 1, 1));
    double[] theta = SmallPolicy.doubles(Data.uniform(actor.size(), -1, 1, 2));
    double[] phi = SmallPolicy.doubles(critic.values());
    float[] x = Data.uniform(2 * ROWS, -1, 1, 3);
    Onlooker onlooker = onlooker(value.mean().neg(), mean, actor).at(theta).feed("x", x);

    HeadErrors seen = onlooker.errors(ROWS);

    for (int k = 0; k < theta.length; k++) {
      double limit = 0;
      for (int i = 0; i < ROWS; i++) {
        double[] row = {x[2 * i], x[2 * i + 1]};
        double[] mu = layer(row, theta, 0, 2, true);
        limit -= SmallPolicy.slope(theta, k, t -> value(layer(row, t, 0, 2, true), phi)) / ROWS;
        assertThat(seen.errors("L", "h")[2 * i + k % 2])
            .isCloseTo(-SmallPolicy.slope(mu, k % 2, m -> value(m, phi)) / ROWS, within(1e-11));
      }
      assertThat(seen.gradient("L")[k]).isCloseTo(limit, within(1e-11));
    }
    critic.assign(new float[critic.size()]);
    assertThat(onlooker.errors(ROWS).gradient("L")).containsOnly(0);
  }

  private static double value(double[] mean, double[] phi) {
    return layer(layer(mean, phi, 0, 3, true), phi, 9, 1, false)[0];
  }

  private static double[] layer(double[] x, double[] set, int at, int units, boolean tanh) {
    double[] y = new double[units];
    for (int j = 0; j < units; j++) {
      y[j] = set[at + x.length * units + j];
      for (int k = 0; k < x.length; k++) {
        y[j] += x[k] * set[at + k * units + j];
      }
      y[j] = tanh ? Math.tanh(y[j]) : y[j];
    }
    return y;
  }

  @Test
  void whatTheParametersAreByNowDoesNotMatter() {
    var policy = new SmallPolicy(CATEGORICAL, ROWS);
    float[] before = policy.learnt.snapshot();
    double[] gradient = policy.onlooker().errors(ROWS).gradient();
    float[] after = Data.uniform(before.length, -1, 1, 9);
    policy.learnt.assign(after);

    Onlooker onlooker = policy.onlooker();

    assertThat(onlooker.errors(ROWS).gradient()).isNotEqualTo(gradient);
    assertThat(onlooker.at(before).errors(ROWS).gradient()).isEqualTo(gradient);
    assertThat(policy.learnt.values()).isEqualTo(after);
  }

  @Test
  void scalarAndVectorKernelsGiveTheSameBits() {
    var policy = new SmallPolicy(GAUSSIAN, ROWS);
    var scalar = new Onlooker(policy.terms, policy.heads, policy.learnt, new ScalarKernels());
    policy.columns.forEach(scalar::feed);

    assertThat(scalar.at(policy.learnt.values()).errors(ROWS).gradient())
        .isEqualTo(policy.onlooker().errors(ROWS).gradient());
  }

  @Test
  void theErrorAtAHeadGathersAllThatReadIt() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Tensor square = w.square();
    Scalar loss = square.mul(square).add(square.exp()).add(w).sum().add(square.sum().mul(2));
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("all", loss);
    terms.put("other", Tensor.input("x", 1).sum());
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("w", w);
    heads.put("square", square);
    heads.put("x", Tensor.input("x", 1));
    Onlooker onlooker =
        new Onlooker(terms, heads, set, Kernels.best()).at(new float[] {3}).feed("x", new float[2]);

    HeadErrors seen = onlooker.errors(2);

    // w⁴ + exp w² + w + 2·w²
    double slope = 2 * 9 + StrictMath.exp(9) + 2;
    assertThat(seen.errors("all", "square")).containsExactly(slope, slope);
    assertThat(seen.errors("all", "w")).containsExactly(6 * slope + 1, 6 * slope + 1);
    assertThat(seen.errors("all", "x")).containsExactly(0, 0);
    assertThat(seen.errors("other", "x")).containsExactly(1, 1);
    assertThat(seen.errors("other", "w")).containsExactly(0, 0);
    assertThat(seen.gradient("other")).containsExactly(0);
    assertThat(seen.gradient("all")[0]).isEqualTo(2 * (6 * slope + 1));
  }

  /// Zero times the slope of log at 0 would be NaN.
  @Test
  void nothingFlowsFromOneTermToAnother() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("log", w.log().mean());
    terms.put("plain", w.mean());
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("w", w);

    HeadErrors seen =
        new Onlooker(terms, heads, set, Kernels.best()).at(new float[] {0}).errors(1);

    assertThat(seen.errors("log", "w")).containsExactly(Double.POSITIVE_INFINITY);
    assertThat(seen.errors("plain", "w")).containsExactly(1);
    assertThat(seen.gradient("plain")).containsExactly(1);
  }

  @Test
  void oneEvaluationLeavesTheResultsOfAnotherAlone() {
    var policy = new SmallPolicy(CATEGORICAL, ROWS);
    Onlooker onlooker = policy.onlooker();
    HeadErrors first = onlooker.errors(ROWS);
    double[] errors = first.errors("clip", "logits").clone();
    double[] gradient = first.gradient();

    onlooker.at(new float[policy.learnt.size()]).errors(3);

    assertThat(first.errors("clip", "logits")).isEqualTo(errors);
    assertThat(first.gradient()).isEqualTo(gradient);
    onlooker.at(policy.learnt.values());
    assertThat(onlooker.errors(ROWS).errors("clip", "logits")).isEqualTo(errors);
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    var policy = new SmallPolicy(CATEGORICAL, 2);
    HeadErrors seen = policy.onlooker().errors(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.errors("value", "logits"))
        .withMessage("no term \"value\"; this program has [policy, entropy, clip]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.gradient("value"))
        .withMessage("no term \"value\"; this program has [policy, entropy, clip]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.errors("policy", "mean"))
        .withMessage("no head \"mean\"; this program has [logits]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().feed("state", new float[2]))
        .withMessage(
            "no input \"state\"; this program has [observation, action, weight, oldLogProb]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().divideBy("trajectories", 2))
        .withMessage("nothing is divided by trajectories; this program divides by []");
  }

  @Test
  void whatIsMissingOrTooShortIsNamed() {
    var policy = new SmallPolicy(CATEGORICAL, 3);
    var bare = new Onlooker(policy.terms, policy.heads, policy.learnt, Kernels.best());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.errors(3))
        .withMessage("input observation has no column: feed(\"observation\", …) was not called");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.at(new float[3]))
        .withMessage("parameters have 43 elements, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.at(new double[44]))
        .withMessage("parameters have 43 elements, got 44");
    policy.columns.forEach(bare::feed);
    assertThatIllegalStateException()
        .isThrownBy(() -> bare.errors(3))
        .withMessage("the parameters have no values yet: at(…) was not called");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().errors(4))
        .withMessage("input observation holds 12 numbers, 4 rows of 4 need more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().feed("weight", new float[4], 2).errors(3))
        .withMessage("input weight holds 2 numbers, 3 rows of 1 need more");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void anOrderNamesRowsThatThereAre(int row) {
    Onlooker onlooker = new SmallPolicy(CATEGORICAL, 3).onlooker();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[] {0, row}))
        .withMessage(
            "row 1 of the run is row "
                + row
                + " of the columns, but input observation has 3 rows");
  }

  @Test
  void anEvaluationHasRows() {
    Onlooker onlooker = new SmallPolicy(CATEGORICAL, 3).onlooker();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(0))
        .withMessage("an evaluation needs at least one row, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[0]))
        .withMessage("an evaluation needs at least one row, got 0");
  }

  /// The same equation written twice is two tensors, and the errors at the second are zero.
  @Test
  void aHeadThatNoTermIsMadeOfIsRejected() {
    var set = new Parameters();
    Parameter w = set.add("w", 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker(Tensor.repeat(w).mean(), Tensor.repeat(w), set))
        .withMessage(
            "head h occurs in no term: give the very tensor that the terms are made of");
  }

  private static Onlooker onlooker(Scalar loss, Tensor head, Parameters learnt) {
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("L", loss);
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("h", head);
    return new Onlooker(terms, heads, learnt, Kernels.best());
  }
}
