package uphill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import uphill.lab.RunInterrupted;
import uphill.lab.RunResult;

/// Runs side by side on the cores. Where one fails or is interrupted, the others save their state
/// at the end of their update too, and those that wait do not begin.
final class SideBySide {

  private final AtomicBoolean over = new AtomicBoolean();

  /// Whether a run should save its state and end.
  boolean isOver() {
    return over.get();
  }

  /// Carries them out, so many at a time.
  ///
  /// @throws RunInterrupted if they were interrupted; it tells of every one
  List<RunResult> run(List<Callable<RunResult>> runs, int atATime)
      throws IOException, InterruptedException {
    List<RunResult> results = new ArrayList<>();
    List<RunInterrupted> interrupted = new ArrayList<>();
    Throwable failure = null;
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(atATime, runs.size())))) {
      List<Future<RunResult>> running = new ArrayList<>();
      for (Callable<RunResult> run : runs) {
        running.add(pool.submit(() -> isOver() ? null : attempt(run)));
      }
      for (Future<RunResult> run : running) {
        try {
          RunResult result = run.get();
          if (result != null) {
            results.add(result);
          }
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RunInterrupted one) {
            interrupted.add(one);
          } else if (failure == null) {
            failure = e.getCause();
          }
        }
      }
    }
    switch (failure) {
      case null -> {}
      case IOException io -> throw io;
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
    if (!interrupted.isEmpty()) {
      throw RunInterrupted.all(interrupted, runs.size() - interrupted.size() - results.size());
    }
    return results;
  }

  /// Carries one out; where that fails, no other begins after it.
  private RunResult attempt(Callable<RunResult> run) throws Exception {
    try {
      return run.call();
    } catch (Throwable e) {
      over.set(true);
      throw e;
    }
  }
}
