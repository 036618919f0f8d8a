package uphill.nn;

/// Columns of data by name, [rows, ·] each, as programs read them. A column may be another array
/// after it has grown, so whoever reads asks anew each time.
@FunctionalInterface
public interface Batch {

  /// The column of this name. The array itself.
  ///
  /// @throws IllegalArgumentException if there is none
  float[] column(String name);
}
