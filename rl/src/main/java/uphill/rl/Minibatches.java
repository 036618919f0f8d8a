package uphill.rl;

import java.util.Arrays;
import uphill.kernel.Rng;

/// Cuts the rows of a batch into minibatches, in a random order that is drawn anew for each epoch.
/// A minibatch is a gather by row number.
public final class Minibatches {

  private final Rng random;
  private int[] order = {};
  private int[] firstRows = {};
  private int rows;
  private int size;

  /// @param random draws the orders
  public Minibatches(Rng random) {
    this.random = random;
  }

  /// Begins an epoch over `rows` rows in minibatches of `size`, the last of which may be smaller; 0
  /// means the whole batch at once, in its own order.
  public void begin(int rows, int size) {
    if (order.length < rows) {
      order = new int[rows];
      firstRows = new int[rows];
      Arrays.setAll(firstRows, i -> i);
    }
    this.rows = rows;
    this.size = size == 0 ? rows : Math.min(size, rows);
    System.arraycopy(firstRows, 0, order, 0, rows);
    if (size != 0) {
      for (int i = rows - 1; i > 0; i--) {
        int j = random.choice(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
    }
  }

  /// Minibatches of this epoch.
  public int count() {
    return (rows + size - 1) / size;
  }

  /// Rows of minibatch b.
  public int rows(int b) {
    return Math.min(size, rows - b * size);
  }

  /// Fills `to` with the rows of minibatch b. Shapes: from [rows, columns], to [rows(b), columns].
  public void gather(int b, int columns, float[] from, float[] to) {
    int n = rows(b);
    for (int k = 0; k < n; k++) {
      System.arraycopy(from, order[b * size + k] * columns, to, k * columns, columns);
    }
  }
}
