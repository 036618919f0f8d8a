package uphill.rl;

import uphill.env.Space;

/// Which spaces policies can read and act in.
final class Spaces {

  private Spaces() {}

  /// The space, if a network can read it as it is.
  static Space readable(Space observations) {
    return switch (observations) {
      case Space.Box box -> box;
      case Space.Discrete _, Space.MultiDiscrete _, Space.MultiBinary _ ->
          throw new IllegalArgumentException(
              "policies read Box observations, got %s; encode it as a Box (one component for each"
                      .formatted(observations)
                  + " value, say) in the environment");
    };
  }

  /// Network outputs that describe a distribution over this space.
  static int policyOutputs(Space actions) {
    return switch (actions) {
      case Space.Discrete discrete -> discrete.n();
      case Space.Box box -> box.size();
      case Space.MultiDiscrete _, Space.MultiBinary _ ->
          throw new IllegalArgumentException(
              "policies act in Discrete and Box spaces, got %s; number its combinations as one"
                      .formatted(actions)
                  + " Discrete space in the environment");
    };
  }
}
