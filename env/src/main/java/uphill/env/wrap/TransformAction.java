package uphill.env.wrap;

import uphill.env.Env;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Takes other actions: f(a) inside for a.
public final class TransformAction implements Wrapper {

  private final Env world;
  private final Space space;
  private final TransformObservation.Transform f;
  private final float[] inside;

  /// @param space of the actions that are taken
  /// @param f reads one, and fills the world's; it must always give the same for the same
  /// @throws IllegalArgumentException if the world says which actions it allows: of others, nobody
  ///   knows
  public TransformAction(Env world, Space space, TransformObservation.Transform f) {
    this.world = world;
    Boxes.requireUnmasked(world, "TransformAction");
    this.space = space;
    this.f = f;
    inside = new float[world.actionSpace().size()];
  }

  @Override
  public boolean keepsMeaning() {
    return false;
  }

  @Override
  public Space actionSpace() {
    return space;
  }

  @Override
  public void step(float[] action, Step step) {
    f.apply(action, inside);
    world.step(inside, step);
  }

  @Override
  public Env world() {
    return world;
  }
}
