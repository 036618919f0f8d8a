package uphill.push;

import java.util.Arrays;
import uphill.autodiff.Jacobian;

/// Errors sent back through a network of any operations: Jᵢᵀeᵢ in full, of one sample after the
/// other, each time that it is asked for. A sample costs about a pass forward and one back each
/// time, and |θ| numbers; some of them at once no more than [#MOST_NUMBERS].
final class TracedBackward implements BackwardPass {

  /// Numbers of gradients that are held at a time, unless that of one sample has more: 8 MB.
  private static final int MOST_NUMBERS = 1 << 20;

  private final TracedForward forward;
  private final ScoreModel model;
  private final double[][] outputs;
  private final double[][] logStd; // or none
  private int kept = -1;
  private double[] keptGradient = {};

  TracedBackward(TracedForward forward, double[][] outputs, double[][] logStd) {
    this.forward = forward;
    this.model = forward.model();
    this.outputs = outputs;
    this.logStd = logStd;
  }

  @Override
  public int rows() {
    return outputs.length;
  }

  @Override
  public int size() {
    return model.size();
  }

  @Override
  public double[] output(int i) {
    return outputs[i];
  }

  @Override
  public double[] logStd(int i) {
    return logStd.length == 0 ? new double[0] : logStd[i];
  }

  /// Told Jᵢᵀeᵢ of sample i, the n-th of some; the array is used again.
  @FunctionalInterface
  private interface OfSample {
    void is(int n, double[] gradient);
  }

  private void each(int[] samples, OfSample sample) {
    double[] gradient = new double[model.size()];
    forward.inBlocks(
        samples,
        (from, count) -> {
          for (int n = 0; n < count; n++) {
            int i = samples[from + n];
            Arrays.fill(gradient, 0);
            forward.jacobian().pull(n, outputs[i], gradient);
            addLogStd(i, 1, gradient);
            sample.is(from + n, gradient);
          }
        });
  }

  private void addLogStd(int i, double factor, double[] sum) {
    double[] own = logStd(i);
    for (int j = 0; j < own.length; j++) {
      sum[model.logStdAt() + j] += factor * own[j];
    }
  }

  @Override
  public void along(int[] samples, double[] d, double[] speed) {
    each(samples, (n, gradient) -> speed[samples[n]] = Vectors.dot(gradient, d));
  }

  @Override
  public void add(int[] samples, double scale, double[] weight, double[] sum) {
    Jacobian jacobian = forward.jacobian();
    int columns = jacobian.outputs();
    forward.inBlocks(
        samples,
        (from, count) -> {
          double[] errors = new double[count * columns];
          for (int n = 0; n < count; n++) {
            int i = samples[from + n];
            double factor = scale * weight[i];
            for (int k = 0; k < columns; k++) {
              errors[n * columns + k] = factor * outputs[i][k];
            }
            addLogStd(i, factor, sum);
          }
          jacobian.pull(errors, sum);
        });
  }

  @Override
  public double[] products(BackwardPass other, double[] p) {
    int[] all = new int[rows()];
    Arrays.setAll(all, i -> i);
    return products(all, other, all, p);
  }

  @Override
  public double[] products(int[] mine, BackwardPass other, int[] theirs, double[] p) {
    TracedBackward others = traced(other);
    double[] products = new double[mine.length];
    int most = Math.clamp(MOST_NUMBERS / model.size(), 1, Jacobian.ROWS);
    double[][] gradients = new double[Math.min(most, mine.length)][model.size()];
    for (int first = 0; first < mine.length; first += most) {
      int from = first;
      int to = Math.min(mine.length, from + most);
      each(
          Arrays.copyOfRange(mine, from, to),
          (n, gradient) -> gradients[n] = Vectors.times(p, gradient));
      others.each(
          Arrays.copyOfRange(theirs, from, to),
          (n, gradient) -> products[from + n] = Vectors.dot(gradients[n], gradient));
    }
    return products;
  }

  private static TracedBackward traced(BackwardPass other) {
    return switch (other) {
      case TracedBackward traced -> traced;
      case DenseBackward _ -> throw new IllegalArgumentException("errors of another network");
    };
  }

  @Override
  public double product(int i, BackwardPass other, int j) {
    double[] product = new double[1];
    double[] own = gradient(i);
    traced(other).each(new int[] {j}, (_, gradient) -> product[0] = Vectors.dot(own, gradient));
    return product[0];
  }

  @Override
  public double[][] gradients(int... samples) {
    double[][] gradients = new double[samples.length][];
    each(samples, (n, gradient) -> gradients[n] = gradient.clone());
    return gradients;
  }

  @Override
  public double[] products(int i) {
    return along(gradient(i));
  }

  private double[] gradient(int i) {
    if (kept != i) {
      keptGradient = gradients(i)[0];
      kept = i;
    }
    return keptGradient;
  }
}
