package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

class GaussianTest {

  private final Gaussian one = gaussian("", 1);
  private final Gaussian two = gaussian("", 2);

  private static Gaussian gaussian(String prefix, int n) {
    return new Gaussian(Tensor.input(prefix + "mean", n), Tensor.input(prefix + "logStd", n));
  }

  /// ∫ f(a) da over ±10, by the trapezoidal rule, which is exact to rounding for such f.
  private static double integral(DoubleUnaryOperator f) {
    double step = 1e-3;
    double sum = 0;
    for (int i = -10_000; i <= 10_000; i++) {
      sum += f.applyAsDouble(i * step);
    }
    return sum * step;
  }

  private static double density(double a, double mean, double std) {
    double z = (a - mean) / std;
    return Math.exp(-z * z / 2) / (std * Math.sqrt(2 * Math.PI));
  }

  @Test
  void theLogProbabilityIsTheLogarithmOfTheDensity() {
    float[] action = {-2, -0.5f, 0, 0.3f, 1.7f};
    float[] mean = {0, 0.25f, -1, 0.3f, 4};
    float[] logStd = {0, -1, 0.5f, -2, 1};

    float[] logProb =
        Values.of(
            one.logProb(Tensor.input("a", 1)), 5, "a", action, "mean", mean, "logStd", logStd);

    for (int i = 0; i < 5; i++) {
      double expected = Math.log(density(action[i], mean[i], Math.exp(logStd[i])));
      assertThat((double) logProb[i]).isCloseTo(expected, within(5e-6));
    }
  }

  @Test
  void theDensityIntegratesToOne() {
    int n = 2001;
    float[] action = new float[n];
    float[] mean = new float[n];
    float[] logStd = new float[n];
    for (int i = 0; i < n; i++) {
      action[i] = (i - 1000) / 100f;
      mean[i] = 0.5f;
      logStd[i] = -0.5f;
    }

    float[] logProb =
        Values.of(
            one.logProb(Tensor.input("a", 1)), n, "a", action, "mean", mean, "logStd", logStd);

    double sum = 0;
    for (float value : logProb) {
      sum += Math.exp(value) / 100;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  /// A standard normal's density at its mean is 1/√(2π), and components multiply.
  @Test
  void componentsAreIndependent() {
    float[] zero = new float[2];

    float[] logProb =
        Values.of(two.logProb(Tensor.input("a", 2)), 1, "a", zero, "mean", zero, "logStd", zero);

    assertThat((double) logProb[0]).isCloseTo(-Math.log(2 * Math.PI), within(1e-6));
  }

  @Test
  void theEntropyIsTheMeanSurprise() {
    double std = Math.exp(-0.7f);
    double expected =
        integral(a -> -density(a, 0, std) * Math.log(Math.max(density(a, 0, std), 1e-300)));

    float[] entropy = Values.of(two.entropy(), 1, "logStd", new float[] {-0.7f, -0.7f});

    assertThat((double) entropy[0]).isCloseTo(2 * expected, within(1e-5));
  }

  @Test
  void klIsTheMeanLogRatio() {
    double stdP = Math.exp(-0.7f);
    double stdQ = Math.exp(0.2f);
    double expected =
        integral(
            a -> {
              double p = density(a, 0.5, stdP);
              return p < 1e-300 ? 0 : p * Math.log(p / density(a, -1, stdQ));
            });

    float[] kl =
        Values.of(
            one.kl(gaussian("other.", 1)),
            1,
            "mean",
            new float[] {0.5f},
            "logStd",
            new float[] {-0.7f},
            "other.mean",
            new float[] {-1},
            "other.logStd",
            new float[] {0.2f});

    assertThat((double) kl[0]).isCloseTo(expected, within(1e-5));
  }

  @Test
  void klIsZeroBetweenEqualsAndPositiveElse() {
    Rng random = Rng.seeded(1);
    int rows = 200;
    float[] mean = new float[2 * rows];
    float[] logStd = new float[2 * rows];
    float[] otherMean = new float[2 * rows];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) random.standardNormal();
      logStd[i] = (float) random.normal(-1, 0.5);
      otherMean[i] = (float) random.standardNormal();
    }
    Tensor kl = two.kl(gaussian("other.", 2));

    float[] same =
        Values.of(
            kl, rows, "mean", mean, "logStd", logStd, "other.mean", mean, "other.logStd", logStd);
    float[] different =
        Values.of(
            kl,
            rows,
            "mean",
            mean,
            "logStd",
            logStd,
            "other.mean",
            otherMean,
            "other.logStd",
            otherMean);

    assertThat(same).containsOnly(0);
    for (float value : different) {
      assertThat(value).isPositive();
    }
  }

  /// Means to four standard errors of 100 000 draws.
  @Test
  void samplesHaveTheirMeanAndDeviation() {
    float[] mean = {9, 1.5f, -2};
    float[] logStd = {9, 9, -1, 0.5f};
    Rng random = Rng.seeded(5);
    int draws = 100_000;
    double[] sum = new double[2];
    double[] squares = new double[2];
    double product = 0;

    float[] action = {7, 0, 0, 7};
    for (int k = 0; k < draws; k++) {
      Gaussian.sample(mean, 1, logStd, 2, 2, random, action, 1);
      double[] z = new double[2];
      for (int j = 0; j < 2; j++) {
        z[j] = (action[1 + j] - mean[1 + j]) / Math.exp(logStd[2 + j]);
        sum[j] += z[j];
        squares[j] += z[j] * z[j];
      }
      product += z[0] * z[1];
    }

    for (int j = 0; j < 2; j++) {
      assertThat(sum[j] / draws).isCloseTo(0, within(4 / Math.sqrt(draws)));
      assertThat(squares[j] / draws).isCloseTo(1, within(4 * Math.sqrt(2.0 / draws)));
    }
    assertThat(product / draws).isCloseTo(0, within(4 / Math.sqrt(draws)));
    assertThat(action[0]).isEqualTo(7);
    assertThat(action[3]).isEqualTo(7);
  }

  @Test
  void headsWrittenAndReadBackAreTheSameDistribution() {
    float[] mean = {1, 2};
    float[] logStd = {-1, 0.5f};
    Gaussian read = two.asInput("old.");

    assertThat(two.heads())
        .containsExactly(Map.entry("mean", two.mean()), Map.entry("logStd", two.logStd()));
    assertThat(read.mean().columns()).isEqualTo(2);
    assertThat(
            Values.of(
                two.kl(read),
                1,
                "mean",
                mean,
                "logStd",
                logStd,
                "old.mean",
                mean,
                "old.logStd",
                logStd))
        .containsOnly(0);
  }

  @Test
  void aMeanHasADeviation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gaussian(Tensor.input("mean", 2), Tensor.input("logStd", 1)))
        .withMessage("mean has 2 columns, logStd 1");
  }
}
