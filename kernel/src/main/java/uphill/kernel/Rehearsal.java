package uphill.kernel;

import uphill.kernel.Kernels.Activation;

/// Calls of the kernels that every training has in its first second, on numbers that nobody needs:
/// what a thread repeats until the JIT compiler has done [VectorKernels], while another computes
/// with [ScalarKernels].
///
/// A kernel that only some trainings call is not among them: each costs every training its
/// compilation, tens of milliseconds.
///
/// Sums are short, because a cold product is slow for each of its terms and is compiled for the
/// number of its calls. The layers are those of a small policy and critic, for a block of rows and
/// for a few.
public final class Rehearsal {

  private static final int ROWS = 32;
  private static final int FEW_ROWS = 3;
  private static final int UNITS = 64;
  private static final int TERMS = 6;
  private static final int HEAD_TERMS = 16; // a tile of those that read their rows in registers
  private static final int HEAD = 2;

  private final float[] x = new float[ROWS * UNITS];
  private final float[] w = new float[UNITS * UNITS];
  private final float[] y = new float[ROWS * UNITS];
  private final float[] v = new float[UNITS * UNITS];

  /// A rehearsal of its own numbers.
  public Rehearsal() {
    java.util.Arrays.fill(x, 0.5f);
    java.util.Arrays.fill(w, 0.25f);
  }

  /// Calls each of them once or a few times.
  public void play(Kernels kernels) {
    layer(kernels, ROWS);
    layer(kernels, FEW_ROWS);
    layer(kernels, 1);
    kernels.affine(ROWS, HEAD, HEAD_TERMS, x, 0, w, 0, w, 0, Activation.IDENTITY, y, 0);
    int n = ROWS * UNITS / 4;
    kernels.tanhGradient(n, y, 0, x, 0);
    kernels.reluGradient(n, y, 0, x, 0);
    kernels.add(n, x, 0, y, 0);
    kernels.scale(n, 0.5f, y, 0);
    kernels.addScaled(n, 0.5f, x, 0, y, 0);
    kernels.exp(n, x, 0, y, 0);
    kernels.log(n, y, 0, y, 0);
    kernels.tanh(n, x, 0, y, 0);
    kernels.logSoftmax(ROWS, HEAD, x, 0, y, 0);
    kernels.addColumnSums(ROWS, UNITS, x, 0, w, 0);
    kernels.transpose(UNITS, ROWS, x, 0, y, 0);
    kernels.matmulTransposeA(UNITS, UNITS, TERMS, x, 0, y, 0, true, w, 0);
    kernels.matmulTransposeA(TERMS, UNITS, ROWS, x, 0, y, 0, true, w, 0);
    kernels.matmulTransposeA(UNITS, HEAD, TERMS, x, 0, y, 0, true, w, 0);
    kernels.matmul(ROWS, UNITS, HEAD, x, 0, w, 0, true, y, 0);
    kernels.adam(n, w, 0, y, v, 0, x, 0, 0.9f, 0.999f, 1e-3f, 1, 1e-8f);
    if (!kernels.finite(n, w, 0)) {
      java.util.Arrays.fill(w, 0.25f);
    }
    java.util.Arrays.fill(x, 0.5f);
  }

  private void layer(Kernels kernels, int rows) {
    kernels.affine(rows, UNITS, TERMS, x, 0, w, 0, w, 0, Activation.TANH, y, 0);
    kernels.affine(rows, UNITS / 2, TERMS, x, 0, w, 0, w, 0, Activation.RELU, y, 0);
    kernels.affine(rows, HEAD, TERMS, x, 0, w, 0, w, 0, Activation.IDENTITY, y, 0);
  }
}
