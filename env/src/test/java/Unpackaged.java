import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// A world without a package.
@SuppressWarnings("DefaultPackage") // that is what is tested
public final class Unpackaged implements Env {

  /// It needs nothing.
  public Unpackaged() {}

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(2);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    observation[0] = 0;
  }

  @Override
  public void step(float[] action, Step step) {
    step.observation[0] = 1;
    step.set(action[0], Ending.TERMINATED);
  }
}
