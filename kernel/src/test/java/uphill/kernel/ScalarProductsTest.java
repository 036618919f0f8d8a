package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalarProductsTest {

  private final ScalarKernels kernels = new ScalarKernels();
  private final Random random = new Random(1);

  @Test
  void everyElementOfAProductIsOneChainInIncreasingOrder() {
    for (int m = 1; m <= 13; m++) {
      for (int n = 1; n <= 20; n++) {
        for (int k : new int[] {1, 2, 5, 33}) {
          products(m, n, k);
        }
      }
    }
    products(130, 70, 40);
  }

  private void products(int m, int n, int k) {
    float[] a = values(m * k + 3);
    float[] b = values(k * n + 5);
    float[] c = values(m * n + 7 + 4);

    for (boolean add : new boolean[] {true, false}) {
      float[] product = c.clone();
      kernels.matmul(m, n, k, a, 3, b, 5, add, product, 7);
      assertThat(product).containsExactly(chains(m, n, k, a, k, 1, b, add, c));

      float[] transposed = c.clone();
      kernels.matmulTransposeA(m, n, k, a, 3, b, 5, add, transposed, 7);
      assertThat(transposed).containsExactly(chains(m, n, k, a, 1, m, b, add, c));
    }
  }

  /// cᵢⱼ ← fma(aᵢₚ, bₚⱼ, cᵢⱼ) for p = 0 … k−1, where A is stored with these strides.
  private static float[] chains(
      int m, int n, int k, float[] a, int aRow, int aStep, float[] b, boolean add, float[] c) {
    float[] result = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = add ? c[7 + i * n + j] : 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[3 + i * aRow + p * aStep], b[5 + p * n + j], sum);
        }
        result[7 + i * n + j] = sum;
      }
    }
    return result;
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
