package uphill.env.wrap;

import java.util.Arrays;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Takes any real numbers for actions, and clips them to the world's bounds; Gymnasium's
/// `ClipAction`.
///
/// ```text
/// a ∈ ℝⁿ      inside: min(max(a, low), high)
/// ```
public final class ClipAction implements Wrapper {

  private final Env world;
  private final Space.Box inside;
  private final Space.Box outside;
  private final float[] clipped;

  /// @throws IllegalArgumentException if actions are not in a box with bounds
  public ClipAction(Env world) {
    this.world = world;
    inside = Boxes.boundedActions(world, "clip_action");
    clipped = new float[inside.size()];
    float[] low = new float[clipped.length];
    float[] high = new float[clipped.length];
    Arrays.fill(low, Float.NEGATIVE_INFINITY);
    Arrays.fill(high, Float.POSITIVE_INFINITY);
    outside = new Space.Box(low, high);
  }

  @Override
  public Space actionSpace() {
    return outside;
  }

  @Override
  public void step(float[] action, Step step) {
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.min(Math.max(action[i], inside.low()[i]), inside.high()[i]);
    }
    world.step(clipped, step);
  }

  @Override
  public Env world() {
    return world;
  }
}
