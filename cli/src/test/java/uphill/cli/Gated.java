package uphill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// CartPole that waits in the middle of a training for as long as a test wants: at one of its
/// steps, counted over all environments, it creates a file, and goes on when somebody has deleted
/// it.
public final class Gated implements Env {

  private static final String GATE = "uphill.test.gate";
  private static final String STEP = "uphill.test.step";
  private static final long LOOK_NANOSECONDS = 1_000_000;
  private static final AtomicLong STEPS = new AtomicLong();

  private final Env world = Environments.create("CartPole-v1");

  /// As `uphill train uphill.cli.Gated` makes it.
  public Gated() {}

  /// The flags of a process that waits at this step.
  static List<String> flags(Path gate, long step) {
    return List.of(
        "-D%s=%s".formatted(GATE, gate), String.format(Locale.ROOT, "-D%s=%d", STEP, step));
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
    if (STEPS.incrementAndGet() == Long.getLong(STEP, 0)) {
      await(Path.of(System.getProperty(GATE, "")));
    }
    world.step(action, step);
  }

  private static void await(Path gate) {
    try {
      Files.createFile(gate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (Files.exists(gate)) {
      LockSupport.parkNanos(LOOK_NANOSECONDS);
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
