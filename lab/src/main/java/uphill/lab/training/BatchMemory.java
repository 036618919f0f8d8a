package uphill.lab.training;

import java.util.Locale;
import uphill.env.vector.VectorEnv;
import uphill.lab.config.RunConfig;
import uphill.records.DiskError;
import uphill.records.Memory;
import uphill.rl.Setup;
import uphill.rl.data.Encoding;
import uphill.rl.data.Rollout;

/// The memory that a batch takes, before it is taken.
final class BatchMemory {

  /// Bytes of a row besides its observations, roughly: its action and its numbers.
  private static final int COLUMNS = 100;

  private BatchMemory() {}

  /// Refuses a batch that does not fit into memory. It is held twice: see
  /// [Rollout#lastObservation].
  static void requireRoom(RunConfig config, VectorEnv envs) {
    int rows = Setup.rows(config.settings().sampling(), envs.timeLimit());
    Encoding encoding = new Encoding(envs.observationSpace());
    double bytes = 2.0 * Float.BYTES * rows * encoding.size();
    double all = bytes + (double) COLUMNS * rows;
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a batch of %d rows with %d inputs each (of %s) takes %.1f GB, and the heap has"
                  + " %.1f GB. %s or let the environment observe fewer numbers%s.",
              config.environment(),
              rows,
              encoding.size(),
              envs.observationSpace(),
              bytes * 1e-9,
              Runtime.getRuntime().maxMemory() * 1e-9,
              DiskError.begun(Memory.remedy(all) + "take a smaller batch_steps,"),
              encoding.plain() ? "" : ": networks read a Discrete space one-hot, a Box as it is"));
    }
  }
}
