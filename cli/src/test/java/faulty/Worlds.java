package faulty;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import uphill.env.Space;
import uphill.env.Step;

/// Worlds that misbehave, each in its own way; `--class-path` finds them by name.
public final class Worlds {

  /// Steps that all training worlds of this process take before a fault: the first update of 2048
  /// is made by then, and its checkpoint written.
  private static final int LATER = 3_000;

  private static final int SOON = 500;

  /// Worlds of this process that are not made for an evaluation.
  private static final int TRAINING = 16;

  private static int steps;
  private static int made;

  private Worlds() {}

  private static boolean now(int step) {
    return ++steps == step;
  }

  /// Cannot be constructed.
  public record ThrowsInConstructor(Episode episode) implements Sound {
    public ThrowsInConstructor() {
      this(new Episode());
      throw new IllegalStateException("no licence for the simulator");
    }
  }

  /// Cannot be reset.
  public record ThrowsInReset(Episode episode) implements Sound {
    public ThrowsInReset() {
      this(new Episode());
    }

    @Override
    @SuppressWarnings("NullAway") // that is the fault
    public void beforeReset() {
      Objects.requireNonNull(null, "the level is missing");
    }
  }

  /// Throws in its 500th step, with a message of several lines.
  public record ThrowsInStep(Episode episode) implements Sound {
    public ThrowsInStep() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(SOON)) {
        throw new IllegalStateException("the simulator hung up\n\tat remote.Simulator(line 7)");
      }
    }
  }

  /// Throws in its 500th step, in the seed that is there first.
  public record ThrowsInOneSeed(Episode episode) implements Sound {
    public ThrowsInOneSeed() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      // Every seed has a class loader, and so a count, of its own; the properties are the
      // process's.
      if (now(SOON) && System.getProperties().putIfAbsent("faulty.thrown", "") == null) {
        throw new IllegalStateException("once");
      }
    }
  }

  /// Cannot be closed.
  public record ThrowsInClose(Episode episode) implements Sound {
    public ThrowsInClose() {
      this(new Episode());
    }

    @Override
    public void close() {
      throw new IllegalStateException("the socket is gone");
    }
  }

  /// Calls itself for ever, later.
  public record Recurses(Episode episode) implements Sound {
    public Recurses() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(LATER)) {
        afterStep(step, 0);
      }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the fault
    private static int afterStep(Step step, int depth) {
      return afterStep(step, depth + 1) + 1;
    }
  }

  /// Throws where it is evaluated.
  public record ThrowsInEvaluation(Episode episode, boolean evaluated) implements Sound {
    public ThrowsInEvaluation() {
      this(new Episode(), ++made > TRAINING);
    }

    @Override
    public void afterStep(Step step) {
      if (evaluated) {
        throw new UnsupportedOperationException("not here");
      }
    }
  }

  /// Shows what is no number, later.
  public record ShowsNaN(Episode episode) implements Sound {
    public ShowsNaN() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(LATER)) {
        step.observation[0] = Float.NaN;
      }
    }
  }

  /// Shows what is not in its space, later.
  public record LeavesItsSpace(Episode episode) implements Sound {
    public LeavesItsSpace() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(LATER)) {
        step.observation[0] = 20.5f;
      }
    }
  }

  /// Ends the process, later, as if all were well.
  public record Exits(Episode episode) implements Sound {
    public Exits() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(LATER)) {
        System.exit(0);
      }
    }
  }

  /// Leaves its thread interrupted after every call.
  public record Interrupts(Episode episode) implements Sound {
    public Interrupts() {
      this(new Episode());
    }

    @Override
    public void beforeReset() {
      Thread.currentThread().interrupt();
    }

    @Override
    public void afterStep(Step step) {
      Thread.currentThread().interrupt();
    }
  }

  /// Earns more than a float32 holds, later.
  public record EarnsTooMuch(Episode episode) implements Sound {
    public EarnsTooMuch() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      if (now(LATER)) {
        step.reward = 1e300;
      }
    }
  }

  /// Is wider than a policy reaches.
  public record IsWide(Episode episode) implements Sound {
    public IsWide() {
      this(new Episode());
    }

    @Override
    public Space actionSpace() {
      return Space.Box.of(0, 1000, 1);
    }
  }

  /// Waits for ever in its first reset.
  public record HangsInReset(Episode episode) implements Sound {
    public HangsInReset() {
      this(new Episode());
    }

    @Override
    public void beforeReset() {
      waitForEver();
    }
  }

  /// Spins for ever, later.
  public record HangsInStep(Episode episode) implements Sound {
    public HangsInStep() {
      this(new Episode());
    }

    @Override
    public void afterStep(Step step) {
      boolean hangs = now(LATER);
      while (hangs) {
        Thread.onSpinWait();
      }
    }
  }

  /// Waits for ever where the environment variable FAULT is set.
  public record HangsWhereAsked(Episode episode) implements Sound {
    public HangsWhereAsked() {
      this(new Episode());
    }

    @Override
    public void beforeReset() {
      if (System.getenv("FAULT") != null) {
        waitForEver();
      }
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
