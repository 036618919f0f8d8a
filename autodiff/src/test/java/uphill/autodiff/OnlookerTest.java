package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
        double weight = policy.column("weight")[i];
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
      HeadErrors alone = onlooker.errors(new int[] {i}, 0, 1);
      for (String term : policy.terms.keySet()) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += Math.abs(alone.gradient(term)[k]) / ROWS;
        }
      }
    }
    assertThat(size).containsExactly(sum, within(1e-14));
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

    HeadErrors seen = new Onlooker(terms, heads, set, Kernels.best()).at(new float[] {0}).errors(1);

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

  private static Onlooker onlooker(Scalar loss, Tensor head, Parameters learnt) {
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("L", loss);
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("h", head);
    return new Onlooker(terms, heads, learnt, Kernels.best());
  }

  /// V − R̂ of a critic that has learnt: what is left is little else than rounding errors of V.
  @Test
  void inheritedRoundingErrorsAreMeasuredAgainstWhatCancelled() {
    Kernels kernels = new ScalarKernels();
    Parameters learnt = new Parameters();
    Parameter weight = learnt.add("weight", 3, 1);
    Parameter bias = learnt.add("bias", 1, 1);
    learnt.assign(new float[] {1.3f, -0.7f, 2.1f, 0.4f});
    float[] x = Data.uniform(ROWS * 3, -1, 1, 3);
    float[] target = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double value = 0.4f;
      for (int k = 0; k < 3; k++) {
        value += (double) x[3 * i + k] * learnt.values()[k];
      }
      target[i] = (float) Math.tanh(value);
    }
    Tensor value =
        Tensor.input("x", 3).affine(weight, bias, Activation.TANH).sub(Tensor.input("target", 1));
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("value", value.square().mean());
    SequencedMap<String, float[]> columns = new LinkedHashMap<>();
    columns.put("x", x);
    columns.put("target", target);
    float[] gradient =
        Program.with(kernels)
            .loss(terms.firstEntry().getValue(), learnt)
            .build()
            .feed(columns)
            .gradients(ROWS, Workers.one())
            .values();
    HeadErrors seen =
        new Onlooker(terms, new LinkedHashMap<>(), learnt, kernels)
            .measuring()
            .at(learnt.values())
            .feed(columns)
            .errors(ROWS);

    for (int k = 0; k < gradient.length; k++) {
      double error = Math.abs(gradient[k] - seen.gradient()[k]);
      double ofSums = 0x1p-24 * ROWS * seen.gradientSize()[k];
      double inherited = 0x1p-24 * seen.inherited()[k];
      assertThat(error).isGreaterThan(ofSums).isLessThan(ofSums + inherited);
      assertThat(inherited).isLessThan(1e-5);
    }
  }
}
