package uphill.push;

import java.util.Arrays;

/// State-action pairs, in double precision, as columns.
///
/// @param rows n
/// @param observation s, [rows, inputs]
/// @param action a, [rows, actionSize]; a discrete one is its index
public record Samples(int rows, double[] observation, double[] action) {

  /// The action of a sample.
  public double[] action(int i) {
    int size = action.length / rows;
    return Arrays.copyOfRange(action, i * size, (i + 1) * size);
  }

  /// The first rows of columns in single precision.
  public static Samples of(int rows, float[] observation, float[] action, int inputs, int size) {
    return new Samples(rows, doubles(observation, rows * inputs), doubles(action, rows * size));
  }

  /// One of them alone.
  Samples only(int i) {
    return new Samples(1, row(observation, i), row(action, i));
  }

  private double[] row(double[] column, int i) {
    int size = column.length / rows;
    return Arrays.copyOfRange(column, i * size, (i + 1) * size);
  }

  /// The first `n` numbers, exactly.
  public static double[] doubles(float[] values, int n) {
    double[] exact = new double[n];
    for (int i = 0; i < n; i++) {
      exact[i] = values[i];
    }
    return exact;
  }
}
