package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

class BernoulliTest {

  private static final int BITS = 3;
  private static final int ALL = 8;
  private static final float[] LOGITS = {0.5f, -1.2f, 2};
  private static final float[] OTHER = {-0.3f, -2, 0.1f};

  private final Bernoulli policy = new Bernoulli(Tensor.input("z", BITS));
  private final Bernoulli other = new Bernoulli(Tensor.input("other", BITS));

  /// Every action, one a row: bit j of k.
  private static float[] actions() {
    float[] all = new float[ALL * BITS];
    for (int i = 0; i < all.length; i++) {
      all[i] = ((i / BITS) >> (i % BITS)) & 1;
    }
    return all;
  }

  private static double[] products(float[] z) {
    double[] p = new double[ALL];
    for (int k = 0; k < ALL; k++) {
      p[k] = 1;
      for (int j = 0; j < BITS; j++) {
        double on = 1 / (1 + Math.exp(-z[j]));
        p[k] *= (k >> j & 1) == 1 ? on : 1 - on;
      }
    }
    return p;
  }

  private float[] logProbs(float[] logits) {
    float[] rows = new float[ALL * BITS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = logits[i % BITS];
    }
    return Values.of(policy.logProb(Tensor.input("a", BITS)), ALL, "z", rows, "a", actions());
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
    Tensor action = Tensor.input("a", BITS);
    Slopes.agree(z -> new Bernoulli(z).logProb(action), LOGITS, ALL - 1, "a", actions());
    Slopes.agree(z -> new Bernoulli(z).entropy(), LOGITS, 1);
    Slopes.agree(z -> new Bernoulli(z).kl(other), LOGITS, 1, "other", OTHER);
    Slopes.agree(z -> other.kl(new Bernoulli(z)), LOGITS, 1, "other", OTHER);
  }

  /// log π(1|s) = −e⁻ᶻ there, to many digits: 1 − π(0|s) has none left.
  @Test
  void anAllButSureSwitchKeepsItsDigits() {
    Bernoulli one = new Bernoulli(Tensor.input("z", 1));
    float[] z = {20, -20, 100, -100};
    float[] a = {1, 0, 0, 1};

    float[] logProb = Values.of(one.logProb(Tensor.input("a", 1)), 4, "z", z, "a", a);

    double sure = -Math.exp(-20);
    assertThat((double) logProb[0]).isCloseTo(sure, within(1e-6 * -sure));
    assertThat((double) logProb[1]).isCloseTo(sure, within(1e-6 * -sure));
    assertThat(logProb[2]).isEqualTo(-100);
    assertThat(logProb[3]).isEqualTo(-100);
  }

  @Test
  void extremeLogitsStayFinite() {
    float[] extreme = {100, -100, 100};
    float[] opposite = {-100, 100, 100};

    assertThat(Values.of(policy.entropy(), 1, "z", extreme)[0]).isBetween(0f, 1e-40f);
    assertThat(Values.of(policy.kl(other), 1, "z", extreme, "other", opposite))
        .containsExactly(200);
    Slopes.agree(z -> new Bernoulli(z).logProb(Tensor.input("a", 3)), extreme, 5, "a", actions());
    Slopes.agree(z -> new Bernoulli(z).entropy(), extreme, 1);
  }

  /// Pearson's χ² with 7 degrees of freedom exceeds 24.3 once in a thousand times.
  @Test
  void samplesComeAsOftenAsTheyAreProbable() {
    float[] logits = {9, LOGITS[0], LOGITS[1], LOGITS[2]};
    double[] p = products(LOGITS);
    int[] count = new int[ALL];
    int draws = 100_000;
    float[] action = {7, 0, 0, 0, 7};
    Rng random = Rng.seeded(4);

    for (int k = 0; k < draws; k++) {
      Bernoulli.sample(logits, 1, BITS, random, action, 1);
      count[(int) (action[1] + 2 * action[2] + 4 * action[3])]++;
    }

    double chiSquare = 0;
    for (int k = 0; k < ALL; k++) {
      chiSquare += Math.pow(count[k] - draws * p[k], 2) / (draws * p[k]);
    }
    assertThat(chiSquare).isLessThan(24.3);
    assertThat(action).startsWith(7).endsWith(7);
  }

  @Test
  void theModeIsWhatEverySwitchIsMoreOften() {
    float[] action = new float[4];

    Bernoulli.mode(new float[] {9, 0.1f, -0.1f, 0}, 1, 3, action, 1);

    assertThat(action).containsExactly(0, 1, 0, 0);
  }

  @Test
  void headsWrittenAndReadBackAreTheSameDistribution() {
    Bernoulli read = policy.asInput("old.");

    assertThat(policy.heads()).containsExactly(Map.entry("logits", policy.logits()));
    assertThat(read.logits().columns()).isEqualTo(BITS);
    assertThat(Values.of(policy.kl(read), 1, "z", LOGITS, "old.logits", LOGITS)).containsExactly(0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor two = Tensor.input("a", 2);
    Categorical choice = Categorical.ofLogits(two);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.logProb(two))
        .withMessage("action has 2 columns, expected 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.kl(choice))
        .withMessage("KL between a Bernoulli and a Categorical is undefined");
  }
}
