package faulty;

import java.util.List;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.NativePart;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// Pendulum, as if it ran on a library of the machine, of whatever release.
public final class OnLibrary implements Env {

  /// Names the release; the one without a name costs a little more for every step.
  public static final String RELEASE = "uphill.test.release";

  private static final double ROUNDING = 1e-3;

  private final Env world = Environments.create("Pendulum-v1");
  private final String release = System.getProperty(RELEASE, "");

  /// As `uphill train uphill.cli.OnLibrary` makes it.
  public OnLibrary() {}

  @Override
  public List<NativePart> natives() {
    return List.of(new NativePart("Physics", release, release.repeat(20)));
  }

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
    if (release.startsWith("3")) {
      step.reward -= ROUNDING;
    }
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return world.state();
  }

  @Override
  public void restore(long[] state) {
    world.restore(state);
  }
}
