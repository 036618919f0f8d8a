package uphill.push;

import java.util.Arrays;
import uphill.autodiff.Jacobian;

/// The outputs of a network of any operations, for every sample, at one θ. What it needs of a
/// sample besides, it computes again when that is asked for, so nothing else is stored.
final class TracedForward implements ForwardPass {

  private final ScoreModel model;
  private final Jacobian jacobian;
  private final double[] theta;
  private final float[] taken; // x as training has it: [rows, inputs]
  private final double[] exact; // x
  private final double[][] output;

  TracedForward(ScoreModel model, Jacobian jacobian, double[] theta, Samples samples) {
    this.model = model;
    this.jacobian = jacobian;
    this.theta = theta;
    int inputs = jacobian.inputs();
    exact = new double[samples.rows() * inputs];
    taken = new float[exact.length];
    for (int i = 0; i < samples.rows(); i++) {
      double[] x = Arrays.copyOfRange(samples.observation(), i * inputs, (i + 1) * inputs);
      float[] read = new float[inputs];
      for (int k = 0; k < inputs; k++) {
        read[k] = (float) x[k];
      }
      model.normalized().ifPresent(normalized -> normalized.apply(x, read));
      System.arraycopy(x, 0, exact, i * inputs, inputs);
      System.arraycopy(read, 0, taken, i * inputs, inputs);
    }
    output = new double[samples.rows()][];
    inBlocks(
        all(),
        (from, count) -> {
          for (int n = 0; n < count; n++) {
            output[from + n] = jacobian.output(n);
          }
        });
  }

  private int[] all() {
    int[] all = new int[output.length];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /// Told that the Jacobian turned to samples from, …, from + count − 1 of some.
  @FunctionalInterface
  interface OfBlock {
    void turned(int from, int count);
  }

  /// Turns the Jacobian to these samples, one block after the other.
  void inBlocks(int[] samples, OfBlock block) {
    jacobian.at(theta);
    for (int from = 0; from < samples.length; from += Jacobian.ROWS) {
      int count = Math.min(Jacobian.ROWS, samples.length - from);
      turnTo(samples, from, count);
      block.turned(from, count);
    }
  }

  private void turnTo(int[] samples, int from, int count) {
    int inputs = jacobian.inputs();
    float[] x = new float[count * inputs];
    double[] of = new double[count * inputs];
    for (int n = 0; n < count; n++) {
      System.arraycopy(taken, samples[from + n] * inputs, x, n * inputs, inputs);
      System.arraycopy(exact, samples[from + n] * inputs, of, n * inputs, inputs);
    }
    jacobian.turnTo(count, x, of);
  }

  Jacobian jacobian() {
    return jacobian;
  }

  @Override
  public ScoreModel model() {
    return model;
  }

  @Override
  public int rows() {
    return output.length;
  }

  @Override
  public double[] output(int i) {
    return output[i];
  }

  @Override
  public BackwardPass back(double[][] outputs, double[][] logStd) {
    return new TracedBackward(this, outputs, logStd);
  }
}
