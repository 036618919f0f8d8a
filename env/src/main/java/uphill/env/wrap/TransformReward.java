package uphill.env.wrap;

import java.util.function.DoubleUnaryOperator;
import uphill.env.Env;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Gives another reward: f(r) for r. Returns, scores and thresholds are then those of f(r).
public final class TransformReward implements Wrapper {

  private final Env world;
  private final DoubleUnaryOperator f;

  /// @param f must always give the same for the same
  public TransformReward(Env world, DoubleUnaryOperator f) {
    this.world = world;
    this.f = f;
  }

  /// c·r.
  ///
  /// @throws IllegalArgumentException if c is 0, or not finite
  public static TransformReward scaled(Env world, double c) {
    if (c == 0 || !Double.isFinite(c)) {
      throw new IllegalArgumentException("scale_reward must be finite and not 0, got " + c);
    }
    return new TransformReward(world, r -> c * r);
  }

  /// min(max(r, low), high).
  ///
  /// @throws IllegalArgumentException if low is not below high
  public static TransformReward clipped(Env world, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "clip_reward needs two numbers, the lower first, got %s and %s".formatted(low, high));
    }
    return new TransformReward(world, r -> Math.clamp(r, low, high));
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
    step.reward = f.applyAsDouble(step.reward);
  }

  @Override
  public Env world() {
    return world;
  }
}
