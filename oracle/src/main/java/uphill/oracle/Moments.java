package uphill.oracle;

import java.util.stream.DoubleStream;

/// Mean and spread of an estimate X, each of which has a share.
final class Moments {

  private final double[] mean; // sums, until they are asked for
  private final double[] square;
  private double shares;
  private double norm; // of ‖X‖²
  private double normSquare; // of ‖X‖⁴
  private double share;
  private double sum;

  /// Moments of estimates with so many components.
  Moments(int size) {
    mean = new double[size];
    square = new double[size];
  }

  /// Begins an estimate, with its share.
  void begin(double share) {
    this.share = share;
    sum = 0;
  }

  /// Counts a component that is not 0; others need not be counted.
  void add(int i, double x) {
    mean[i] += share * x;
    square[i] += share * x * x;
    sum += x * x;
  }

  /// Ends the estimate.
  void end() {
    shares += share;
    norm += share * sum;
    normSquare += share * sum * sum;
  }

  /// `E[X]`.
  double[] mean() {
    return DoubleStream.of(mean).map(sum -> sum / shares).toArray();
  }

  /// The variance of each component of X.
  double[] variance() {
    double[] variance = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double m = mean[i] / shares;
      variance[i] = Math.max(0, square[i] / shares - m * m);
    }
    return variance;
  }

  /// E‖X‖².
  double norm() {
    return norm / shares;
  }

  /// The standard deviation of ‖X‖².
  double normDeviation() {
    return Math.sqrt(Math.max(0, normSquare / shares - norm() * norm()));
  }
}
