package uphill.env.wrap;

import uphill.env.Env;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Takes actions of one interval for all components, and stretches it to the world's bounds;
/// Gymnasium's `RescaleAction`.
///
/// ```text
/// a ∈ [min, max]ⁿ      inside: low + (high − low)·(a − min)/(max − min)
/// ```
///
/// Actions beyond the interval go beyond the bounds, and the world does what it does with such.
public final class RescaleAction implements Wrapper {

  private final Env world;
  private final Space.Box inside;
  private final Space.Box outside;
  private final double min;
  private final double max;
  private final float[] rescaled;

  /// @throws IllegalArgumentException if actions are not in a box with bounds, or min is not below
  ///   max
  public RescaleAction(Env world, double min, double max) {
    this.world = world;
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "rescale_action needs two numbers, the lower first, got %s and %s".formatted(min, max));
    }
    this.min = min;
    this.max = max;
    inside = Boxes.boundedActions(world, "rescale_action");
    rescaled = new float[inside.size()];
    outside = Space.Box.of(min, max, rescaled.length);
  }

  @Override
  public boolean keepsMeaning() {
    return false;
  }

  @Override
  public Space actionSpace() {
    return outside;
  }

  @Override
  public void step(float[] action, Step step) {
    for (int i = 0; i < rescaled.length; i++) {
      double low = inside.low()[i];
      double high = inside.high()[i];
      rescaled[i] = (float) (low + (high - low) * ((action[i] - min) / (max - min)));
    }
    world.step(rescaled, step);
  }

  @Override
  public Env world() {
    return world;
  }
}
