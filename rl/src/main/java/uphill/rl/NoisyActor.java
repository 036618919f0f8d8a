package uphill.rl;

import uphill.env.Space;
import uphill.kernel.Rng;

/// Acts as another does, with noise.
///
/// ```text
/// a ← clamp(a + σ·½(high − low)·ξ, low, high)          ξ ~ N(0, 1), for each component
/// ```
///
/// So σ is measured as actions in [−1, 1] are.
public final class NoisyActor implements Actor {

  private final Actor actor;
  private final Space.Box box;
  private final double std;

  /// @param actor whose actions are changed; it draws first
  /// @param std σ
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds, or a σ that is
  ///   negative or not finite
  public NoisyActor(Actor actor, Space actions, double std) {
    if (!(std >= 0 && std < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise has a deviation of at least 0, got " + std);
    }
    this.actor = actor;
    box = bounded(actions);
    this.std = std;
  }

  @Override
  public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
    actor.read(inputs, at, mask, maskAt, rows);
  }

  @Override
  public void sample(int row, Rng random, float[] action, int at) {
    actor.sample(row, random, action, at);
    for (int j = 0; j < box.size(); j++) {
      add(box, j, std * random.standardNormal(), action, at);
    }
  }

  /// Adds noise to component j of the action that begins at `at`.
  ///
  /// @param noise as actions in [−1, 1] are measured
  static void add(Space.Box box, int j, double noise, float[] action, int at) {
    double low = box.low()[j];
    double high = box.high()[j];
    action[at + j] = (float) Math.clamp(action[at + j] + 0.5 * (high - low) * noise, low, high);
  }

  /// The box whose bounds noise is measured by.
  ///
  /// @throws IllegalArgumentException for actions that are no Box of finite bounds
  static Space.Box bounded(Space actions) {
    if (!(actions instanceof Space.Box box) || !box.bounded()) {
      throw new IllegalArgumentException(
          "noise is measured by the bounds of a Box, got %s: give the environment's actions finite bounds, or take an algorithm that draws its actions, such as vpg"
              .formatted(actions));
    }
    return box;
  }

  @Override
  public void ended(int row) {
    actor.ended(row);
  }
}
