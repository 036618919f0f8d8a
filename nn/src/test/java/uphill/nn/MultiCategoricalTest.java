package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

class MultiCategoricalTest {

  private static final int[] N = {2, 3, 1};
  private static final int ALL = 6;
  private static final float[] LOGITS = {0.5f, -1, 2, 0.3f, -0.7f, 5};
  private static final float[] OTHER = {-0.2f, 0.4f, 0, 1.5f, -2, -3};

  private final MultiCategorical policy = MultiCategorical.ofLogits(Tensor.input("z", ALL), N);
  private final MultiCategorical other = MultiCategorical.ofLogits(Tensor.input("other", ALL), N);

  /// Every action, one a row.
  private static float[] actions() {
    float[] all = new float[ALL * 3];
    for (int k = 0; k < ALL; k++) {
      all[3 * k] = Math.floorDiv(k, 3);
      all[3 * k + 1] = k % 3;
    }
    return all;
  }

  private static float[] repeated(float[] row, int rows) {
    float[] all = new float[row.length * rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    return all;
  }

  /// π of every action, the product of its components' own.
  private static double[] products(float[] z) {
    double first = Math.exp(z[0]) + Math.exp(z[1]);
    double second = Math.exp(z[2]) + Math.exp(z[3]) + Math.exp(z[4]);
    double[] p = new double[ALL];
    for (int k = 0; k < ALL; k++) {
      p[k] = Math.exp(z[k / 3]) / first * Math.exp(z[2 + k % 3]) / second;
    }
    return p;
  }

  private float[] logProbs(float[] logits) {
    Tensor logProb = policy.logProb(Tensor.input("a", 3));
    return Values.of(logProb, ALL, "z", repeated(logits, ALL), "a", actions());
  }

  @Test
  void probabilitiesAreProductsAndSumToOne() {
    float[] logProb = logProbs(LOGITS);

    double[] expected = products(LOGITS);
    double sum = 0;
    for (int k = 0; k < ALL; k++) {
      assertThat(Math.exp(logProb[k])).isCloseTo(expected[k], within(1e-6));
      sum += Math.exp(logProb[k]);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void entropyAndKlAreSumsOverAllActions() {
    double[] p = products(LOGITS);
    double[] q = products(OTHER);
    double h = 0;
    double d = 0;
    for (int k = 0; k < ALL; k++) {
      h -= p[k] * Math.log(p[k]);
      d += p[k] * Math.log(p[k] / q[k]);
    }

    float[] entropy = Values.of(policy.entropy(), 1, "z", LOGITS);
    float[] kl = Values.of(policy.kl(other), 1, "z", LOGITS, "other", OTHER);
    float[] same = Values.of(policy.kl(other), 1, "z", LOGITS, "other", LOGITS);

    assertThat((double) entropy[0]).isCloseTo(h, within(2e-6));
    assertThat((double) kl[0]).isCloseTo(d, within(2e-6));
    assertThat(same).containsExactly(0);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Tensor action = Tensor.input("a", 3);
    Slopes.agree(z -> ofLogits(z).logProb(action), LOGITS, ALL, "a", actions());
    Slopes.agree(z -> ofLogits(z).entropy(), LOGITS, 1);
    Slopes.agree(z -> ofLogits(z).kl(other), LOGITS, 1, "other", OTHER);
    Slopes.agree(z -> other.kl(ofLogits(z)), LOGITS, 1, "other", OTHER);
  }

  private static MultiCategorical ofLogits(Tensor z) {
    return MultiCategorical.ofLogits(z, N);
  }

  /// Pearson's χ² with 5 degrees of freedom exceeds 20.5 once in a thousand times.
  @Test
  void samplesComeAsOftenAsTheyAreProbable() {
    float[] probs = new float[ALL + 1];
    System.arraycopy(Values.of(policy.logProbs().exp(), 1, "z", LOGITS), 0, probs, 1, ALL);
    double[] p = products(LOGITS);
    int[] count = new int[ALL];
    int draws = 100_000;
    float[] action = {7, 0, 0, 0, 7};
    Rng random = Rng.seeded(4);

    for (int k = 0; k < draws; k++) {
      MultiCategorical.sample(probs, 1, N, random, action, 1);
      count[(int) (3 * action[1] + action[2])]++;
    }

    double chiSquare = 0;
    for (int k = 0; k < ALL; k++) {
      chiSquare += Math.pow(count[k] - draws * p[k], 2) / (draws * p[k]);
    }
    assertThat(chiSquare).isLessThan(20.5);
    assertThat(action).startsWith(7).endsWith(0, 7);
  }

  @Test
  void theModeIsTheModeOfEveryComponent() {
    float[] action = new float[4];

    MultiCategorical.mode(new float[] {9, -2, -1, -0.5f, -3, -0.5f, 0}, 1, N, action, 1);

    assertThat(action).containsExactly(0, 1, 0, 0);
  }

  @Test
  void extremeLogitsStayFinite() {
    float[] extreme = {100, -100, -100, 100, 0, 100};

    assertThat(Values.of(policy.entropy(), 1, "z", extreme)[0]).isBetween(0f, 1e-40f);
    assertThat(logProbs(extreme)[3]).isCloseTo(-400, within(1e-3f)); // (1, 0): −200 − 200
    assertThat(Values.of(policy.kl(other), 1, "z", extreme, "other", OTHER)[0]).isBetween(0f, 9f);
    Slopes.agree(z -> ofLogits(z).logProb(Tensor.input("a", 3)), extreme, ALL, "a", actions());
  }

  @Test
  void headsWrittenAndReadBackAreTheSameDistribution() {
    float[] logProbs = Values.of(policy.logProbs(), 1, "z", LOGITS);
    MultiCategorical read = policy.asInput("old.");

    assertThat(policy.heads()).containsExactly(Map.entry("logProbs", policy.logProbs()));
    assertThat(read.n()).containsExactly(N);
    assertThat(Values.of(policy.kl(read), 1, "z", LOGITS, "old.logProbs", logProbs))
        .containsExactly(0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor five = Tensor.input("z", 5);
    Tensor two = Tensor.input("a", 2);
    MultiCategorical turned = MultiCategorical.ofLogits(Tensor.input("z", ALL), 3, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiCategorical.ofLogits(five, N))
        .withMessage("components of [2, 3, 1] values do not fill 5 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiCategorical(five, new int[] {5, 0}))
        .withMessage("components of [5, 0] values do not fill 5 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.logProb(two))
        .withMessage("action has 2 columns, expected 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.kl(turned))
        .withMessage("KL between components of [2, 3, 1] and of [3, 2, 1] values is undefined");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.kl(new Bernoulli(five)))
        .withMessage("KL between a MultiCategorical and a Bernoulli is undefined");
  }
}
