package uphill.env.wrap;

import uphill.env.Env;
import uphill.env.Space;

/// What wrappers ask of the spaces of what they are put around.
final class Boxes {

  private Boxes() {}

  /// The actions, if they are a box with bounds.
  ///
  /// @throws IllegalArgumentException if not
  static Space.Box boundedActions(Env world, String wrapper) {
    if (world.actionSpace() instanceof Space.Box box) {
      boolean bounded = true;
      for (int i = 0; i < box.size(); i++) {
        bounded &= Float.isFinite(box.low()[i]) && Float.isFinite(box.high()[i]);
      }
      if (bounded) {
        return box;
      }
    }
    throw new IllegalArgumentException(
        "%s needs actions in a box with bounds, and here they are of %s"
            .formatted(wrapper, world.actionSpace()));
  }

  /// The observations, if they are a box.
  ///
  /// @throws IllegalArgumentException if not
  static Space.Box observations(Env world, String wrapper) {
    if (world.observationSpace() instanceof Space.Box box) {
      return box;
    }
    throw new IllegalArgumentException(
        "%s needs observations in a box, and here they are of %s"
            .formatted(wrapper, world.observationSpace()));
  }

  /// @throws IllegalArgumentException if states allow some actions and others not
  static void requireUnmasked(Env world, String wrapper) {
    if (world.masksActions()) {
      throw new IllegalArgumentException(
          "%s would do an action again that the next state may not allow: this world says which it allows"
              .formatted(wrapper));
    }
  }
}
