package uphill.env.wrap;

import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Shows another observation: f(s) for s.
public final class TransformObservation implements Wrapper {

  private final Env world;
  private final Space space;
  private final Transform f;
  private final Step inside;

  /// What makes one observation of another.
  @FunctionalInterface
  public interface Transform {
    /// Reads what the world shows, and fills what is shown of it.
    void apply(float[] observation, float[] shown);
  }

  /// @param space what f fills
  /// @param f must always give the same for the same
  public TransformObservation(Env world, Space space, Transform f) {
    this.world = world;
    this.space = space;
    this.f = f;
    inside = new Step(world.observationSpace().size());
  }

  @Override
  public boolean keepsMeaning() {
    return false;
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, inside.observation);
    f.apply(inside.observation, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, inside);
    step.set(inside.reward, inside.ending);
    f.apply(inside.observation, step.observation);
  }

  @Override
  public Env world() {
    return world;
  }
}
