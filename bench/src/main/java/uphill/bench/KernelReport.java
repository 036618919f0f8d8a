package uphill.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.ScalarKernels;

/// Prints how fast the kernels are on one core: products beside the peak of the fused
/// multiply-adds, measured in the same run, and elementwise functions in nanoseconds an element.
///
/// All jobs take turns, so that what else the machine does hits all alike; the figure is the best
/// turn of each, once everything is compiled. Every result is first compared with that of
/// [ScalarKernels], bit for bit. Arguments: seconds to measure (default 20), and what the name of a
/// job must contain to be done (default nothing).
public final class KernelReport {

  private static final double TURN = 1e6; // nanoseconds
  private static final double WARM_UP = 0.3; // share of the time

  private static final int[][] SHAPES = {
    // m, n, k
    {64, 64, 64},
    {128, 64, 64},
    {256, 256, 256},
    {256, 256, 23},
    {128, 64, 4},
    {100, 50, 30},
    {8, 64, 64},
    {2, 64, 64},
    {1, 64, 64},
    {128, 1, 64},
    {128, 2, 64},
    {128, 6, 64},
    {256, 6, 256},
    {1, 2, 64},
  };

  private static final int ELEMENTS = 128 * 64;

  private final Random random = new Random(1);
  private final List<Job> jobs = new ArrayList<>();
  private String wanted = "";
  private float sink;

  private KernelReport() {}

  /// One thing to time; `unit` is what one call does: flop, elements or calls.
  private static final class Job {
    final String name;
    final double unit;
    final Runnable run;
    int calls = 1;
    double best = Double.POSITIVE_INFINITY; // nanoseconds a call

    Job(String name, double unit, Runnable run) {
      this.name = name;
      this.unit = unit;
      this.run = run;
    }

    double turn() {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        run.run();
      }
      return (double) (System.nanoTime() - start) / calls;
    }
  }

  public static void main(String[] args) {
    double seconds = args.length == 0 ? 20 : Double.parseDouble(args[0]);
    String wanted = args.length < 2 ? "" : args[1];
    new KernelReport().report(seconds, wanted);
  }

  private void report(double seconds, String wanted) {
    Kernels kernels = Kernels.best();
    System.out.printf(
        "%s; Java %s; %s%n",
        kernels.description(), Runtime.version(), System.getProperty("os.arch"));
    this.wanted = wanted;
    Job peak8 = new Job("peak", Peak.flop(8), () -> sink += Peak.eightChains());
    Job peak12 = new Job("peak", Peak.flop(12), () -> sink += Peak.twelveChains());
    jobs.add(peak8);
    jobs.add(peak12);
    for (int[] s : SHAPES) {
      products(kernels, s[0], s[1], s[2]);
    }
    int firstElementwise = jobs.size();
    elementwise(kernels);
    measure(seconds);

    double peakRate = Math.max(peak8.unit / peak8.best, peak12.unit / peak12.best);
    System.out.printf("FMA peak of one core: %.1f GFLOP/s%n", peakRate);
    System.out.printf("%n%-28s %9s %7s %9s%n", "product, m×n×k", "GFLOP/s", "share", "ns");
    for (Job job : jobs.subList(2, firstElementwise)) {
      double rate = job.unit / job.best;
      System.out.printf(
          "%-28s %9.1f %6.0f%% %9.0f%n", job.name, rate, 100 * rate / peakRate, job.best);
    }
    System.out.printf("%n%-28s %9s%n", "elementwise", "ns each");
    for (Job job : jobs.subList(firstElementwise, jobs.size())) {
      System.out.printf("%-28s %9.3f%n", job.name, job.best / job.unit);
    }
  }

  private void measure(double seconds) {
    long start = System.nanoTime();
    for (double share = 0; share < 1; share = (System.nanoTime() - start) / (seconds * 1e9)) {
      for (Job job : jobs) {
        double time = job.turn();
        job.calls = (int) Math.clamp(TURN / time, 1, 1e6);
        if (share > WARM_UP) {
          job.best = Math.min(job.best, time);
        }
      }
    }
  }

  private void products(Kernels kernels, int m, int n, int k) {
    float[] a = uniform(m * k);
    float[] b = uniform(k * n);
    float[] bias = uniform(n);
    float[] c = new float[m * n];
    double flop = 2.0 * m * n * k;
    String shape = " %d×%d×%d".formatted(m, n, k);
    job("A·B" + shape, flop, kernels, c, (q, r) -> q.matmul(m, n, k, a, 0, b, 0, false, r, 0));
    job(
        "Aᵀ·B" + shape,
        flop,
        kernels,
        c,
        (q, r) -> q.matmulTransposeA(m, n, k, a, 0, b, 0, false, r, 0));
    job(
        "A·Bᵀ" + shape,
        flop,
        kernels,
        c,
        (q, r) -> q.matmulTransposeB(m, n, k, a, 0, b, 0, false, r, 0));
    job(
        "tanh(X·W + b)" + shape,
        flop,
        kernels,
        c,
        (q, r) -> q.affine(m, n, k, a, 0, b, 0, bias, 0, Activation.TANH, r, 0));
  }

  private void elementwise(Kernels kernels) {
    int n = ELEMENTS;
    float[] x = uniform(n);
    float[] y = uniform(n);
    float[] p = uniform(n);
    float[] m = new float[n];
    float[] v = new float[n];
    job("exp", n, kernels, y, (k, r) -> k.exp(n, x, 0, r, 0));
    job("log", n, kernels, y, (k, r) -> k.log(n, x, 0, r, 0));
    job("tanh", n, kernels, y, (k, r) -> k.tanh(n, x, 0, r, 0));
    job("tanhGradient", n, kernels, y, (k, r) -> k.tanhGradient(n, x, 0, r, 0));
    job("reluGradient", n, kernels, y, (k, r) -> k.reluGradient(n, x, 0, r, 0));
    job("add", n, kernels, y, (k, r) -> k.add(n, x, 0, r, 0));
    job("addScaled", n, kernels, y, (k, r) -> k.addScaled(n, 0.1f, x, 0, r, 0));
    job(
        "adam",
        n,
        kernels,
        p,
        (k, r) -> k.adam(n, r, 0, m, v, 0, x, 0, 0.9f, 0.999f, 1e-3f, 1, 1e-5f));
    job("transpose 64×128", n, kernels, y, (k, r) -> k.transpose(64, 128, x, 0, r, 0));
    job("addColumnSums 128×64", n, kernels, y, (k, r) -> k.addColumnSums(128, 64, x, 0, r, 0));
    job("addColumnSums 1024×8", n, kernels, y, (k, r) -> k.addColumnSums(1024, 8, x, 0, r, 0));
    job("logSoftmax 4096×2", n, kernels, y, (k, r) -> k.logSoftmax(4096, 2, x, 0, r, 0));
    job("logSoftmax 1024×8", n, kernels, y, (k, r) -> k.logSoftmax(1024, 8, x, 0, r, 0));
    job("sumOfSquares", n, kernels, y, (k, r) -> sink += (float) k.sumOfSquares(n, x, 0));
  }

  @FunctionalInterface
  private interface Operation {
    void run(Kernels kernels, float[] result);
  }

  private void job(String name, double unit, Kernels kernels, float[] result, Operation operation) {
    if (!name.contains(wanted)) {
      return;
    }
    float[] expected = result.clone();
    operation.run(new ScalarKernels(), expected);
    // adam's moments advance too, so both begin where they were: at zero, by a zero step.
    float[] actual = result.clone();
    operation.run(kernels, actual);
    if (!name.equals("adam") && !Arrays.equals(expected, actual)) {
      throw new AssertionError(name + " differs from the scalar kernels");
    }
    float[] r = result.clone();
    jobs.add(new Job(name, unit, () -> operation.run(kernels, r)));
  }

  private float[] uniform(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
