package uphill.rl;

/// Mean and variance of all rows so far, Welford 1962: in double precision, row by row in their
/// order, so equal rows give equal bits however they were gathered.
///
/// ```text
/// δ = x − mean      mean ← mean + δ/n      M₂ ← M₂ + δ·(x − mean)      variance = M₂/n
/// ```
final class RunningMoments {

  private final int columns;
  private final long[] count = new long[1];

  // The bits of doubles, as a State visits them.
  private final long[] mean;
  private final long[] squares;

  /// Of no rows.
  RunningMoments(int columns) {
    this.columns = columns;
    mean = new long[columns];
    squares = new long[columns];
  }

  /// Adds rows [rows, columns].
  void add(float[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      count[0]++;
      for (int j = 0; j < columns; j++) {
        add(j, values[i * columns + j]);
      }
    }
  }

  /// Adds a row of one column.
  void add(double value) {
    count[0]++;
    add(0, value);
  }

  private void add(int j, double x) {
    double before = mean(j);
    double delta = x - before;
    double after = before + delta / count[0];
    mean[j] = Double.doubleToRawLongBits(after);
    squares[j] =
        Double.doubleToRawLongBits(Double.longBitsToDouble(squares[j]) + delta * (x - after));
  }

  /// Rows so far.
  long count() {
    return count[0];
  }

  /// Of a column; 0 if there are no rows.
  double mean(int j) {
    return Double.longBitsToDouble(mean[j]);
  }

  /// Of a column, divided by n; 0 if there are no rows.
  double variance(int j) {
    return Double.longBitsToDouble(squares[j]) / Math.max(1, count[0]);
  }

  /// Names its numbers.
  void state(String name, State state) {
    state.longs(name + "_count", count);
    state.longs(name + "_mean", mean);
    state.longs(name + "_squares", squares);
  }
}
