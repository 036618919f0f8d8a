package uphill.rl.data;

/// Statistics of a column, in double precision, rows in order.
public final class Columns {

  /// Added to a standard deviation that is divided by: all-equal weights become zero, not NaN.
  private static final double EPSILON = 1e-8;

  private Columns() {}

  public static double mean(float[] x, int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += x[i];
    }
    return sum / rows;
  }

  /// √(Σ (x − mean)² / rows).
  public static double std(float[] x, int rows, double mean) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += (x[i] - mean) * (x[i] - mean);
    }
    return Math.sqrt(sum / rows);
  }

  /// Shifts and scales x to mean 0 and standard deviation 1. A single row is left as it is: it
  /// would be 0, whatever it was.
  public static void standardize(float[] x, int rows, double mean, double std) {
    if (rows == 1) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      x[i] = (float) ((x[i] - mean) / (std + EPSILON));
    }
  }

  /// Fills the elements `order[from]`, …, `order[from + count − 1]` of y with those of x, shifted
  /// and scaled to mean 0 and standard deviation 1 among themselves.
  public static void standardize(float[] x, int[] order, int from, int count, float[] y) {
    double sum = 0;
    for (int k = from; k < from + count; k++) {
      sum += x[order[k]];
    }
    double mean = sum / count;
    double squares = 0;
    for (int k = from; k < from + count; k++) {
      double d = x[order[k]] - mean;
      squares += d * d;
    }
    double scale = 1 / (Math.sqrt(squares / count) + EPSILON);
    for (int k = from; k < from + count; k++) {
      y[order[k]] = (float) ((x[order[k]] - mean) * scale);
    }
  }

  /// ½·mean (x − y)².
  public static double halfMeanSquare(float[] x, float[] y, int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double error = (double) x[i] - y[i];
      sum += error * error;
    }
    return 0.5 * sum / rows;
  }

  /// 1 − Var(target − value)/Var(target): 1 where the values are right, 0 where they are no better
  /// than a constant, below 0 where they are worse; NaN where the target does not vary.
  public static double explainedVariance(float[] value, float[] target, int rows) {
    double targetMean = mean(target, rows);
    double errorMean = targetMean - mean(value, rows);
    double error = 0;
    double total = 0;
    for (int i = 0; i < rows; i++) {
      double e = (double) target[i] - value[i] - errorMean;
      double d = target[i] - targetMean;
      error += e * e;
      total += d * d;
    }
    return total == 0 ? Double.NaN : 1 - error / total;
  }
}
