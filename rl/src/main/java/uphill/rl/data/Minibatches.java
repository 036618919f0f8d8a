package uphill.rl.data;

import java.util.Arrays;
import java.util.Locale;
import uphill.kernel.Rng;

/// Cuts the rows of a batch into minibatches, in a random order that is drawn anew for each epoch.
/// A minibatch is a range of row numbers.
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

  /// Begins an epoch over `rows` rows in minibatches of `size`, the last of which may be smaller.
  ///
  /// @param size 0: the whole batch, in its own order, for which nothing is drawn
  /// @throws IllegalArgumentException if one of them is negative
  public void begin(int rows, int size) {
    if (rows < 0 || size < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an epoch is of 0 rows or more, in minibatches of 1 row or more (0: of all), got %d"
                  + " rows in minibatches of %d",
              rows,
              size));
    }
    if (order.length < rows) {
      order = new int[rows];
      firstRows = new int[rows];
      Arrays.setAll(firstRows, i -> i);
    }
    this.rows = rows;
    this.size = Math.max(1, size == 0 ? rows : Math.min(size, rows));
    System.arraycopy(firstRows, 0, order, 0, rows);
    for (int i = size == 0 ? 0 : rows - 1; i > 0; i--) {
      int j = random.choice(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
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

  /// The rows of all minibatches, one after another. The array itself.
  public int[] order() {
    return order;
  }

  /// Where in [#order()] the rows of minibatch b begin.
  public int from(int b) {
    return b * size;
  }
}
