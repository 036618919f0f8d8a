package uphill.rl.data;

import java.util.Locale;

/// Rows that are only ever appended: a ring as the tail of a log. Row k is the k-th ever added, and
/// the last `capacity` rows are held.
///
/// Being appended to and never changed, a log is saved as it grows: each row is written once,
/// however many checkpoints there are.
public final class RowLog {

  private final int floats;
  private final int capacity;
  private final float[] rows;
  private long added;

  /// An empty log.
  ///
  /// @param floats numbers of a row
  /// @param capacity rows that are held, at most
  public RowLog(int floats, int capacity) {
    if (floats < 1 || capacity < 1 || (long) floats * capacity > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a log of %d rows of %d numbers is %s: take a smaller capacity",
              capacity,
              floats,
              floats < 1 || capacity < 1 ? "empty" : "more than an array holds"));
    }
    this.floats = floats;
    this.capacity = capacity;
    rows = new float[floats * capacity];
  }

  /// Adds a row, which begins at element `at` of `from`.
  public void add(float[] from, int at) {
    System.arraycopy(from, at, rows, at(added), floats);
    added++;
  }

  /// Numbers of a row.
  public int floats() {
    return floats;
  }

  /// Rows that were ever added.
  public long added() {
    return added;
  }

  /// Rows that are held, at most.
  public int capacity() {
    return capacity;
  }

  /// Rows that are held.
  public int held() {
    return (int) Math.min(added, capacity);
  }

  /// The rows that are held, [capacity, floats], row k at [#at(long)]. The array itself.
  public float[] rows() {
    return rows;
  }

  /// Where row k begins.
  public int at(long k) {
    return (int) (k % capacity) * floats;
  }

  /// Goes on as if rows 0 … added−1 had been added; those that are held are then given in order, by
  /// [#add(float[], int)] from row added − held on.
  public void goBackTo(long added) {
    this.added = added;
  }
}
