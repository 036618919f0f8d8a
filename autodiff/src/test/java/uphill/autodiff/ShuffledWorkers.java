package uphill.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import uphill.kernel.Rng;
import uphill.kernel.Workers;

/// Real threads that are dealt the tasks in a scrambled order: on what no result may depend.
record ShuffledWorkers(int count, Rng random) implements Workers {

  static Workers of(int count) {
    return new ShuffledWorkers(count, Rng.seeded(count));
  }

  @Override
  public void run(int tasks, Task task) {
    int[] order = random.permutation(tasks);
    List<Future<?>> running = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(count)) {
      for (int w = 0; w < count; w++) {
        int worker = w;
        running.add(
            threads.submit(
                () -> {
                  for (int i = worker; i < tasks; i += count) {
                    task.run(order[i], worker);
                  }
                }));
      }
    }
    for (Future<?> done : running) {
      try {
        done.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
