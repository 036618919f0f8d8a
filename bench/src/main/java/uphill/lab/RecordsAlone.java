package uphill.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.Times;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.WholeFiles;

/// The records of one update, written again and again: a door to what is private to the laboratory,
/// for [uphill.bench.LoopReport] only.
public final class RecordsAlone implements AutoCloseable {

  private final Training training;
  private final RunDirectory records;
  private final Training.Learned learned;

  /// Trains for two updates, so that there is something to record.
  public RecordsAlone(RunConfig config, World world, Path directory) throws IOException {
    training = new Training(config, world, Kernels.best(), Workers.one());
    training.update();
    learned = training.update();
    records = RunDirectory.create(directory, config, world, Map.of(), training.savesState());
  }

  /// Appends the lines of an update.
  public void append() {
    try {
      records.append(UpdateRecord.of(training, learned));
      records.append(Times.line(1, 0.1234, 0.1, 0.02, Double.NaN, Double.NaN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a checkpoint.
  public void checkpoint() {
    try {
      WholeFiles.deleteFolder(Checkpoint.folder(records.path(), training.updates()));
      records.checkpoint(training, Map.of());
      records.settle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
    training.close();
  }
}
