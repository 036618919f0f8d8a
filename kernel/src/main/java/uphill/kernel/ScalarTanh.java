package uphill.kernel;

/// tanh of many elements for [ScalarKernels]: its formula, cut into loops.
///
/// C2 makes vector instructions of those that only do arithmetic, not of those that look at the
/// bits of a float: so these stand apart, and 4.2 ns an element become 0.9 (Zen 5). Each loop is a
/// method, because a loop that shares one with others is sometimes left as it is.
final class ScalarTanh {

  private static final int CHUNK = 512;

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

  /// |x| = ½·n·log 2 + r: n, added to [ScalarKernels#TANH_ROUND], and ½·(e²ʳ − 1).
  private static void reduce(int n, float[] x, float[] shifted, float[] near) {
    for (int i = 0; i < n; i++) {
      float size = Math.min(Math.abs(x[i]), ScalarKernels.TANH_END);
      float rounded = Math.fma(size, ScalarKernels.TWO_LOG2_E, ScalarKernels.TANH_ROUND);
      float r = Math.fma(rounded - ScalarKernels.TANH_ROUND, -ScalarKernels.HALF_LN2, size);
      float h = Math.fma(ScalarKernels.H4, r, ScalarKernels.H3);
      h = Math.fma(h, r, ScalarKernels.H2);
      h = Math.fma(h, r, ScalarKernels.H1);
      h = Math.fma(h, r, ScalarKernels.H0);
      shifted[i] = rounded;
      near[i] = Math.fma(h, r * r, r);
    }
  }

  /// 2ⁿ⁺¹ in place of n.
  private static void power(int n, float[] shifted) {
    for (int i = 0; i < n; i++) {
      int exponent = Float.floatToRawIntBits(shifted[i]);
      shifted[i] = Float.intBitsToFloat(exponent << ScalarKernels.SIGNIFICAND_BITS);
    }
  }

  private static void divide(int n, float[] twicePower, float[] near, float[] result) {
    for (int i = 0; i < n; i++) {
      float t = Math.fma(twicePower[i], near[i], Math.fma(twicePower[i], 0.5f, -1));
      result[i] = t / (t + 2);
    }
  }

  private static void sign(int n, float[] x, float[] result) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.copySign(result[i], x[i]);
    }
  }
}
