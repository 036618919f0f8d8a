package uphill.rl;

/// How much of a training lies behind.
///
/// @param done rounds learnt from
/// @param total rounds of the whole training
public record Progress(long done, long total) {

  /// Checks that nothing lies behind the end.
  public Progress {
    if (done < 0 || done > total || total < 1) {
      throw new IllegalArgumentException(
          "%s rounds of %s are no progress".formatted(Long.toString(done), Long.toString(total)));
    }
  }

  /// What falls from 1 at the beginning to 0 at the end.
  public double remaining() {
    return 1 - (double) done / total;
  }
}
