package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;

class AllocationTest {

  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(60);
  private static final int RUNS = 200;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Workers workers = Workers.one();
  private final Kernels kernels = new ScalarKernels();
  private final Example example = new Example(150, kernels);
  private final Parameters target = example.learnt.copy();
  private final int[] order = {149, 3, 3, 77, 0};
  private double metric;

  /// With the scalar kernels: when C2 takes the vectors out of the others is their own test.
  @Test
  void aWarmProgramAllocatesNothing() {
    long deadline = System.nanoTime() + WARM_UP;
    long bytes = Long.MAX_VALUE;
    while (bytes > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        runs();
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertThat(bytes).isZero();
    assertThat(metric).isFinite();
  }

  private void runs() {
    Program program = example.program;
    program
        .feed("observation", example.observation)
        .divideBy("trajectories", 3)
        .give("softness", 0.2);
    program.evaluate(1, workers);
    program.evaluate(example.rows, workers);
    program.tangents(example.direction, example.rows, workers);
    program.evaluate(order, 3, 1, workers);
    program.gradients(order, 0, order.length, workers);
    target.follow(example.learnt, 0.005, kernels);
    metric = program.gradients(example.rows, workers).clipNorm(0.5) + program.metric("loss");
  }
}
