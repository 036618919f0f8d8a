package uphill.env;

/// How a step left its episode.
public enum Ending {
  /// The episode goes on.
  NONE,
  /// The world ended: the future is worth nothing.
  TERMINATED,
  /// Someone's limit cut the episode off: the future is worth V(true last observation).
  TRUNCATED,
  /// The batch ended first; the episode itself goes on. Worlds never say this, samplers do.
  CUT;

  /// Whether nothing of this episode follows in the data.
  public boolean ended() {
    return this != NONE;
  }
}
