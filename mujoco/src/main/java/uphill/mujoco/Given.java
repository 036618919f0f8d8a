package uphill.mujoco;

import org.jspecify.annotations.Nullable;
import uphill.env.Arguments;
import uphill.mujoco.engine.Model;

/// What a robot is made with.
///
/// @param id `Hopper-v5`, say
/// @param model compiled
/// @param motors the model's
/// @param v5 whether it is Gymnasium's version 5, and not 4
/// @param arguments by Gymnasium's names; null where it is made as registered
record Given(String id, Model model, Motors motors, boolean v5, @Nullable Arguments arguments) {

  /// Its body in motion.
  ///
  /// @param frameSkip steps of physics in one of the environment
  /// @param remembered numbers that a step needs of the state before it
  Mechanics mechanics(int frameSkip, int remembered) {
    return new Mechanics(id, model, frameSkip, remembered);
  }

  double number(String name, double otherwise) {
    return arguments == null ? otherwise : arguments.number(name, otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return arguments == null ? otherwise : arguments.flag(name, otherwise);
  }

  /// Two numbers, the lower first.
  double[] range(String name, double low, double high) {
    double[] range =
        arguments == null ? new double[] {low, high} : arguments.numbers(name, low, high);
    if (!(range[0] <= range[1])) {
      throw new IllegalArgumentException(
          "%s: argument \"%s\" must be two numbers, the lower first, got %s/%s"
              .formatted(id, name, range[0], range[1]));
    }
    return range;
  }

  /// How far an episode begins from the model's initial state.
  double noise(double otherwise) {
    double scale = number("reset_noise_scale", otherwise);
    if (scale < 0) {
      throw new IllegalArgumentException(
          "%s: argument \"reset_noise_scale\" must not be negative, got %s".formatted(id, scale));
    }
    return scale;
  }

  /// Whether an observation leaves out where the robot is: it must walk alike everywhere.
  boolean placeless() {
    return flag("exclude_current_positions_from_observation", true);
  }
}
