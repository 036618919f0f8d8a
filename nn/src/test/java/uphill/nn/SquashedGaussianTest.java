package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

class SquashedGaussianTest {

  private static final float[] LOW = {-2, -2, 0.1f};
  private static final float[] HIGH = {2, 2, 0.7f};
  private static final float[] THETA = {0.4f, -0.3f, 0.1f, -0.5f, 0.2f, -1}; // μ, log σ
  private static final float[] NOISE = {0.3f, -1.1f, 0.7f, -0.2f, 0.9f, 1.4f};

  private final SquashedGaussian one =
      new SquashedGaussian(
          Tensor.input("mean", 1), Tensor.input("logStd", 1), new float[] {-1.5f}, new float[] {3});
  private final SquashedGaussian three = of(Tensor.input("θ", 6));

  private static SquashedGaussian of(Tensor theta) {
    return new SquashedGaussian(theta.columns(0, 3), theta.columns(3, 6), LOW, HIGH);
  }

  private static float[] repeated(float value, int rows) {
    float[] column = new float[rows];
    Arrays.fill(column, value);
    return column;
  }

  private static float[] theta(int rows) {
    float[] all = new float[6 * rows];
    for (int i = 0; i < all.length; i++) {
      all[i] = THETA[i % 6];
    }
    return all;
  }

  private static final int CELLS = 20_000;
  private static final double STEP = 4.5 / CELLS;

  /// log π at the middle of every cell of [−1.5, 3].
  private float[] onGrid(float mean, float logStd) {
    float[] action = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      action[i] = (float) (-1.5 + (i + 0.5) * STEP);
    }
    return Values.of(
        one.logProb(Tensor.input("a", 1)),
        CELLS,
        "a",
        action,
        "mean",
        repeated(mean, CELLS),
        "logStd",
        repeated(logStd, CELLS));
  }

  @Test
  void theDensityOfActionsIntegratesToOne() {
    double sum = 0;
    double narrow = 0;
    for (float logProb : onGrid(0.4f, -0.5f)) {
      sum += Math.exp(logProb) * STEP;
    }
    for (float logProb : onGrid(-1, -2)) {
      narrow += Math.exp(logProb) * STEP;
    }

    assertThat(sum).isCloseTo(1, within(2e-6));
    assertThat(narrow).isCloseTo(1, within(2e-6));
  }

  /// Four standard errors: −log π of such samples has a deviation below 0.8.
  @Test
  void theEntropyIsTheMeanSurpriseOfSamples() {
    double entropy = 0;
    for (float logProb : onGrid(0.4f, -0.5f)) {
      entropy -= Math.exp(logProb) * logProb * STEP;
    }
    int draws = 100_000;
    float[] noise = new float[draws];
    Rng random = Rng.seeded(3);
    for (int i = 0; i < draws; i++) {
      noise[i] = (float) random.standardNormal();
    }

    float[] logProb =
        Values.of(
            one.sample(Tensor.input("ξ", 1)).logProb(),
            draws,
            "ξ",
            noise,
            "mean",
            repeated(0.4f, draws),
            "logStd",
            repeated(-0.5f, draws));

    double mean = 0;
    for (float value : logProb) {
      mean -= value / (double) draws;
    }
    assertThat(mean).isCloseTo(entropy, within(4 * 0.8 / Math.sqrt(draws)));
  }

  @Test
  void klIsTheMeanLogRatioOfActions() {
    float[] p = onGrid(0.4f, -0.5f);
    float[] q = onGrid(-0.2f, -0.3f);
    double expected = 0;
    for (int i = 0; i < CELLS; i++) {
      expected += Math.exp(p[i]) * ((double) p[i] - q[i]) * STEP;
    }

    float[] kl =
        Values.of(
            one.kl(one.asInput("other.")),
            1,
            "mean",
            new float[] {0.4f},
            "logStd",
            new float[] {-0.5f},
            "other.mean",
            new float[] {-0.2f},
            "other.logStd",
            new float[] {-0.3f});

    assertThat((double) kl[0]).isCloseTo(expected, within(1e-5));
  }

  @Test
  void theLogProbabilityOfASampleIsThatOfItsAction() {
    Tensor noise = Tensor.input("ξ", 3);
    float[] action = Values.of(three.sample(noise).action(), 2, "ξ", NOISE, "θ", theta(2));
    float[] drawn = Values.of(three.sample(noise).logProb(), 2, "ξ", NOISE, "θ", theta(2));
    float[] given = Values.of(three.logProb(Tensor.input("a", 3)), 2, "a", action, "θ", theta(2));

    for (int i = 0; i < 2; i++) {
      double expected = 0;
      for (int j = 0; j < 3; j++) {
        double xi = NOISE[3 * i + j];
        double half = ((double) HIGH[j] - LOW[j]) / 2;
        double t = Math.tanh(THETA[j] + Math.exp(THETA[3 + j]) * xi);
        assertThat((double) action[3 * i + j]).isCloseTo(LOW[j] + (t + 1) * half, within(1e-6));
        expected += -xi * xi / 2 - THETA[3 + j] - Math.log(2 * Math.PI) / 2;
        expected -= Math.log((1 - t * t) * half);
      }
      assertThat((double) drawn[i]).isCloseTo(expected, within(5e-6));
      assertThat((double) given[i]).isCloseTo(expected, within(2e-5));
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Tensor noise = Tensor.input("ξ", 3);
    Tensor action = Tensor.input("a", 3);
    float[] actions = {0.3f, -1.2f, 0.5f, 1.9f, 0, 0.2f};
    SquashedGaussian other = three.asInput("old.");
    Object[] old = {"old.mean", new float[] {0, 1, -1}, "old.logStd", new float[] {-0.3f, 0, 0}};
    Slopes.agree(t -> of(t).logProb(action), THETA, 2, "a", actions);
    Slopes.agree(t -> of(t).sample(noise).logProb(), THETA, 2, "ξ", NOISE);
    Slopes.agree(t -> of(t).sample(noise).action().sumColumns(), THETA, 2, "ξ", NOISE);
    Slopes.agree(t -> of(t).kl(other), THETA, 1, old);
    Slopes.agree(t -> other.kl(of(t)), THETA, 1, old);
  }

  /// log(1 − tanh²u) = 2·(log 2 − |u|) to rounding where u is far out.
  @Test
  void aSaturatedSampleIsExactAndFinite() {
    float[] mean = {100, -100, 9};
    float[] logStd = {-1, 0, -20};
    float[] noise = {0.5f, -0.5f, 1};
    SquashedGaussian.Sample sample = one.sample(Tensor.input("ξ", 1));

    float[] action = Values.of(sample.action(), 3, "ξ", noise, "mean", mean, "logStd", logStd);
    float[] logProb = Values.of(sample.logProb(), 3, "ξ", noise, "mean", mean, "logStd", logStd);

    assertThat(action[0]).isEqualTo(3);
    assertThat(action[1]).isEqualTo(-1.5f);
    for (int i = 0; i < 3; i++) {
      double u = mean[i] + Math.exp(logStd[i]) * noise[i];
      double slope = 2 * (Math.log(2) - Math.abs(u));
      double normal = -noise[i] * noise[i] / 2 - logStd[i] - Math.log(2 * Math.PI) / 2;
      assertThat((double) logProb[i]).isCloseTo(normal - slope - Math.log(2.25), within(3e-5));
    }
    Slopes.agree(
        t -> of(t).sample(Tensor.input("ξ", 3)).logProb(),
        new float[] {100, -100, 9, -1, 0, -2},
        1,
        "ξ",
        noise);
  }

  @Test
  void anActionOnABoundIsReadAsOneJustInside() {
    float[] action = {3, -1.5f, 3.1f, -2, Math.nextDown(3f)};

    float[] logProb =
        Values.of(
            one.logProb(Tensor.input("a", 1)),
            5,
            "a",
            action,
            "mean",
            new float[5],
            "logStd",
            new float[5]);

    double u = 12.5 * Math.log(2);
    double edge = -u * u / 2 - Math.log(2 * Math.PI) / 2 - 2 * (Math.log(2) - u) - Math.log(2.25);
    for (int i = 0; i < 4; i++) {
      assertThat((double) logProb[i]).isCloseTo(edge, within(1e-4));
    }
    assertThat(logProb[4]).isGreaterThan(logProb[0]);
  }

  /// The tensors' sample and the arrays' are the same function of the noise.
  @Test
  void samplesOfArraysAreThoseOfTensors() {
    float[] heads = {9, 0.4f, -0.3f, 0.1f, 9, -0.5f, 0.2f, -1};
    float[] action = {7, 0, 0, 0, 7};
    Rng random = Rng.seeded(6);
    Rng again = Rng.seeded(6);
    float[] noise = new float[3];
    for (int j = 0; j < 3; j++) {
      noise[j] = (float) again.standardNormal();
    }

    SquashedGaussian.sample(heads, 1, heads, 5, LOW, HIGH, random, action, 1);

    float[] expected =
        Values.of(three.sample(Tensor.input("ξ", 3)).action(), 1, "ξ", noise, "θ", THETA);
    assertThat(Arrays.copyOfRange(action, 1, 4)).containsExactly(expected, within(1e-6f));
    assertThat(action).startsWith(7).endsWith(7);
    assertThat(random.nextLong()).isEqualTo(again.nextLong());
  }

  /// Φ(−1), Φ(0), Φ(1), to four standard errors of 100 000 draws.
  @Test
  void samplesComeAsOftenAsTheyAreProbable() {
    float[] mean = {0.4f};
    float[] logStd = {-0.5f};
    float[] low = {-1.5f};
    float[] high = {3};
    Rng random = Rng.seeded(7);
    int draws = 100_000;
    double[] share = new double[3];
    float[] action = new float[1];

    for (int i = 0; i < draws; i++) {
      SquashedGaussian.sample(mean, 0, logStd, 0, low, high, random, action, 0);
      for (int k = 0; k < 3; k++) {
        double u = 0.4 + (k - 1) * Math.exp(-0.5);
        share[k] += action[0] <= -1.5 + (Math.tanh(u) + 1) * 2.25 ? 1.0 / draws : 0;
      }
    }

    assertThat(share)
        .containsExactly(new double[] {0.158655, 0.5, 0.841345}, within(2 / Math.sqrt(draws)));
  }

  /// −3 + 2.2 is above −0.8 where it is rounded.
  @Test
  void arraysNeverLeaveTheBox() {
    float[] low = {-2, -2, -3};
    float[] high = {2, 2, -0.8f};
    float[] mean = {100, -100, 100};
    float[] logStd = {0, 0, 0};
    float[] action = new float[4];

    SquashedGaussian.sample(mean, 0, logStd, 0, low, high, Rng.seeded(1), action, 1);
    assertThat(action).containsExactly(0, 2, -2, -0.8f);

    SquashedGaussian.mode(new float[] {0, -100, 100}, 0, low, high, action, 1);
    assertThat(action).containsExactly(0, 0, -2, -0.8f);
  }

  @Test
  void headsWrittenAndReadBackAreTheSameDistribution() {
    SquashedGaussian read = one.asInput("old.");
    float[] mean = {1};
    float[] logStd = {-1};

    assertThat(one.heads())
        .containsExactly(Map.entry("mean", one.mean()), Map.entry("logStd", one.logStd()));
    assertThat(
            Values.of(
                one.kl(read),
                1,
                "mean",
                mean,
                "logStd",
                logStd,
                "old.mean",
                mean,
                "old.logStd",
                logStd))
        .containsExactly(0);
  }

  @Test
  void itsEntropyIsRefusedWithWhatToUse() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(one::entropy)
        .withMessage(
            "a squashed Gaussian's entropy has no closed form: take the mean of −log π of samples,"
                + " sample(noise).logProb(), instead");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor head = Tensor.input("x", 1);
    float[] zero = {0};
    float[] two = {0, 1};
    SquashedGaussian wider = new SquashedGaussian(head, head, one.low(), new float[] {9});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SquashedGaussian(head, head, zero, two))
        .withMessage("mean has 1 columns, logStd 1, low 1, high 2");
    for (float bound : new float[] {0, -1, Float.POSITIVE_INFINITY, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SquashedGaussian(head, head, zero, new float[] {bound}))
          .withMessage(
              "actions are squashed between finite bounds, low < high; component 0 has [0.0, "
                  + bound
                  + "]");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.logProb(head))
        .withMessage("action has 1 columns, expected 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.kl(wider))
        .withMessage(
            "KL between squashed Gaussians of different boxes is infinite or undefined; their"
                + " bounds must be equal");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.kl(new Gaussian(head, head)))
        .withMessage("KL between a SquashedGaussian and a Gaussian is undefined");
  }
}
