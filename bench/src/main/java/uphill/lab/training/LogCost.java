package uphill.lab.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.record.LogFiles;
import uphill.lab.world.World;
import uphill.records.GrowingFile;
import uphill.rl.Setup;
import uphill.rl.data.RowLog;

/// Prints what logs that grow cost a training: the time in which the rows of an update are added to
/// a log, and that in which they are made bytes, hashed and handed to the system, beside the time
/// of the update, on one thread. The training is the least that one with a replay buffer does:
/// [Rememberer].
public final class LogCost {

  private static final int WARM_UP = 20;
  private static final int UPDATES = 60;

  private LogCost() {}

  public static void main(String[] args) throws IOException {
    System.out.println(
        "world              bytes a row   update, ms   added, ms   written, ms   of training");
    for (String name : new String[] {"CartPole-v1", "Acrobot-v1", "Pendulum-v1"}) {
      measure(World.named(name, LogCost.class.getClassLoader()));
    }
  }

  private static void measure(World world) throws IOException {
    RunConfig config =
        Experiment.in(world)
            .algorithm(Rememberer.class.getName())
            .steps(1000L * (WARM_UP + UPDATES))
            .config();
    double[] update = new double[UPDATES];
    double[] adding = new double[UPDATES];
    double[] writing = new double[UPDATES];
    Path directory = Files.createTempDirectory("uphill-log-cost");
    Map<String, GrowingFile> files = new LinkedHashMap<>();
    int floats;
    try (Training training = new Training(config, world, Kernels.best(), Workers.one())) {
      RowLog log = training.learner().setup().logs().sequencedValues().getFirst();
      floats = Rememberer.floats(training.learner().agent());
      RowLog other =
          Setup.of(0, training.environments(), Kernels.best(), Workers.one())
              .log("again", floats, log.capacity());
      for (int k = -WARM_UP; k < UPDATES; k++) {
        long from = log.added();
        long begin = System.nanoTime();
        training.updateUnseen(Training.Rounds.UNSEEN);
        long trained = System.nanoTime();
        for (long i = from; i < log.added(); i++) {
          other.add(log.rows(), log.at(i));
        }
        long added = System.nanoTime();
        for (Map.Entry<String, byte[]> file : LogFiles.added("transitions", log, from).entrySet()) {
          growing(files, directory, file.getKey()).append(file.getValue());
          growing(files, directory, file.getKey()).flush();
        }
        long written = System.nanoTime();
        if (k >= 0) {
          update[k] = (trained - begin) * 1e-6;
          adding[k] = (added - trained) * 1e-6;
          writing[k] = (written - added) * 1e-6;
        }
      }
    }
    for (Map.Entry<String, GrowingFile> file : files.entrySet()) {
      file.getValue().close();
      Files.delete(directory.resolve(file.getKey()));
    }
    Files.delete(directory.resolve(LogFiles.FOLDER));
    Files.delete(directory);
    double all = median(update);
    double added = median(adding);
    double written = median(writing);
    System.out.printf(
        Locale.ROOT,
        "%-18s %11d %12.2f %11.4f %13.4f %11.2f %%%n",
        config.environment(),
        floats * Float.BYTES,
        all,
        added,
        written,
        100 * (added + written) / (all + written));
  }

  private static GrowingFile growing(Map<String, GrowingFile> files, Path directory, String name)
      throws IOException {
    GrowingFile file = files.get(name);
    if (file == null) {
      Files.createDirectories(directory.resolve(LogFiles.FOLDER));
      file = GrowingFile.at(GrowingFile.Mark.beginning(), directory.resolve(name));
      files.put(name, file);
    }
    return file;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
