package uphill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// Pendulum that cannot save its state, so that a run in it is resumed by taking all its steps
/// again.
public final class Forgetful implements Env {

  /// Names a file that appears with the first step in this process.
  static final String STEPPED = "uphill.test.stepped";

  private static final AtomicBoolean FIRST = new AtomicBoolean(true);

  private final Env world = Environments.create("Pendulum-v1");

  /// As `uphill train uphill.cli.Forgetful` makes it.
  public Forgetful() {}

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
    String file = System.getProperty(STEPPED);
    if (file != null && FIRST.getAndSet(false)) {
      create(Path.of(file));
    }
    world.step(action, step);
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
