package uphill.kernel;

import java.util.Arrays;

/// [Kernels] as plain Java, without any module: what every bit is, and the fallback.
public record ScalarKernels() implements Kernels {

  // The constants below are VectorKernels' too. Coefficients: kernel/derivation/coefficients.py.

  static final float SMALLEST_MOMENT = 1e-30f;

  static final int SIGNIFICAND_BITS = 23;
  static final int SIGNIFICAND_MASK = (1 << SIGNIFICAND_BITS) - 1;
  static final int EXPONENT_BIAS = 127;

  /// Added to |n| < 2²², it rounds n to an integer, and holds it in its lowest bits.
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  static final float LOG2_E = 0x1.715476p+0f;
  static final float LN2_HIGH = 0x1.62e4p-1f; // 14 bits: a small integer times it is exact
  static final float LN2_LOW = 0x1.7f7d1cp-20f;

  static final float EXP_MAX = 89; // e⁸⁹ overflows
  static final float EXP_MIN = -104; // e⁻¹⁰⁴ is less than half the smallest denormal
  static final float E0 = 0x1.fffffep-2f;
  static final float E1 = 0x1.5554b2p-3f;
  static final float E2 = 0x1.55570ep-5f;
  static final float E3 = 0x1.122688p-7f;
  static final float E4 = 0x1.6b7c98p-10f;

  static final float DENORMAL_SCALE = 0x1p23f;
  static final float DENORMAL_ROUND = ROUND + 23;
  static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0x1.6a09e6p-1f);
  static final float L0 = 0x1.555554p-2f;
  static final float L1 = -0x1.000226p-2f;
  static final float L2 = 0x1.99a01cp-3f;
  static final float L3 = -0x1.54728ap-3f;
  static final float L4 = 0x1.22d932p-3f;
  static final float L5 = -0x1.0d824ap-3f;
  static final float L6 = 0x1.055e98p-3f;
  static final float L7 = -0x1.38c91p-4f;

  static final float TANH_END = 10; // tanh rounds to 1 from 9.011 on
  static final float TWO_LOG2_E = 2 * LOG2_E;
  static final float HALF_LN2 = 0x1.62e43p-2f;

  /// [#ROUND], holding n as the biased exponent of 2ⁿ⁺¹.
  static final float TANH_ROUND = ROUND + (EXPONENT_BIAS + 1);

  static final float H0 = 2 * E0;
  static final float H1 = 4 * E1;
  static final float H2 = 8 * E2;
  static final float H3 = 16 * E3;
  static final float H4 = 32 * E4;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void affine(
      int m,
      int n,
      int k,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      Activation activation,
      float[] y,
      int yAt) {
    for (int i = 0; i < m; i++) {
      System.arraycopy(bias, biasAt, y, yAt + i * n, n);
    }
    matmul(m, n, k, x, xAt, w, wAt, true, y, yAt);
    switch (activation) {
      case IDENTITY -> {}
      case TANH -> tanh(m * n, y, yAt, y, yAt);
      case RELU -> {
        for (int i = yAt; i < yAt + m * n; i++) {
          y[i] = y[i] < 0 ? 0 : y[i];
        }
      }
    }
  }

  @Override
  public void matmul(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      boolean add,
      float[] c,
      int cAt) {
    start(m * n, add, c, cAt);
    ScalarProducts.add(m, n, k, a, aAt, k, 1, b, bAt, c, cAt);
  }

  @Override
  public void matmulTransposeA(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      boolean add,
      float[] c,
      int cAt) {
    start(m * n, add, c, cAt);
    ScalarProducts.add(m, n, k, a, aAt, 1, m, b, bAt, c, cAt);
  }

  private static void start(int n, boolean add, float[] c, int cAt) {
    if (!add) {
      Arrays.fill(c, cAt, cAt + n, 0);
    }
  }

  @Override
  public void transpose(int rows, int columns, float[] a, int aAt, float[] b, int bAt) {
    // Four rows at a time become neighbours: more of each line of the cache is written at once.
    int whole = rows - rows % 4;
    for (int i = 0; i < whole; i += 4) {
      int from = aAt + i * columns;
      for (int j = 0; j < columns; j++) {
        int to = bAt + j * rows + i;
        b[to] = a[from + j];
        b[to + 1] = a[from + columns + j];
        b[to + 2] = a[from + 2 * columns + j];
        b[to + 3] = a[from + 3 * columns + j];
      }
    }
    for (int i = whole; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        b[bAt + j * rows + i] = a[aAt + i * columns + j];
      }
    }
  }

  @Override
  public void addColumnSums(int rows, int columns, float[] x, int xAt, float[] sum, int sumAt) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sum[sumAt + j] += x[xAt + i * columns + j];
      }
    }
  }

  @Override
  public void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = exp(x[xAt + i]);
    }
  }

  @Override
  public void log(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = log(x[xAt + i]);
    }
  }

  @Override
  public void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    ScalarTanh.fill(n, x, xAt, y, yAt);
  }

  @Override
  public void softplus(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = softplus(x[xAt + i]);
    }
  }

  @Override
  public void logistic(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = logistic(x[xAt + i]);
    }
  }

  @Override
  public void tanhGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    for (int i = 0; i < n; i++) {
      float t = y[yAt + i];
      d[dAt + i] *= Math.fma(-t, t, 1);
    }
  }

  @Override
  public void reluGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    for (int i = 0; i < n; i++) {
      d[dAt + i] = y[yAt + i] > 0 ? d[dAt + i] : 0;
    }
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < rows; i++) {
      int from = xAt + i * columns;
      int to = yAt + i * columns;
      float max = x[from];
      for (int j = 1; j < columns; j++) {
        max = x[from + j] > max ? x[from + j] : max;
      }
      float sum = 0;
      for (int j = 0; j < columns; j++) {
        y[to + j] = x[from + j] - max;
        sum += exp(y[to + j]);
      }
      float logSum = log(sum);
      for (int j = 0; j < columns; j++) {
        y[to + j] -= logSum;
      }
    }
  }

  @Override
  public void add(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void addScaled(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public void approach(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i] - y[yAt + i], y[yAt + i]);
    }
  }

  @Override
  public void scale(int n, float a, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= a;
    }
  }

  @Override
  public boolean finite(int n, float[] x, int xAt) {
    float zero = 0;
    for (int i = 0; i < n; i++) {
      zero += 0 * x[xAt + i]; // NaN from the first infinity or NaN on
    }
    return zero == 0;
  }

  @Override
  public void adam(
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
    for (int i = 0; i < n; i++) {
      float g = gradient[gradientAt + i];
      float first = flush(Math.fma(beta1, m[momentAt + i], (1 - beta1) * g));
      float second = flush(Math.fma(beta2, v[momentAt + i], (1 - beta2) * (g * g)));
      m[momentAt + i] = first;
      v[momentAt + i] = second;
      float scale = Math.fma((float) Math.sqrt(second), correction, epsilon);
      parameter[parameterAt + i] -= rate * first / scale;
    }
  }

  @Override
  public void rmsProp(
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
    for (int i = 0; i < n; i++) {
      float g = gradient[gradientAt + i];
      float square = flush(Math.fma(decay, v[momentAt + i], (1 - decay) * (g * g)));
      v[momentAt + i] = square;
      float scale = (float) Math.sqrt(square + underRoot) + afterRoot;
      parameter[parameterAt + i] -= rate * g / scale;
    }
  }

  private static float flush(float moment) {
    return Math.abs(moment) < SMALLEST_MOMENT ? 0 : moment;
  }

  static double chainedSumOfSquares(int n, float[] x, int xAt) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = xAt;
    int end = xAt + n;
    for (; i + 8 <= end; i += 8) {
      s0 = Math.fma((double) x[i], x[i], s0);
      s1 = Math.fma((double) x[i + 1], x[i + 1], s1);
      s2 = Math.fma((double) x[i + 2], x[i + 2], s2);
      s3 = Math.fma((double) x[i + 3], x[i + 3], s3);
      s4 = Math.fma((double) x[i + 4], x[i + 4], s4);
      s5 = Math.fma((double) x[i + 5], x[i + 5], s5);
      s6 = Math.fma((double) x[i + 6], x[i + 6], s6);
      s7 = Math.fma((double) x[i + 7], x[i + 7], s7);
    }
    double rest = 0;
    for (; i < end; i++) {
      rest = Math.fma((double) x[i], x[i], rest);
    }
    return ((((((((s0 + s1) + s2) + s3) + s4) + s5) + s6) + s7) + rest);
  }

  /// eˣ to 1 ulp, correct down to the denormals; +∞ above 88.73, 0 below −103.98.
  ///
  /// ```text
  /// n = round(x / log 2)      r = x − n·log 2      eˣ = 2ⁿ · (1 + r + r²·E(r))
  /// ```
  ///
  /// E is a minimax polynomial of our own: `docs/decisions/0002-own-exp-tanh-log.md`.
  public static float exp(float x) {
    float bounded = x > EXP_MAX ? EXP_MAX : x;
    bounded = bounded < EXP_MIN ? EXP_MIN : bounded;
    float shifted = Math.fma(bounded, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_HIGH, bounded);
    r = Math.fma(n, -LN2_LOW, r);
    float significand = expm1Near0(r) + 1;
    // In two steps, because 2ⁿ itself is out of range at both ends.
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = exponent >> 1;
    return significand * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  /// eʳ − 1 = r + r²·E(r) for |r| ≤ ½·log 2.
  private static float expm1Near0(float r) {
    float e = Math.fma(E4, r, E3);
    e = Math.fma(e, r, E2);
    e = Math.fma(e, r, E1);
    e = Math.fma(e, r, E0);
    return Math.fma(e, r * r, r);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + EXPONENT_BIAS) << SIGNIFICAND_BITS);
  }

  /// log x to 1 ulp, of denormals too; −∞ at ±0, NaN below.
  ///
  /// ```text
  /// x = 2ⁿ·(1 + f), √½ ≤ 1 + f < √2      log x = n·log 2 + f − ½·f² + f³·L(f)
  /// ```
  ///
  /// L is a minimax polynomial of our own: `docs/decisions/0002-own-exp-tanh-log.md`.
  public static float log(float x) {
    boolean denormal = x < Float.MIN_NORMAL;
    float normal = denormal ? x * DENORMAL_SCALE : x;
    int bits = Float.floatToRawIntBits(normal) - SQRT_HALF_BITS;
    int exponent = bits >> SIGNIFICAND_BITS;
    float f = Float.intBitsToFloat((bits & SIGNIFICAND_MASK) + SQRT_HALF_BITS) - 1;
    float n = Float.intBitsToFloat(exponent + ROUND_BITS) - (denormal ? DENORMAL_ROUND : ROUND);
    float l = Math.fma(L7, f, L6);
    l = Math.fma(l, f, L5);
    l = Math.fma(l, f, L4);
    l = Math.fma(l, f, L3);
    l = Math.fma(l, f, L2);
    l = Math.fma(l, f, L1);
    l = Math.fma(l, f, L0);
    float square = f * f;
    float tail = Math.fma(l * f, square, n * LN2_LOW);
    tail = Math.fma(-0.5f, square, tail);
    float y = Math.fma(n, LN2_HIGH, f + tail);
    y = x < Float.POSITIVE_INFINITY ? y : x; // NaN too
    y = x == 0 ? Float.NEGATIVE_INFINITY : y;
    return x < 0 ? Float.NaN : y;
  }

  /// tanh x to 2 ulp; odd to the bit, and never outside [−1, 1].
  ///
  /// ```text
  /// n = round(2|x| / log 2)      r = |x| − ½·n·log 2
  /// t = e^(2|x|) − 1 = 2ⁿ⁺¹·(r + r²·H(r)) + (2ⁿ − 1)      tanh x = ±t / (t + 2)
  /// ```
  ///
  /// with H(r) = 2·E(2r) from [#exp(float)]: e²ʳ − 1 = 2·(r + r²·H(r)).
  public static float tanh(float x) {
    float size = Math.abs(x);
    size = size > TANH_END ? TANH_END : size;
    float shifted = Math.fma(size, TWO_LOG2_E, TANH_ROUND);
    float r = Math.fma(shifted - TANH_ROUND, -HALF_LN2, size);
    float h = Math.fma(H4, r, H3);
    h = Math.fma(h, r, H2);
    h = Math.fma(h, r, H1);
    h = Math.fma(h, r, H0);
    float near = Math.fma(h, r * r, r);
    float twicePower = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << SIGNIFICAND_BITS);
    float t = Math.fma(twicePower, near, Math.fma(twicePower, 0.5f, -1));
    return Math.copySign(t / (t + 2), x);
  }

  /// log(1 + eˣ) to 2.5 ulp, far from zero too: about eˣ on one side, about x on the other.
  ///
  /// ```text
  /// e = e^(−|x|)      w = 1 + e, rounded      log(1 + eˣ) = max(x, 0) + (log w + (e − (w − 1))/w)
  /// ```
  ///
  /// The quotient is what rounding took from 1 + e: without it all is lost where e is small.
  public static float softplus(float x) {
    float e = exp(-Math.abs(x));
    float w = 1 + e;
    float small = log(w) + (e - (w - 1)) / w;
    return (x > 0 ? x : 0) + small;
  }

  /// 1/(1 + e⁻ˣ) to 2.5 ulp: the slope of [#softplus(float)].
  ///
  /// ```text
  /// e = e^(−|x|)      1/(1 + e⁻ˣ) = 1/(1 + e), or e/(1 + e) where x is negative
  /// ```
  public static float logistic(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }
}
