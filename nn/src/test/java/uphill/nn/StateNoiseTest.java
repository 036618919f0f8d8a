package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;

class StateNoiseTest {

  private static final int FEATURES = 3;
  private static final int COMPONENTS = 2;
  private static final float[] LOG_STD = {-1, 0.5f, 0.25f, -2, -0.5f, 0};
  private static final float[] FIRST = {0.5f, -1, 2};
  private static final float[] SECOND = {-0.75f, 0.25f, 1};
  private static final float[] MEAN = {0.3f, -4};

  private static Parameter matrix() {
    Parameters set = new Parameters();
    Parameter logStd = set.add("log_std", FEATURES, COMPONENTS);
    set.assign(LOG_STD);
    return logStd;
  }

  /// σⱼ(s)², as the formula has it.
  private static double variance(float[] features, int j) {
    double sum = 1e-6;
    for (int i = 0; i < FEATURES; i++) {
      double part = features[i] * Math.exp(LOG_STD[i * COMPONENTS + j]);
      sum += part * part;
    }
    return sum;
  }

  private static float[] drawn(float[] features, long seed) {
    float[] std = new float[LOG_STD.length];
    new ScalarKernels().exp(std.length, LOG_STD, 0, std, 0);
    float[] action = new float[COMPONENTS];
    Rng random = Rng.seeded(seed);
    StateNoise.sample(MEAN, 0, features, 0, FEATURES, std, COMPONENTS, random, action, 0);
    return action;
  }

  @Test
  void logStdIsThatOfTheSumAndThatOfEpsilonWhereAllFeaturesAre0() {
    float[] features = {0.5f, -1, 2, 0, 0, 0};

    float[] logStd = Values.of(StateNoise.logStd(Tensor.input("φ", 3), matrix()), 2, "φ", features);

    for (int j = 0; j < COMPONENTS; j++) {
      double expected = 0.5 * Math.log(variance(FIRST, j));
      assertThat((double) logStd[j]).isCloseTo(expected, within(1e-6));
      double least = 0.5 * Math.log(1e-6);
      assertThat((double) logStd[COMPONENTS + j]).isCloseTo(least, within(1e-6));
    }
  }

  @Test
  void drawsHaveTheMeanAndTheCovarianceOfTheDensity() {
    int draws = 20_000;
    double[] sum = new double[COMPONENTS];
    double[] squares = new double[COMPONENTS];
    double product = 0;
    for (int k = 0; k < draws; k++) {
      float[] action = drawn(FIRST, k);
      for (int j = 0; j < COMPONENTS; j++) {
        double noise = (action[j] - MEAN[j]) / Math.sqrt(variance(FIRST, j));
        sum[j] += noise / draws;
        squares[j] += noise * noise / draws;
      }
      product +=
          (action[0] - MEAN[0])
              * (action[1] - MEAN[1])
              / Math.sqrt(variance(FIRST, 0) * variance(FIRST, 1))
              / draws;
    }
    double deviation = 1 / Math.sqrt(draws);
    for (int j = 0; j < COMPONENTS; j++) {
      assertThat(sum[j]).isCloseTo(0, within(4 * deviation));
      assertThat(squares[j]).isCloseTo(1, within(4 * Math.sqrt(2) * deviation));
    }
    assertThat(product).isCloseTo(0, within(4 * deviation));
  }

  @Test
  void allFeaturesAt0StillDrawTheNoiseOfEpsilon() {
    double squares = 0;
    for (int k = 0; k < 2000; k++) {
      double noise = drawn(new float[FEATURES], k)[0] - MEAN[0];
      squares += noise * noise / 2000;
    }
    assertThat(squares / 1e-6).isCloseTo(1, within(4 * Math.sqrt(2.0 / 2000)));
  }

  /// The same ξ: the same action in the same state, and in others what is linear in the features.
  @Test
  void whatIsDrawnWithTheSameNumbersIsAFunctionOfTheState() {
    float[] both = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      both[i] = FIRST[i] + SECOND[i];
    }
    float[] none = drawn(new float[FEATURES], 7);
    float[] first = drawn(FIRST, 7);
    float[] second = drawn(SECOND, 7);

    assertThat(drawn(FIRST, 7)).containsExactly(first);
    assertThat(first).isNotEqualTo(second);
    for (int j = 0; j < COMPONENTS; j++) {
      assertThat(drawn(both, 7)[j] - none[j])
          .isCloseTo(first[j] - none[j] + (second[j] - none[j]), within(2e-6f));
    }
  }

  /// By the parameters of σ, and by the features, through σ and through μ.
  @Test
  void theGradientOfLogPiIsTheLimitOfDifferences() {
    Parameters set = new Parameters();
    Parameter below = set.add("below", 2, FEATURES);
    Parameter belowBias = set.add("below_bias", 1, FEATURES);
    Parameter weight = set.add("weight", FEATURES, COMPONENTS);
    Parameter bias = set.add("bias", 1, COMPONENTS);
    Parameter logStd = set.add("log_std", FEATURES, COMPONENTS);
    Tensor features = Tensor.input("s", 2).affine(below, belowBias, Activation.TANH);
    Tensor mean = features.affine(weight, bias, Activation.IDENTITY);
    Tensor logProb =
        new Gaussian(mean, StateNoise.logStd(features, logStd)).logProb(Tensor.input("a", 2));
    Program program =
        Program.with(new ScalarKernels())
            .loss(logProb.sum(), set)
            .metric("sum", logProb.sum())
            .build()
            .feed("s", new float[] {0.5f, -1, 2, 0.25f})
            .feed("a", new float[] {0.25f, 1, -1, 0.5f});
    float[] theta = new float[set.size()];
    for (int k = 0; k < theta.length; k++) {
      theta[k] = (float) (0.5 * StrictMath.sin(3 * k + 1));
    }
    set.assign(theta);
    float[] gradient = program.gradients(2, Workers.one()).values().clone();
    float h = 0x1p-8f;
    for (int k = 0; k < theta.length; k++) {
      double[] side = new double[2];
      for (int s = 0; s < 2; s++) {
        float[] moved = theta.clone();
        moved[k] += s == 0 ? -h : h;
        set.assign(moved);
        program.evaluate(2, Workers.one());
        side[s] = program.metric("sum");
      }
      double slope = (side[1] - side[0]) / (2 * h);
      assertThat((double) gradient[k])
          .as("∂/∂θ%s", k)
          .isCloseTo(slope, within(1e-3 * (1 + Math.abs(slope))));
    }
  }
}
