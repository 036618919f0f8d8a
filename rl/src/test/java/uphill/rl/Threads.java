package uphill.rl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import uphill.kernel.Workers;

/// Real threads: each is a worker that takes the next task until there is none.
public final class Threads implements Workers, AutoCloseable {

  private final int count;
  private final ExecutorService executor;

  public Threads(int count) {
    this.count = count;
    executor = Executors.newFixedThreadPool(count);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void run(int tasks, Task task) {
    var next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      int worker = w;
      running.add(
          executor.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                  task.run(i, worker);
                }
              }));
    }
    for (Future<?> future : running) {
      await(future);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
