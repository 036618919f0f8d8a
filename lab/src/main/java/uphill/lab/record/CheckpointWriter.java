package uphill.lab.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import uphill.records.GrowingFile;
import uphill.records.RunLock;
import uphill.records.WholeFiles;

/// Writes checkpoints on a thread of its own, because a disk takes longer than training should
/// wait; one at a time.
///
/// What the run's files hold up to the checkpoint is on the disk before the checkpoint is there.
public final class CheckpointWriter implements AutoCloseable {

  private final Path run;
  private final RunLock lock;
  private final int keep;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("uphill-checkpoints").factory());
  private Future<?> last = CompletableFuture.completedFuture(null);

  /// @param keep the last so many stay; 0 means all
  public CheckpointWriter(Path run, RunLock lock, int keep) {
    this.run = run;
    this.lock = lock;
    this.keep = keep;
  }

  /// Writes one, after the last; these files hold up to it.
  public void write(Checkpoint checkpoint, List<GrowingFile> files) throws IOException {
    settle();
    last =
        thread.submit(
            () -> {
              lock.requireHeld();
              for (GrowingFile file : files) {
                file.force();
              }
              checkpoint.write(run);
              prune();
              pruneLogs(checkpoint);
              return checkpoint;
            });
  }

  private void prune() throws IOException {
    List<Integer> all = Checkpoint.of(run);
    for (int update :
        keep == 0 ? List.<Integer>of() : all.subList(Math.min(keep, all.size()), all.size())) {
      WholeFiles.deleteFolder(Checkpoint.folder(run, update));
    }
  }

  /// Deletes the files of logs that no checkpoint needs any more.
  private void pruneLogs(Checkpoint written) throws IOException {
    if (written.logs().isEmpty()) {
      return;
    }
    for (int update : Checkpoint.of(run).reversed()) {
      Set<String> needed;
      try {
        needed = Checkpoint.read(run, update).logs();
      } catch (IllegalArgumentException _) {
        continue; // a damaged one: nobody can go on from it
      }
      LogFiles.pruneBefore(run, needed);
      return;
    }
  }

  /// Waits for the last one.
  ///
  /// @throws IOException if it could not be written
  public void settle() throws IOException {
    try {
      last.get();
    } catch (ExecutionException e) {
      last = CompletableFuture.completedFuture(null);
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error; // out of memory, say
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a checkpoint was written", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      settle();
    } finally {
      thread.shutdown();
    }
  }
}
