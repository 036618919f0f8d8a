package uphill.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sums, beside those that numpy 2.4.6 printed.
class NumpyTest {

  /// `[(((i + k) * 37 + 11) % 101 - 50) / 17.0 for i in range(n)]`.
  private static double[] numbers(int n, int k) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (((i + k) * 37 + 11) % 101 - 50) / 17.0;
    }
    return x;
  }

  private static float[] floats(int n, int k) {
    double[] x = numbers(n, k);
    float[] a = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = (float) x[i];
    }
    return a;
  }

  @ParameterizedTest
  @CsvSource({
    "1, -2.2941176470588234",
    "7, -0.0588235294117645",
    "8, 1.0",
    "9, -1.7058823529411766",
    "16, -1.2941176470588243",
    "17, 1.5294117647058818",
    "23, -1.1764705882352946",
    "78, -0.05882352941176472",
    "128, 0.9411764705882337"
  })
  void sumsHaveTheBitsOfNumpySum(int n, double sum) {
    assertThat(Numpy.sum(numbers(n, 0))).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5.262975778546712",
    "7, 20.90311418685121",
    "9, 29.346020761245676",
    "17, 52.55363321799308",
    "78, 229.84429065743942",
    "128, 374.02076124567475"
  })
  void squaresHaveTheBitsOfNumpySumOfNumpySquare(int n, double sum) {
    assertThat(Numpy.squares(numbers(n, 0))).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 5.262976169586182, 0.5262976288795471",
    "6, 0, 19.653980255126953, 1.9653980731964111",
    "8, 1, 24.083044052124023, 2.408304452896118",
    "17, 5, 52.16609191894531, 5.216609477996826",
    "23, 6, 66.54325103759766, 6.654325008392334"
  })
  void anActionIsSquaredIn32Bits(int n, int k, float sum, float weighted) {
    assertThat(Numpy.squares(floats(n, k))).isEqualTo(sum);
    assertThat(Numpy.squares(0.1, floats(n, k))).isEqualTo(weighted);
  }

  /// By `numpy.linalg.norm` on a processor with AVX-512, whose products are fused; on others it has
  /// the last bit of a sum of rounded squares, which the second and the fourth are not.
  @Test
  void normsHaveTheBitsOfNumpyWhereItFusesProducts() {
    assertThat(Numpy.norm(0.25, -0.87)).isEqualTo(0.9052071586106686);
    assertThat(Numpy.norm(0.25144060821610803, -0.8689422815203738)).isEqualTo(0.904589999985584);
    assertThat(Numpy.norm(0.3, -0.4, 0.11)).isEqualTo(0.5119570294468082);
    assertThat(Numpy.norm(-0.1252885635214378, 0.18991508916115873, 0.671806490138193))
        .isEqualTo(0.7092876182707226);
  }
}
