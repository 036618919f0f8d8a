package uphill.kernel;

import java.util.Locale;

/// [Kernels] on SIMD lanes, by the Vector API (JEP 508, incubating). Its bits are those of
/// [ScalarKernels].
///
/// Lanes run along independent elements only, never along a sum, so that neither the width of a
/// vector nor the JIT compiler can change the order of any arithmetic. A tail shorter than a vector
/// is left to the scalar kernels.
///
/// Until they are compiled, code on vectors runs a thousand times slower than afterwards, and for
/// longer than plain loops do: a brief computation takes [Kernels#brief()].
public final class VectorKernels implements Kernels {

  private static final ScalarKernels SCALAR = new ScalarKernels();

  /// Kernels that compute on vectors from the first call on.
  public VectorKernels() {}

  @Override
  public String description() {
    return String.format(Locale.ROOT, "vector, %d lanes", Lanes.WIDTH);
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
    float low = activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
    VectorProducts.multiply(m, n, k, x, xAt, false, w, wAt, bias, biasAt, 0, 1, low, y, yAt);
    if (activation == Activation.TANH) {
      VectorFunctions.tanh(m * n, y, yAt, y, yAt);
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
    multiply(m, n, k, a, aAt, false, b, bAt, add, c, cAt);
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
    multiply(m, n, k, a, aAt, true, b, bAt, add, c, cAt);
  }

  private static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      boolean aTransposed,
      float[] b,
      int bAt,
      boolean add,
      float[] c,
      int cAt) {
    float[] start = add ? c : VectorProducts.zeros();
    int startAt = add ? cAt : 0;
    int startRow = add ? n : 0;
    int startColumn = add ? 1 : 0;
    float low = Float.NEGATIVE_INFINITY;
    VectorProducts.multiply(
        m, n, k, a, aAt, aTransposed, b, bAt, start, startAt, startRow, startColumn, low, c, cAt);
  }

  @Override
  public void transpose(int rows, int columns, float[] a, int aAt, float[] b, int bAt) {
    if (VectorProducts.MANY_REGISTERS) {
      WideTranspose.transpose(rows, columns, a, aAt, b, bAt);
    } else {
      SCALAR.transpose(rows, columns, a, aAt, b, bAt);
    }
  }

  @Override
  public void addColumnSums(int rows, int columns, float[] x, int xAt, float[] sum, int sumAt) {
    VectorRows.addColumnSums(rows, columns, x, xAt, sum, sumAt);
  }

  @Override
  public void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    if (n < Lanes.WIDTH) {
      SCALAR.exp(n, x, xAt, y, yAt);
      return;
    }
    VectorFunctions.exp(n, x, xAt, y, yAt);
  }

  @Override
  public void log(int n, float[] x, int xAt, float[] y, int yAt) {
    if (n < Lanes.WIDTH) {
      SCALAR.log(n, x, xAt, y, yAt);
      return;
    }
    VectorFunctions.log(n, x, xAt, y, yAt);
  }

  @Override
  public void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    if (n < Lanes.WIDTH) {
      SCALAR.tanh(n, x, xAt, y, yAt);
      return;
    }
    VectorFunctions.tanh(n, x, xAt, y, yAt);
  }

  @Override
  public void softplus(int n, float[] x, int xAt, float[] y, int yAt) {
    if (n < Lanes.WIDTH) {
      SCALAR.softplus(n, x, xAt, y, yAt);
      return;
    }
    VectorLogistic.softplus(n, x, xAt, y, yAt);
  }

  @Override
  public void logistic(int n, float[] x, int xAt, float[] y, int yAt) {
    if (n < Lanes.WIDTH) {
      SCALAR.logistic(n, x, xAt, y, yAt);
      return;
    }
    VectorLogistic.logistic(n, x, xAt, y, yAt);
  }

  @Override
  public void tanhGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    VectorElementwise.tanhGradient(n, y, yAt, d, dAt);
  }

  @Override
  public void reluGradient(int n, float[] y, int yAt, float[] d, int dAt) {
    VectorElementwise.reluGradient(n, y, yAt, d, dAt);
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    VectorRows.logSoftmax(rows, columns, x, xAt, y, yAt);
  }

  @Override
  public void add(int n, float[] x, int xAt, float[] y, int yAt) {
    VectorElementwise.add(n, x, xAt, y, yAt);
  }

  @Override
  public void addScaled(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    VectorElementwise.addScaled(n, a, x, xAt, y, yAt);
  }

  @Override
  public void approach(int n, float a, float[] x, int xAt, float[] y, int yAt) {
    VectorElementwise.approach(n, a, x, xAt, y, yAt);
  }

  @Override
  public void scale(int n, float a, float[] y, int yAt) {
    VectorElementwise.scale(n, a, y, yAt);
  }

  @Override
  public boolean finite(int n, float[] x, int xAt) {
    return VectorElementwise.finite(n, x, xAt);
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
    VectorElementwise.adam(
        n,
        parameter,
        parameterAt,
        m,
        v,
        momentAt,
        gradient,
        gradientAt,
        beta1,
        beta2,
        rate,
        correction,
        epsilon);
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
    VectorElementwise.rmsProp(
        n,
        parameter,
        parameterAt,
        v,
        momentAt,
        gradient,
        gradientAt,
        decay,
        rate,
        underRoot,
        afterRoot);
  }
}
