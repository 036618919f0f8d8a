package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Elementwise arithmetic on SIMD lanes: whole vectors here, the tail by [ScalarKernels].
final class VectorElementwise {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final ScalarKernels SCALAR = new ScalarKernels();

  private VectorElementwise() {}

  static void tanhGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    FloatVector one = FloatVector.broadcast(LANES, 1);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector t = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector derivative = t.neg().fma(t, one);
      FloatVector.fromArray(LANES, d, dAt + i).mul(derivative).intoArray(d, dAt + i);
    }
    SCALAR.tanhGradient(n - end, y, yAt + end, d, dAt + end);
  }

  static void reluGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    FloatVector zero = FloatVector.zero(LANES);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector r = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector g = FloatVector.fromArray(LANES, d, dAt + i);
      zero.blend(g, r.compare(GT, zero)).intoArray(d, dAt + i);
    }
    SCALAR.reluGradient(n - end, y, yAt + end, d, dAt + end);
  }

  static void add(int n, float[] x, int xAt, float[] y, int yAt) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector sum = FloatVector.fromArray(LANES, y, yAt + i);
      sum.add(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    SCALAR.add(n - end, x, xAt + end, y, yAt + end);
  }

  static void addScaled(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    FloatVector factor = FloatVector.broadcast(LANES, a);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector sum = FloatVector.fromArray(LANES, y, yAt + i);
      factor.fma(FloatVector.fromArray(LANES, x, xAt + i), sum).intoArray(y, yAt + i);
    }
    SCALAR.addScaled(n - end, a, x, xAt + end, y, yAt + end);
  }

  static void approach(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    FloatVector share = FloatVector.broadcast(LANES, a);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector from = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector way = FloatVector.fromArray(LANES, x, xAt + i).sub(from);
      share.fma(way, from).intoArray(y, yAt + i);
    }
    SCALAR.approach(n - end, a, x, xAt + end, y, yAt + end);
  }

  static void scale(int n, float a, float[] y, int yAt) {
    FloatVector factor = FloatVector.broadcast(LANES, a);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector.fromArray(LANES, y, yAt + i).mul(factor).intoArray(y, yAt + i);
    }
    SCALAR.scale(n - end, a, y, yAt + end);
  }

  static boolean finite(int n, float[] x, int xAt) {
    FloatVector factor = FloatVector.zero(LANES);
    FloatVector zero = FloatVector.zero(LANES);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      zero = factor.fma(FloatVector.fromArray(LANES, x, xAt + i), zero);
    }
    return zero.compare(EQ, 0).allTrue() && SCALAR.finite(n - end, x, xAt + end);
  }

  static void adam(
      int n,
      float[] parameter,
      int parameterAt,
      float[] m,
      float[] v,
      int momentAt,
      float[] gradient,
      int gradientAt,
      float beta1,
      float beta2,
      float rate,
      float correction,
      float epsilon) {
    FloatVector decay1 = FloatVector.broadcast(LANES, beta1);
    FloatVector decay2 = FloatVector.broadcast(LANES, beta2);
    FloatVector gain1 = FloatVector.broadcast(LANES, 1 - beta1);
    FloatVector gain2 = FloatVector.broadcast(LANES, 1 - beta2);
    FloatVector corrections = FloatVector.broadcast(LANES, correction);
    FloatVector epsilons = FloatVector.broadcast(LANES, epsilon);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector g = FloatVector.fromArray(LANES, gradient, gradientAt + i);
      FloatVector first = FloatVector.fromArray(LANES, m, momentAt + i);
      FloatVector second = FloatVector.fromArray(LANES, v, momentAt + i);
      first = decay1.fma(first, gain1.mul(g));
      second = decay2.fma(second, gain2.mul(g.mul(g)));
      first = first.blend(0, first.abs().compare(LT, ScalarKernels.SMALLEST_MOMENT));
      second = second.blend(0, second.abs().compare(LT, ScalarKernels.SMALLEST_MOMENT));
      first.intoArray(m, momentAt + i);
      second.intoArray(v, momentAt + i);
      FloatVector scale = second.sqrt().fma(corrections, epsilons);
      FloatVector step = first.mul(rate).div(scale);
      FloatVector.fromArray(LANES, parameter, parameterAt + i)
          .sub(step)
          .intoArray(parameter, parameterAt + i);
    }
    SCALAR.adam(
        n - end,
        parameter,
        parameterAt + end,
        m,
        v,
        momentAt + end,
        gradient,
        gradientAt + end,
        beta1,
        beta2,
        rate,
        correction,
        epsilon);
  }

  static void rmsProp(
      int n,
      float[] parameter,
      int parameterAt,
      float[] v,
      int momentAt,
      float[] gradient,
      int gradientAt,
      float decay,
      float rate,
      float underRoot,
      float afterRoot) {
    FloatVector decays = FloatVector.broadcast(LANES, decay);
    FloatVector gain = FloatVector.broadcast(LANES, 1 - decay);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector g = FloatVector.fromArray(LANES, gradient, gradientAt + i);
      FloatVector square = FloatVector.fromArray(LANES, v, momentAt + i);
      square = decays.fma(square, gain.mul(g.mul(g)));
      square = square.blend(0, square.abs().compare(LT, ScalarKernels.SMALLEST_MOMENT));
      square.intoArray(v, momentAt + i);
      FloatVector scale = square.add(underRoot).sqrt().add(afterRoot);
      FloatVector.fromArray(LANES, parameter, parameterAt + i)
          .sub(g.mul(rate).div(scale))
          .intoArray(parameter, parameterAt + i);
    }
    SCALAR.rmsProp(
        n - end,
        parameter,
        parameterAt + end,
        v,
        momentAt + end,
        gradient,
        gradientAt + end,
        decay,
        rate,
        underRoot,
        afterRoot);
  }
}
