package uphill.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import uphill.kernel.Kernels.Activation;

/// A process that calls every vector kernel until they stop allocating, or for twenty seconds, and
/// prints the bytes of its last round.
final class AllocationProbe {

  private static final int WARM_UP_MILLIS = 20_000;
  private static final int CALLS = 200;
  private static final int[] ROWS = {1, 2, 8, 64};
  private static final int[] COLUMNS = {2, 8, 64, 70};

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Kernels kernels = new VectorKernels();
  private final float[] a = new float[96 * 96];
  private final float[] b = new float[96 * 96];
  private final float[] c = new float[96 * 96];
  private final float[] d = new float[96 * 96];

  public static void main(String[] args) {
    System.out.println("bytes " + new AllocationProbe().bytesWhenWarm());
  }

  private long bytesWhenWarm() {
    long deadline = System.nanoTime() + WARM_UP_MILLIS * 1_000_000L;
    long bytes = Long.MAX_VALUE;
    while (bytes > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        everything();
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }

    return bytes;
  }

  private void everything() {
    for (int n : COLUMNS) {
      for (int m : ROWS) {
        kernels.affine(m, n, 64, a, 0, b, 0, d, 0, Activation.TANH, c, 0);
        kernels.matmul(m, n, 64, a, 0, b, 0, true, c, 0);
        kernels.matmulTransposeA(m, n, 64, a, 0, b, 0, false, c, 0);
        kernels.logSoftmax(m, n, a, 0, c, 0);
        kernels.addColumnSums(m, n, a, 0, c, 0);
        kernels.transpose(m, n, a, 0, c, 0);
      }
    }
    int n = 1000;
    kernels.exp(n, a, 0, c, 0);
    kernels.log(n, a, 0, c, 0);
    kernels.softplus(n, a, 0, c, 0);
    kernels.logistic(n, a, 0, c, 0);
    kernels.tanhGradient(n, a, 0, c, 0);
    kernels.reluGradient(n, a, 0, c, 0);
    kernels.add(n, a, 0, c, 0);
    kernels.addScaled(n, 2, a, 0, c, 0);
    kernels.approach(n, 0.005f, a, 0, c, 0);
    kernels.scale(n, 0.5f, c, 0);
    kernels.rmsProp(n, c, 0, d, 0, a, 0, 0.99f, 1e-3f, 1e-5f, 0);
    kernels.adam(n, c, 0, b, d, 0, a, 0, 0.9f, 0.999f, 1e-3f, 1, 1e-5f);
  }
}
