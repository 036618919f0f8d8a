package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Kernels.Activation;

class ScalarKernelsTest {

  /// A prime, so that all low bits occur. With 1 the test is exhaustive, and takes two minutes.
  private static final int STRIDE = 199;

  private final Kernels kernels = new ScalarKernels();

  @Test
  void expIsWithinOneUlpOfEveryFloat() {
    assertThat(worst(ScalarKernels::exp, Math::exp, 0, Float.POSITIVE_INFINITY)).isLessThan(1.01);
    assertThat(worst(ScalarKernels::exp, Math::exp, -0f, Float.NEGATIVE_INFINITY)).isLessThan(1.01);
  }

  @Test
  void logIsWithinOneUlpOfEveryFloat() {
    assertThat(worst(ScalarKernels::log, Math::log, 0, Float.POSITIVE_INFINITY)).isLessThan(0.9);
  }

  @Test
  void tanhIsWithinTwoAndAHalfUlpOfEveryFloat() {
    assertThat(worst(ScalarKernels::tanh, Math::tanh, 0, Float.POSITIVE_INFINITY)).isLessThan(2.5);
  }

  @Test
  void softplusIsWithinTwoAndAHalfUlpOfEveryFloat() {
    DoubleUnaryOperator exact = x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    assertThat(worst(ScalarKernels::softplus, exact, 0, Float.POSITIVE_INFINITY)).isLessThan(2.5);
    assertThat(worst(ScalarKernels::softplus, exact, -0f, Float.NEGATIVE_INFINITY)).isLessThan(2.5);
  }

  @Test
  void logisticIsWithinTwoAndAHalfUlpOfEveryFloat() {
    DoubleUnaryOperator exact = x -> 1 / (1 + Math.exp(-x));
    assertThat(worst(ScalarKernels::logistic, exact, 0, Float.POSITIVE_INFINITY)).isLessThan(2.5);
    assertThat(worst(ScalarKernels::logistic, exact, -0f, Float.NEGATIVE_INFINITY)).isLessThan(2.5);
  }

  @Test
  void softplusAndItsSlopeReachTheirLimits() {
    assertThat(ScalarKernels.softplus(Float.POSITIVE_INFINITY)).isInfinite();
    assertThat(ScalarKernels.softplus(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(ScalarKernels.softplus(Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    assertThat(ScalarKernels.logistic(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ScalarKernels.logistic(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(ScalarKernels.logistic(-0f)).isEqualTo(0.5f);
  }

  @Test
  void nanStaysNan() {
    assertThat(ScalarKernels.softplus(Float.NaN)).isNaN();
    assertThat(ScalarKernels.logistic(Float.NaN)).isNaN();
    assertThat(ScalarKernels.exp(Float.NaN)).isNaN();
    assertThat(ScalarKernels.log(Float.NaN)).isNaN();
    assertThat(ScalarKernels.tanh(Float.NaN)).isNaN();
  }

  @Test
  void expReachesZeroAndInfinity() {
    assertThat(ScalarKernels.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(ScalarKernels.exp(-104)).isEqualTo(0f);
    assertThat(ScalarKernels.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(ScalarKernels.exp(88.72f)).isFinite();
    assertThat(ScalarKernels.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void expOfZeroAndLogOfOneAreExact() {
    assertThat(ScalarKernels.exp(0)).isEqualTo(1f);
    assertThat(ScalarKernels.exp(-0f)).isEqualTo(1f);
    assertThat(ScalarKernels.log(1)).isEqualTo(0f);
  }

  @Test
  void logHasNoValueBelowZero() {
    assertThat(ScalarKernels.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(ScalarKernels.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(ScalarKernels.log(-Float.MIN_VALUE)).isNaN();
    assertThat(ScalarKernels.log(Float.NEGATIVE_INFINITY)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.MIN_VALUE, 1e-20f, 0.01f, 0.3f, 1, 5, 9.1f, 1e10f})
  void tanhIsOdd(float x) {
    assertThat(Float.floatToIntBits(ScalarKernels.tanh(-x)))
        .isEqualTo(Float.floatToIntBits(-ScalarKernels.tanh(x)));
  }

  @Test
  void tanhNeverLeavesItsRange() {
    for (float x = 3; x < 12; x = Math.nextUp(x)) {
      if (ScalarKernels.tanh(x) > 1) {
        assertThat(x).as("x with tanh x > 1").isNaN();
      }
    }
    assertThat(ScalarKernels.tanh(9.02f)).isEqualTo(1f);
    assertThat(ScalarKernels.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
  }

  @Test
  void tanhOfADenormalIsItself() {
    assertThat(ScalarKernels.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
    assertThat(ScalarKernels.tanh(1e-40f)).isEqualTo(1e-40f);
  }

  @Test
  void aProductIsOneChainOfFusedMultiplyAdds() {
    float[] a = {1e8f, 1, -1e8f};
    float[] b = {1, 3, 1};
    float[] c = {0.5f};

    kernels.matmul(1, 1, 3, a, 0, b, 0, true, c, 0);

    float chain = Math.fma(-1e8f, 1, Math.fma(1f, 3f, Math.fma(1e8f, 1f, 0.5f)));
    assertThat(c).containsExactly(chain);
  }

  @Test
  void theBiasBeginsTheChain() {
    float[] y = new float[2];

    kernels.affine(
        1,
        2,
        1,
        new float[] {2},
        0,
        new float[] {3, -4},
        0,
        new float[] {1, 1},
        0,
        Activation.RELU,
        y,
        0);

    assertThat(y).containsExactly(7, 0);
  }

  @Test
  void reluKeepsNan() {
    float[] y = new float[1];

    kernels.affine(
        1,
        1,
        1,
        new float[] {Float.NaN},
        0,
        new float[] {1},
        0,
        new float[] {0},
        0,
        Activation.RELU,
        y,
        0);

    assertThat(y[0]).isNaN();
  }

  @Test
  void probabilitiesSumToOne() {
    float[] x = {1, 2, 3, 1000, 1000, 1000};
    float[] y = new float[6];

    kernels.logSoftmax(2, 3, x, 0, y, 0);

    for (int row = 0; row < 2; row++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += Math.exp(y[3 * row + j]);
      }
      assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
    }
    assertThat(y[1] - y[0]).isBetween(1 - 1e-6f, 1 + 1e-6f);
  }

  @Test
  void theFirstStepOfAdamIsTheLearningRateDownhill() {
    float[] parameter = {1, 1};
    float[] m = new float[2];
    float[] v = new float[2];
    float rate = 0.01f / (1 - 0.9f);
    float correction = (float) (1 / Math.sqrt(1 - 0.999));

    kernels.adam(
        2, parameter, 0, m, v, 0, new float[] {5, -0.1f}, 0, 0.9f, 0.999f, rate, correction, 0);

    assertThat(parameter[0]).isBetween(0.98999f, 0.99001f);
    assertThat(parameter[1]).isBetween(1.00999f, 1.01001f);
  }

  @Test
  void momentsOfAZeroGradientVanishInsteadOfBecomingDenormal() {
    float[] m = {1.05e-30f, -1.05e-30f};
    float[] v = {1.0005e-30f, 1e-20f};

    kernels.adam(2, new float[2], 0, m, v, 0, new float[2], 0, 0.9f, 0.999f, 1e-3f, 1, 1e-5f);

    assertThat(m).containsExactly(0, 0);
    assertThat(v).containsExactly(0, Math.fma(0.999f, 1e-20f, 0));
  }

  @ParameterizedTest
  @MethodSource("everyKernels")
  void finiteFindsOneInfinityOrNaNWhereverItLies(Kernels kernels) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int i = 0; i < 70; i++) {
        float[] x = new float[72];
        Arrays.fill(x, i % 2 == 0 ? Float.MAX_VALUE : -Float.MIN_VALUE);
        x[0] = Float.NaN; // before the range
        x[71] = Float.NaN; // after it
        assertThat(kernels.finite(70, x, 1)).isTrue();
        x[1 + i] = bad;
        assertThat(kernels.finite(70, x, 1)).isFalse();
      }
    }
  }

  static Stream<Kernels> everyKernels() {
    return Stream.of(new ScalarKernels(), Kernels.best());
  }

  @FunctionalInterface
  private interface FloatFunction {
    float of(float x);
  }

  /// The largest error, in units of the last place of the exact result, over the floats from zero
  /// to `end`.
  private static double worst(FloatFunction f, DoubleUnaryOperator exact, float zero, float end) {
    double worst = 0;
    int first = Float.floatToIntBits(zero);
    int last = Float.floatToIntBits(end);
    for (int bits = first; bits <= last && bits >= first; bits += STRIDE) {
      float x = Float.intBitsToFloat(bits);
      double wanted = exact.applyAsDouble(x);
      float actual = f.of(x);
      if (Float.isInfinite((float) wanted) || Float.isInfinite(actual)) {
        worst = actual == (float) wanted ? worst : Double.POSITIVE_INFINITY;
      } else {
        worst = Math.max(worst, Math.abs(actual - wanted) / Math.ulp((float) wanted));
      }
    }
    return worst;
  }
}
