package uphill.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import uphill.kernel.Kernels.Activation;

/// Computes everything with [ScalarKernels] and with [VectorKernels], and demands the same bits,
/// guard bands around every result included. A program, so that a test can run it under other flags
/// of the JVM; and a checksum of all results, so that the runs can be compared with each other.
///
/// NaN counts as one value: the JVM may choose its bits.
final class SameBits {

  private static final int LONGEST = 70;
  private static final int[] SUMS = {1, 2, 3, 7, 8, 23, 64};
  private static final int GUARD = 19;
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e-40f,
    -1e-40f,
    1e-31f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.7f,
    88.73f,
    -87.4f,
    -103.9f,
    -104f,
    0.35f,
    -9.01f,
    10f,
    1e30f
  };

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();
  private final Random random = new Random(1);
  private long checksum = 17;

  private SameBits() {}

  /// Prints what the JVM computes with, and a checksum for each of so many levels, of which each
  /// does more than the one before: 1 small shapes, 2 shapes chosen with a fixed seed, 3 every
  /// shape.
  public static void main(String[] args) {
    var sweep = new SameBits();
    System.out.printf(
        "computes with %s, UseAVX=%s%n", sweep.vector.description(), option("UseAVX"));
    int levels = Integer.parseInt(args[0]);
    sweep.everyLength(17, 11);
    sweep.shapes(500, 11, 4);
    sweep.print("small shapes");
    if (levels >= 2) {
      sweep.everyLength(1, LONGEST);
      sweep.shapes(500, LONGEST, SUMS.length);
      sweep.print("seeded shapes");
    }
    if (levels >= 3) {
      sweep.everyShape();
      sweep.print("every shape");
    }
  }

  private void print(String level) {
    System.out.printf("same bits: %s, checksum %016x%n", level, checksum);
  }

  private static String option(String name) {
    try {
      return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .getVMOption(name)
          .getValue();
    } catch (IllegalArgumentException e) {
      return "absent"; // not an x86 processor
    }
  }

  private void everyLength(int stride, int mostRows) {
    for (int n = 1; n <= LONGEST; n += stride) {
      elementwise(n);
      rowwise(1 + n % Math.min(mostRows, 37), n);
      rowwise(n, 1 + n % 7);
    }
  }

  private void everyShape() {
    for (int m = 1; m <= LONGEST; m++) {
      for (int n = 1; n <= LONGEST; n++) {
        for (int k : SUMS) {
          products(m, n, k);
        }
      }
    }
    products(1, 192, 5);
    products(3, 200, 300);
    products(40, 130, 300);
    products(130, 17, 130);
  }

  private void shapes(int count, int longest, int sums) {
    for (int i = 0; i < count; i++) {
      products(
          1 + random.nextInt(longest), 1 + random.nextInt(longest), SUMS[random.nextInt(sums)]);
    }
  }

  private void elementwise(int n) {
    float[] x = values(n);
    float[] y = values(n);
    float[] d = values(n);
    int xAt = at(n, x);
    int yAt = at(n, y);
    int dAt = at(n, d);
    same("exp " + n, y, (k, r) -> k.exp(n, x, xAt, r, yAt));
    same("log " + n, y, (k, r) -> k.log(n, x, xAt, r, yAt));
    same("tanh " + n, y, (k, r) -> k.tanh(n, x, xAt, r, yAt));
    same("softplus " + n, y, (k, r) -> k.softplus(n, x, xAt, r, yAt));
    same("logistic " + n, y, (k, r) -> k.logistic(n, x, xAt, r, yAt));
    same("softplus in place " + n, x, (k, r) -> k.softplus(n, r, xAt, r, xAt));
    same("logistic in place " + n, x, (k, r) -> k.logistic(n, r, xAt, r, xAt));
    same("exp in place " + n, x, (k, r) -> k.exp(n, r, xAt, r, xAt));
    same("log in place " + n, x, (k, r) -> k.log(n, r, xAt, r, xAt));
    same("tanh in place " + n, x, (k, r) -> k.tanh(n, r, xAt, r, xAt));
    same("tanhGradient " + n, d, (k, r) -> k.tanhGradient(n, y, yAt, r, dAt));
    same("reluGradient " + n, d, (k, r) -> k.reluGradient(n, y, yAt, r, dAt));
    same("add " + n, y, (k, r) -> k.add(n, x, xAt, r, yAt));
    same("addScaled " + n, y, (k, r) -> k.addScaled(n, -0.3f, x, xAt, r, yAt));
    same("approach " + n, y, (k, r) -> k.approach(n, 0.005f, x, xAt, r, yAt));
    same("scale " + n, y, (k, r) -> k.scale(n, 1.7f, r, yAt));

    // One array after the other, because all three change.
    for (int part = 0; part < 3; part++) {
      int changed = part;
      float[][] state = {y, values(n, yAt, y.length), values(n, yAt, y.length)};
      for (int i = 0; i < n; i++) {
        state[2][yAt + i] = Math.abs(state[2][yAt + i]);
      }
      same(
          "adam " + n,
          state[changed],
          (k, r) -> {
            float[] p = changed == 0 ? r : state[0].clone();
            float[] m = changed == 1 ? r : state[1].clone();
            float[] v = changed == 2 ? r : state[2].clone();
            k.adam(n, p, yAt, m, v, yAt, x, xAt, 0.9f, 0.999f, 1e-3f, 1.5f, 1e-5f);
          });
    }
    for (int part = 0; part < 2; part++) {
      int changed = part;
      float[][] state = {y, values(n, yAt, y.length)};
      for (int i = 0; i < n; i++) {
        state[1][yAt + i] = Math.abs(state[1][yAt + i]);
      }
      same(
          "rmsProp " + n,
          state[changed],
          (k, r) -> {
            float[] p = changed == 0 ? r : state[0].clone();
            float[] v = changed == 1 ? r : state[1].clone();
            k.rmsProp(n, p, yAt, v, yAt, x, xAt, 0.99f, 1e-3f, 1e-5f, 1e-8f);
          });
    }
    same("finite " + n, y, (k, r) -> r[yAt] = k.finite(n, x, xAt) ? 1 : 0);
    same("sumOfSquares " + n, y, (k, r) -> r[yAt] = (float) k.sumOfSquares(n, x, xAt));
  }

  private void rowwise(int rows, int columns) {
    int n = rows * columns;
    float[] x = values(n);
    float[] y = values(n);
    float[] sum = values(columns);
    int xAt = at(n, x);
    int yAt = at(n, y);
    int sumAt = at(columns, sum);
    String shape = String.format(Locale.ROOT, " [%d, %d]", rows, columns);
    same("addColumnSums" + shape, sum, (k, r) -> k.addColumnSums(rows, columns, x, xAt, r, sumAt));
    same("transpose" + shape, y, (k, r) -> k.transpose(rows, columns, x, xAt, r, yAt));
    same("logSoftmax with NaN" + shape, y, (k, r) -> k.logSoftmax(rows, columns, x, xAt, r, yAt));
    float[] tame = uniform(n, xAt, x.length);
    same("logSoftmax" + shape, y, (k, r) -> k.logSoftmax(rows, columns, tame, xAt, r, yAt));
  }

  /// Both products of one A and B, stored as each wants them, must be equal to each other too.
  private void products(int m, int n, int k) {
    // Odd offsets, and sometimes an argument that ends with its array, so that any read past it is
    // seen.
    int aAt = random.nextInt(4);
    int bAt = random.nextInt(4);
    int biasAt = random.nextInt(4);
    int cAt = GUARD + random.nextInt(4);
    int spare = random.nextBoolean() ? 0 : GUARD;
    float[] a = uniform(m * k, aAt, aAt + m * k + spare);
    float[] b = uniform(k * n, bAt, bAt + k * n + spare);
    float[] bias = uniform(n, biasAt, biasAt + n + spare);
    float[] c = uniform(m * n, cAt, cAt + m * n + GUARD);
    float[] at = a.clone();
    scalar.transpose(m, k, a, aAt, at, aAt);

    String shape = String.format(Locale.ROOT, " m %d n %d k %d", m, n, k);
    Activation f = ACTIVATIONS.get((m + n + k) % ACTIVATIONS.size());
    same(
        "affine " + f + shape,
        c,
        (kernels, r) -> kernels.affine(m, n, k, a, aAt, b, bAt, bias, biasAt, f, r, cAt));
    for (boolean add : new boolean[] {false, true}) {
      String what = (add ? " add" : " fill") + shape;
      float[] expected =
          same("matmul" + what, c, (q, r) -> q.matmul(m, n, k, a, aAt, b, bAt, add, r, cAt));
      float[] fromA = c.clone();
      vector.matmulTransposeA(m, n, k, at, aAt, b, bAt, add, fromA, cAt);
      require("matmulTransposeA" + what, expected, fromA);
      if ((m + n) % 8 == 0) {
        float[] scalarA = c.clone();
        scalar.matmulTransposeA(m, n, k, at, aAt, b, bAt, add, scalarA, cAt);
        require("scalar matmulTransposeA" + what, expected, scalarA);
      }
    }
  }

  @FunctionalInterface
  private interface Operation {
    void run(Kernels kernels, float[] result);
  }

  /// What both make of `result`, guard bands and all.
  private float[] same(String name, float[] result, Operation operation) {
    float[] expected = result.clone();
    float[] actual = result.clone();
    operation.run(scalar, expected);
    operation.run(vector, actual);
    require(name, expected, actual);
    for (float value : expected) {
      checksum = checksum * 0x5851f42d4c957f2dL + Float.floatToIntBits(value);
    }
    return expected;
  }

  private static void require(String name, float[] expected, float[] actual) {
    if (!Arrays.equals(expected, actual)) { // by Float.equals: −0 is not 0, NaN is NaN
      int i = Arrays.mismatch(expected, actual);
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s: at index %d of %d scalar gives %s, vector %s",
              name,
              i,
              expected.length,
              expected[i],
              actual[i]));
    }
  }

  /// Special and ordinary values, in an array with room around them.
  private float[] values(int n) {
    int at = GUARD + random.nextInt(9);
    return values(n, at, at + n + GUARD);
  }

  private float[] values(int n, int at, int length) {
    float[] x = uniform(n, at, length);
    for (int i = 0; i < n; i++) {
      x[at + i] =
          switch (random.nextInt(4)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> Float.intBitsToFloat(random.nextInt());
            case 2 -> 20 * x[at + i];
            default -> x[at + i];
          };
    }
    return x;
  }

  private static int at(int n, float[] x) {
    return x.length - n - GUARD;
  }

  private float[] uniform(int n, int at, int length) {
    float[] x = new float[length];
    Arrays.fill(x, 123.25f);
    for (int i = 0; i < n; i++) {
      x[at + i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
