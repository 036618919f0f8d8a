package uphill.env;

import java.util.List;

/// The environments that this process knows.
public final class Environments {

  private Environments() {}

  /// All of them, in alphabetical order.
  public static List<EnvSpec> all() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// The one of this name, ready to use: with its time limit.
  public static Env create(String id) {
    throw new UnsupportedOperationException("not written yet: " + id);
  }
}
