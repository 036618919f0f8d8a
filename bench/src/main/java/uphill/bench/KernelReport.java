package uphill.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.ScalarKernels;

/// Prints how fast the kernels are on one core. Every result is first compared with that of
/// [ScalarKernels], bit for bit.
public final class KernelReport {

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
  private final Turns turns = new Turns();
  private final String only;
  private float sink;

  private KernelReport(String only) {
    this.only = only;
  }

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 25);
    KernelReport report = new KernelReport(arguments.only());
    Kernels kernels = Kernels.best();
    if (!arguments.json()) {
      System.out.printf(
          "%s; Java %s; %s%n",
          kernels.description(), Runtime.version(), System.getProperty("os.arch"));
    }
    for (int[] s : SHAPES) {
      report.products(kernels, s[0], s[1], s[2]);
    }
    report.elementwise(kernels);
    report.turns.measure(arguments.seconds());
    report.turns.print(arguments.json());
  }

  private void products(Kernels kernels, int m, int n, int k) {
    float[] a = uniform(m * k);
    float[] b = uniform(k * n);
    float[] bias = uniform(n);
    float[] c = new float[m * n];
    double flop = 2.0 * m * n * k;
    String shape = String.format(Locale.ROOT, " %d×%d×%d", m, n, k);
    product("A·B" + shape, flop, kernels, c, (q, r) -> q.matmul(m, n, k, a, 0, b, 0, false, r, 0));
    product(
        "Aᵀ·B" + shape,
        flop,
        kernels,
        c,
        (q, r) -> q.matmulTransposeA(m, n, k, a, 0, b, 0, false, r, 0));
    product(
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

  private void job(String name, int n, Kernels kernels, float[] result, Operation operation) {
    add(name, "elements", n, 0, kernels, result, operation);
  }

  private void product(
      String name, double flop, Kernels kernels, float[] result, Operation operation) {
    add(name, "products", 1, flop, kernels, result, operation);
  }

  private void add(
      String name,
      String unit,
      double work,
      double flop,
      Kernels kernels,
      float[] result,
      Operation operation) {
    if (!name.contains(only)) {
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
    turns.add(name, unit, work, flop, () -> operation.run(kernels, r));
  }

  private float[] uniform(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
