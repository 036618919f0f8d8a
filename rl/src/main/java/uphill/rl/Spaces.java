package uphill.rl;

import uphill.env.Space;

/// Which spaces policies can act in.
final class Spaces {

  private Spaces() {}

  /// Network outputs that describe a distribution over this space.
  static int policyOutputs(Space actions) {
    return switch (actions) {
      case Space.Discrete discrete -> discrete.n();
      case Space.Box box -> box.size();
      case Space.MultiDiscrete _, Space.MultiBinary _ -> throw unsupported(actions);
    };
  }

  static IllegalArgumentException unsupported(Space actions) {
    return new IllegalArgumentException(
        "policies act in Discrete and Box spaces, got %s; number its combinations as one"
                .formatted(actions)
            + " Discrete space in the environment");
  }
}
