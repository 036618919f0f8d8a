package uphill.kernel;

/// tanh of many elements for [ScalarKernels]: its formula, cut into loops.
///
/// C2 makes vector instructions of those that only do arithmetic, not of those that look at the
/// bits of a float: so these stand apart, and 4.2 ns an element become 0.9 (Zen 5). Each loop is a
/// method, because a loop that shares one with others is sometimes left as it is.
final class ScalarTanh {

  private static final int CHUNK = 512;

  /// What turns the bits of [ScalarKernels#ROUND] + n into the biased exponent of 2ⁿ.
  private static final int TO_BIASED = ScalarKernels.EXPONENT_BIAS - ScalarKernels.ROUND_BITS;

  private static final ThreadLocal<ScalarTanh> OF_THREAD = ThreadLocal.withInitial(ScalarTanh::new);

  private final float[] argument = new float[CHUNK];
  private final float[] shifted = new float[CHUNK];
  private final float[] near = new float[CHUNK];
  private final float[] result = new float[CHUNK];

  private ScalarTanh() {}

  static void fill(int n, float[] x, int xAt, float[] y, int yAt) {
    ScalarTanh chunk = OF_THREAD.get();
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      System.arraycopy(x, xAt + i, chunk.argument, 0, length);
      reduce(length, chunk.argument, chunk.shifted, chunk.near);
      power(length, chunk.shifted);
      divide(length, chunk.shifted, chunk.near, chunk.result);
      sign(length, chunk.argument, chunk.result);
      System.arraycopy(chunk.result, 0, y, yAt + i, length);
    }
  }

  /// 2|x| = n·log 2 + r: n, added to [ScalarKernels#ROUND], and eʳ − 1.
  private static void reduce(int n, float[] x, float[] shifted, float[] near) {
    for (int i = 0; i < n; i++) {
      float size = Math.min(Math.abs(x[i]), ScalarKernels.TANH_END);
      float twice = size + size;
      float rounded = Math.fma(twice, ScalarKernels.LOG2_E, ScalarKernels.ROUND);
      float r = Math.fma(rounded - ScalarKernels.ROUND, -ScalarKernels.LN2, twice);
      float e = Math.fma(ScalarKernels.E4, r, ScalarKernels.E3);
      e = Math.fma(e, r, ScalarKernels.E2);
      e = Math.fma(e, r, ScalarKernels.E1);
      e = Math.fma(e, r, ScalarKernels.E0);
      shifted[i] = rounded;
      near[i] = Math.fma(e, r * r, r);
    }
  }

  /// 2ⁿ in place of n.
  private static void power(int n, float[] shifted) {
    for (int i = 0; i < n; i++) {
      int exponent = Float.floatToRawIntBits(shifted[i]) + TO_BIASED;
      shifted[i] = Float.intBitsToFloat(exponent << ScalarKernels.SIGNIFICAND_BITS);
    }
  }

  private static void divide(int n, float[] power, float[] near, float[] result) {
    for (int i = 0; i < n; i++) {
      float t = Math.fma(power[i], near[i], power[i] - 1);
      result[i] = t / (t + 2);
    }
  }

  private static void sign(int n, float[] x, float[] result) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.copySign(result[i], x[i]);
    }
  }
}
