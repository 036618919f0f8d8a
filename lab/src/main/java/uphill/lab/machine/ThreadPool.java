package uphill.lab.machine;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import uphill.kernel.Workers;

/// [Workers] on threads of their own; the calling thread is worker 0.
///
/// Whoever is free takes the next task, because on a shared machine a core may be held up at any
/// time. A worker that waits spins for some microseconds, then parks: it must not take a core from
/// anyone.
public final class ThreadPool implements Workers, AutoCloseable {

  /// Workers at most: more than the processors of the largest machines.
  public static final int MOST = 1024;

  private static final int SPINS = 2000;

  private final Thread[] threads;
  private volatile int round;
  private volatile boolean closed;
  private final AtomicInteger next = new AtomicInteger();
  private int tasks;
  private Task task = (_, _) -> {};
  private final Slot[] slots;

  /// How far one worker is.
  private static final class Slot {
    volatile int done;
    volatile @Nullable Throwable failure;
    int failed; // the task; read after `failure`
  }

  private volatile @Nullable Thread waiting;

  /// A pool of `count` workers, the calling thread included.
  public ThreadPool(int count) {
    slots = new Slot[checked(count)];
    threads = new Thread[count];
    for (int w = 0; w < count; w++) {
      slots[w] = new Slot();
    }
    for (int w = 1; w < count; w++) {
      int worker = w;
      threads[w] =
          Thread.ofPlatform().daemon().name("uphill-worker-" + w).unstarted(() -> work(worker));
      threads[w].start();
    }
  }

  /// A number of threads, if it can be one.
  ///
  /// @throws IllegalArgumentException if it is not in [1, [#MOST]]
  public static int checked(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "threads must be in [1, %d], got %d", MOST, threads));
    }
    return threads;
  }

  @Override
  public int count() {
    return slots.length;
  }

  @Override
  public void run(int tasks, Task task) {
    if (tasks <= 1 || slots.length == 1) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    this.tasks = tasks;
    this.task = task;
    next.set(0);
    waiting = Thread.currentThread();
    int started = round + 1;
    round = started;
    for (int w = 1; w < slots.length; w++) {
      LockSupport.unpark(threads[w]);
    }
    runTasks(0);
    for (int w = 1; w < slots.length; w++) {
      await(w, started);
    }
    waiting = null;
    rethrow();
  }

  private void await(int worker, int round) {
    int spins = 0;
    while (slots[worker].done != round) {
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  /// Throws what the first task that failed has thrown. Tasks are taken in order, so that is the
  /// same one for any number of workers.
  private void rethrow() {
    Throwable failure = null;
    int first = Integer.MAX_VALUE;
    for (Slot slot : slots) {
      if (slot.failure != null && slot.failed < first) {
        failure = slot.failure;
        first = slot.failed;
      }
      slot.failure = null;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  private void work(int worker) {
    int seen = 0;
    while (!closed) {
      int spins = 0;
      while (round == seen && !closed) {
        if (spins++ < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (!closed) {
        seen = round;
        runTasks(worker);
        slots[worker].done = seen;
        LockSupport.unpark(waiting);
      }
    }
  }

  private void runTasks(int worker) {
    int i = next.getAndIncrement();
    try {
      for (; i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (RuntimeException | Error e) {
      slots[worker].failed = i;
      slots[worker].failure = e;
    }
  }

  @Override
  public void close() {
    closed = true;
    for (int w = 1; w < threads.length; w++) {
      LockSupport.unpark(threads[w]);
    }
  }
}
