package uphill.kernel;

import java.util.Arrays;

/// [Kernels] as plain loops: the specification of every bit, and the fallback.
public record ScalarKernels() implements Kernels {

  private static final float SMALLEST_MOMENT = 1e-30f;

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
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[aAt + i * k + p];
        for (int j = 0; j < n; j++) {
          int at = cAt + i * n + j;
          c[at] = Math.fma(factor, b[bAt + p * n + j], c[at]);
        }
      }
    }
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
    for (int p = 0; p < k; p++) {
      for (int i = 0; i < m; i++) {
        float factor = a[aAt + p * m + i];
        for (int j = 0; j < n; j++) {
          int at = cAt + i * n + j;
          c[at] = Math.fma(factor, b[bAt + p * n + j], c[at]);
        }
      }
    }
  }

  @Override
  public void matmulTransposeB(
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
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = c[cAt + i * n + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[aAt + i * k + p], b[bAt + j * k + p], sum);
        }
        c[cAt + i * n + j] = sum;
      }
    }
  }

  private static void start(int n, boolean add, float[] c, int cAt) {
    if (!add) {
      Arrays.fill(c, cAt, cAt + n, 0);
    }
  }

  @Override
  public void transpose(int rows, int columns, float[] a, int aAt, float[] b, int bAt) {
    for (int i = 0; i < rows; i++) {
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
    for (int i = 0; i < n; i++) {
      y[yAt + i] = tanh(x[xAt + i]);
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
  public void scale(int n, float a, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= a;
    }
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

  /// eˣ.
  public static float exp(float x) {
    return (float) Math.exp(x);
  }

  /// log x.
  public static float log(float x) {
    return (float) Math.log(x);
  }

  /// tanh x.
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }
}
