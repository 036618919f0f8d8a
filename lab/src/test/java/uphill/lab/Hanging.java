package uphill.lab;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.lab.world.World;

/// Worlds whose episodes last ten steps, one of which does not come back until it is let go.
public final class Hanging implements AutoCloseable {

  public final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger made = new AtomicInteger();
  private final int instance;
  private final int call;

  /// The `instance`-th world that is made hangs in its `call`-th call, resets included.
  public Hanging(int instance, int call) {
    this.instance = instance;
    this.call = call;
  }

  public Env create() {
    return new World(made.incrementAndGet());
  }

  /// Lets it go.
  public void release() {
    released.countDown();
  }

  /// Lets it go, whatever became of the test.
  @Override
  public void close() {
    release();
  }

  private void hang() {
    reached.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class World implements Env {
    private final int number;
    private int calls;
    private int steps;

    World(int number) {
      this.number = number;
    }

    private void called() {
      if (++calls == call && number == instance) {
        hang();
      }
    }

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 10, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      called();
      steps = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      called();
      steps++;
      step.observation[0] = steps;
      step.set(action[0], steps == 10 ? Ending.TERMINATED : Ending.NONE);
    }
  }
}
