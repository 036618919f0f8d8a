package uphill.mujoco.engine;

import java.io.Serial;

/// A library that cannot be used, and why: the end of a sentence.
final class UnusableLibrary extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  UnusableLibrary(String why) {
    super(why);
  }

  UnusableLibrary(String why, Throwable cause) {
    super(why, cause);
  }

  /// Why.
  String why() {
    return String.valueOf(getMessage());
  }
}
