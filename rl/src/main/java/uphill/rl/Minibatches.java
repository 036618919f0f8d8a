package uphill.rl;

import java.util.Arrays;
import uphill.kernel.Rng;

/// Cuts the rows of a batch into minibatches, in a random order that is drawn anew for each epoch.
/// A minibatch is a gather by row number.
final class Minibatches {

  private final Rng random;
  private final int[] order;
  private final int[] firstRows;
  private int rows;
  private int size;

  /// @param capacity rows of the largest batch
  Minibatches(int capacity, Rng random) {
    this.random = random;
    order = new int[capacity];
    firstRows = new int[capacity];
    Arrays.setAll(firstRows, i -> i);
  }

  /// Begins an epoch over `rows` rows in minibatches of `size`, the last of which may be smaller; 0
  /// means the whole batch at once, in its own order.
  void begin(int rows, int size) {
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
  int count() {
    return (rows + size - 1) / size;
  }

  /// Rows of minibatch b.
  int rows(int b) {
    return Math.min(size, rows - b * size);
  }

  /// Fills `to` with the rows of minibatch b. Shapes: from [rows, columns], to [rows(b), columns].
  void gather(int b, int columns, float[] from, float[] to) {
    int n = rows(b);
    for (int k = 0; k < n; k++) {
      System.arraycopy(from, order[b * size + k] * columns, to, k * columns, columns);
    }
  }
}
