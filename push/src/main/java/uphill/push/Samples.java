package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// State-action pairs, in double precision, as columns.
///
/// @param rows n
/// @param observation s, [rows, inputs]
/// @param action a, [rows, actionSize]; a discrete one is its index
/// @param mask what s allows, [rows, outputs]: added to the logits; empty where everything is
public record Samples(int rows, double[] observation, double[] action, double[] mask) {

  /// Samples of a world that masks nothing.
  public Samples(int rows, double[] observation, double[] action) {
    this(rows, observation, action, new double[0]);
  }

  /// The action of a sample.
  public double[] action(int i) {
    return row(action, i);
  }

  /// What the state of a sample allows; empty where that is everything.
  double[] mask(int i) {
    return row(mask, i);
  }

  /// The first rows of columns in single precision.
  public static Samples of(int rows, float[] observation, float[] action, int inputs, int size) {
    return new Samples(rows, doubles(observation, rows * inputs), doubles(action, rows * size));
  }

  /// The same samples, of states that allow what this column in single precision says.
  ///
  /// @param mask of these rows first; empty where everything is allowed
  /// @param choices its numbers for each
  public Samples allowing(float[] mask, int choices) {
    return new Samples(rows, observation, action, doubles(mask, rows * choices));
  }

  /// The outputs of a network for a sample as logits: with its mask, if there is one.
  double[] masked(int i, double[] y) {
    if (mask.length == 0) {
      return y;
    }
    double[] logits = y.clone();
    Vectors.add(1, row(mask, i), logits);
    return logits;
  }

  /// One of them alone.
  Samples only(int i) {
    return new Samples(1, row(observation, i), row(action, i), row(mask, i));
  }

  /// The state of a sample, and what it allows, to be compared with others.
  List<Double> state(int i) {
    List<Double> state = new ArrayList<>();
    for (double[] part : new double[][] {row(observation, i), mask(i)}) {
      for (double x : part) {
        state.add(x);
      }
    }
    return state;
  }

  /// Some of them, in this order.
  Samples some(int... which) {
    return new Samples(
        which.length, rows(observation, which), rows(action, which), rows(mask, which));
  }

  private double[] rows(double[] column, int... which) {
    int size = column.length / rows;
    double[] some = new double[which.length * size];
    for (int k = 0; k < which.length; k++) {
      System.arraycopy(column, which[k] * size, some, k * size, size);
    }
    return some;
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
