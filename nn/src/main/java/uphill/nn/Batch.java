package uphill.nn;

/// Columns of data by name, [rows, ·] each, as programs read them. A column may be another array
/// after it has grown, so whoever reads asks anew each time.
@FunctionalInterface
public interface Batch {

  /// The column of this name. The array itself.
  ///
  /// @throws IllegalArgumentException if there is none
  float[] column(String name);

  /// Which of the environment steps of its agent's life row i was made by, counted from 0: whoever
  /// explains what was learnt from a memory knows the action again by it. −1 where that is not
  /// known.
  default long step(int row) {
    return -1;
  }
}
