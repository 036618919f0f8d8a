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

  /// Its number in saved states and files: 0, 1, 2, 3, whatever becomes of the order above.
  public int code() {
    return switch (this) {
      case NONE -> 0;
      case TERMINATED -> 1;
      case TRUNCATED -> 2;
      case CUT -> 3;
    };
  }

  /// The one with this [#code()].
  ///
  /// @throws IllegalArgumentException if there is none
  public static Ending ofCode(long code) {
    for (Ending ending : values()) {
      if (ending.code() == code) {
        return ending;
      }
    }
    throw new IllegalArgumentException("no ending has code " + code);
  }
}
