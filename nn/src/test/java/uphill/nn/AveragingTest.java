package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;

class AveragingTest {

  private static final int ROWS = 300;
  private static final int N = 3;
  private static final int STEPS = 4;
  private static final double CLIP = 0.01; // far below the norms of these gradients

  private final float[] x = normal(2 * ROWS * N, 1);
  private final float[] y = normal(2 * ROWS, 2);

  /// Two ranks in one process: whoever comes first waits for the other.
  private static final class TwoRanks {
    private final CyclicBarrier together = new CyclicBarrier(2);
    private final float[][] gradients = new float[2][];

    Averaging rank(int rank) {
      return gradient -> {
        gradients[rank] = gradient.clone();
        await();
        for (int k = 0; k < gradient.length; k++) {
          gradient[k] = (gradients[0][k] + gradients[1][k]) / 2;
        }
        await();
      };
    }

    private void await() {
      try {
        together.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static float[] normal(int n, long seed) {
    Rng random = Rng.seeded(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.standardNormal();
    }
    return values;
  }

  /// ½·mean (θ·x − y)² of the rows from … to−1, clipped, in a few steps: θ and ‖∇L‖ after each.
  private float[][] path(int from, int to, Averaging averaging) {
    Map<String, float[]> columns =
        Map.of("x", Arrays.copyOfRange(x, from * N, to * N), "y", Arrays.copyOfRange(y, from, to));
    Parameters theta = new Parameters();
    Tensor error =
        Tensor.repeat(theta.add("theta", 1, N))
            .mul(Tensor.input("x", N))
            .sumColumns()
            .sub(Tensor.input("y", 1));
    Descent descent =
        Descent.of("line", theta, Kernels.best(), Workers.one(), _ -> {})
            .term("fit", error.square().mean().mul(0.5))
            .clip(CLIP)
            .averaging(averaging)
            .build()
            .feed(name -> Objects.requireNonNull(columns.get(name), name));
    float[][] path = new float[STEPS][];
    for (int step = 0; step < STEPS; step++) {
      descent.step(to - from, 0.1);
      assertThat(descent.gradientNorm()).isGreaterThan(CLIP);
      path[step] = Arrays.copyOf(theta.values(), N + 1);
      path[step][N] = (float) descent.gradientNorm();
    }
    return path;
  }

  @Test
  void ranksThatShareABatchStepTogetherAsOneThatHasAllOfIt() throws Exception {
    var ranks = new TwoRanks();
    List<float[][]> paths;
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Future<float[][]> first = two.submit(() -> path(0, ROWS, ranks.rank(0)));
      Future<float[][]> second = two.submit(() -> path(ROWS, 2 * ROWS, ranks.rank(1)));
      paths = List.of(first.get(), second.get());
    }
    float[][] whole = path(0, 2 * ROWS, Averaging.none());
    float[][] alone = path(0, ROWS, Averaging.none());

    assertThat(paths.get(0)).isDeepEqualTo(paths.get(1));
    for (int step = 0; step < STEPS; step++) {
      assertThat(paths.get(0)[step]).containsExactly(whole[step], within(1e-5f));
    }
    assertThat(alone[STEPS - 1]).isNotEqualTo(whole[STEPS - 1]);
  }

  /// The gradient itself, where rounding does not blur it: two halves of small integers.
  @Test
  void theMeanOfTheHalvesGradientsIsTheGradientOfTheWhole() throws Exception {
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.round(4 * y[i]);
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(4 * x[i]);
    }
    var ranks = new TwoRanks();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Future<float[]> first = two.submit(() -> gradient(0, 256, ranks.rank(0)));
      Future<float[]> second = two.submit(() -> gradient(256, 512, ranks.rank(1)));

      assertThat(first.get())
          .isEqualTo(second.get())
          .isEqualTo(gradient(0, 512, Averaging.none()))
          .isNotEqualTo(gradient(0, 256, Averaging.none()));
    }
  }

  /// ∇ of −mean θ·(x·y) at θ = 0.
  private float[] gradient(int from, int to, Averaging averaging) {
    Map<String, float[]> columns =
        Map.of("x", Arrays.copyOfRange(x, from * N, to * N), "y", Arrays.copyOfRange(y, from, to));
    Parameters theta = new Parameters();
    Tensor product =
        Tensor.repeat(theta.add("theta", 1, N))
            .mul(Tensor.input("x", N))
            .sumColumns()
            .mul(Tensor.input("y", 1));
    return Descent.of("product", theta, Kernels.best(), Workers.one(), _ -> {})
        .term("product", product.mean().neg())
        .averaging(averaging)
        .build()
        .feed(name -> Objects.requireNonNull(columns.get(name), name))
        .gradients(to - from)
        .values()
        .clone();
  }
}
