package uphill.box2d;

import java.util.function.Supplier;

/// Flies or walks an episode, as `bench/peers/record_box2d.py` does: in float64, from the float32
/// that it sees.
interface Pilot {

  /// Fills an action.
  void act(float[] seen, float[] action);

  /// The one for a world.
  static Supplier<Pilot> of(String world) {
    return switch (world) {
      case "LunarLander-v3" -> () -> new LanderPilot(false);
      case "LunarLanderContinuous-v3" -> () -> new LanderPilot(true);
      default -> WalkerPilot::new;
    };
  }
}
