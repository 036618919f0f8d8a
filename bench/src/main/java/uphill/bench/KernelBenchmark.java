package uphill.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.ScalarKernels;
import uphill.kernel.VectorKernels;

/// Nanoseconds a call, with error bars, of both implementations of the kernels.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class KernelBenchmark {

  @Param({"vector", "scalar"})
  private String engine = "vector";

  /// m×n×k of the products; elementwise functions run over m·n numbers.
  @Param({"128x64x64", "64x64x64", "256x256x256", "1x64x64", "128x2x64"})
  private String shape = "128x64x64";

  private Kernels kernels = new ScalarKernels();
  private int m;
  private int n;
  private int k;
  private float[] a = {};
  private float[] b = {};
  private float[] bias = {};
  private float[] c = {};
  private float[] x = {};
  private float[] first = {};
  private float[] second = {};

  @Setup
  public void setUp() {
    kernels = engine.equals("vector") ? new VectorKernels() : new ScalarKernels();
    int[] sizes = Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    m = sizes[0];
    n = sizes[1];
    k = sizes[2];
    var random = new Random(1);
    a = uniform(m * k, random);
    b = uniform(k * n, random);
    bias = uniform(n, random);
    x = uniform(m * n, random);
    first = new float[m * n];
    second = new float[m * n];
    float[] expected = new float[m * n];
    new ScalarKernels().affine(m, n, k, a, 0, b, 0, bias, 0, Activation.TANH, expected, 0);
    c = new float[m * n];
    if (!Arrays.equals(expected, affineTanh())) {
      throw new AssertionError(engine + " differs from the scalar kernels at " + shape);
    }
  }

  @Benchmark
  public float[] affineTanh() {
    kernels.affine(m, n, k, a, 0, b, 0, bias, 0, Activation.TANH, c, 0);
    return c;
  }

  @Benchmark
  public float[] matmul() {
    kernels.matmul(m, n, k, a, 0, b, 0, false, c, 0);
    return c;
  }

  @Benchmark
  public float[] matmulTransposeA() {
    kernels.matmulTransposeA(m, n, k, a, 0, b, 0, false, c, 0);
    return c;
  }

  @Benchmark
  public float[] exp() {
    kernels.exp(m * n, x, 0, c, 0);
    return c;
  }

  @Benchmark
  public float[] log() {
    kernels.log(m * n, x, 0, c, 0);
    return c;
  }

  @Benchmark
  public float[] tanh() {
    kernels.tanh(m * n, x, 0, c, 0);
    return c;
  }

  @Benchmark
  public float[] adam() {
    kernels.adam(m * n, c, 0, first, second, 0, x, 0, 0.9f, 0.999f, 1e-3f, 1, 1e-5f);
    return c;
  }

  @Benchmark
  public float[] logSoftmax() {
    kernels.logSoftmax(m, n, x, 0, c, 0);
    return c;
  }

  private static float[] uniform(int n, Random random) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
