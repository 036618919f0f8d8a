package uphill.rl;

/// Visits numbers that an agent's future depends on. One listing saves and restores them, so the
/// two cannot differ.
public interface State {

  /// Counters, in place.
  void longs(String name, long[] values);

  /// Numbers, in place.
  void floats(String name, float[] values);
}
