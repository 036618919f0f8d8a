package uphill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// Pendulum that keeps more and more memory, up to a bound: the longer a training, the more.
public final class Hoarder implements Env {

  private static final int FIRST = 300; // steps without, over all environments
  private static final int LAST = 700;
  private static final int KEPT = 1 << 18; // bytes for each step between
  private static final AtomicLong STEPS = new AtomicLong();

  private final Env world = Environments.create("Pendulum-v1");
  private final List<byte[]> kept = new ArrayList<>();

  /// As `uphill train uphill.cli.Hoarder` makes it.
  public Hoarder() {}

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
    long now = STEPS.incrementAndGet();
    if (now >= FIRST && now < LAST) {
      kept.add(new byte[KEPT]);
    }
    world.step(action, step);
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
