package uphill.nn;

import uphill.autodiff.Parameter;
import uphill.kernel.Rng;

/// Random orthonormal vectors: normal draws, made orthogonal one after another (Gram–Schmidt,
/// twice, which is enough for double precision).
final class Orthogonal {

  private static final int PASSES = 2;

  private Orthogonal() {}

  static void fill(Parameter weight, double gain, Rng random) {
    int rows = weight.rows();
    int columns = weight.columns();
    boolean tall = rows >= columns;
    double[][] vectors = vectors(Math.min(rows, columns), Math.max(rows, columns), random);
    float[] values = weight.owner().values();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double element = tall ? vectors[j][i] : vectors[i][j];
        values[weight.at() + i * columns + j] = (float) (gain * element);
      }
    }
  }

  private static double[][] vectors(int count, int length, Rng random) {
    double[][] vectors = new double[count][length];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < length; i++) {
        vectors[k][i] = random.standardNormal();
      }
      for (int pass = 0; pass < PASSES; pass++) {
        for (int earlier = 0; earlier < k; earlier++) {
          addScaled(vectors[k], -dot(vectors[k], vectors[earlier]), vectors[earlier]);
        }
      }
      double norm = Math.sqrt(dot(vectors[k], vectors[k]));
      for (int i = 0; i < length; i++) {
        vectors[k][i] /= norm;
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double[] y, double factor, double[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }
}
