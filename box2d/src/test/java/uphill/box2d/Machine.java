package uphill.box2d;

/// What machine this is.
final class Machine {

  private Machine() {}

  /// Whether Box2D's sine is the one that the recordings were made with: the GNU C library's, on
  /// x86-64. Elsewhere a last bit may differ, and everything after it.
  static boolean isRecorders() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }
}
