package uphill.lab.record;

import java.nio.file.Files;
import java.nio.file.Path;
import uphill.kernel.Shown;
import uphill.records.Checksums;

/// What a finished run once had and has no more: nothing that goes on brings it back.
public final class LostFile {

  private LostFile() {}

  /// Whether a run is finished, and something of it is gone.
  ///
  /// @param name of a file or folder that every finished run has
  public static boolean of(Path run, String name) {
    return Files.exists(run.resolve(Checksums.FILE)) && Files.notExists(run.resolve(name));
  }

  /// Refuses a finished run without it.
  ///
  /// @throws IllegalArgumentException if it is one
  public static void refuse(Path run, String name) {
    if (of(run, name)) {
      throw new IllegalArgumentException(sentence(run, name));
    }
  }

  /// That it is gone, and what to do.
  public static String sentence(Path run, String name) {
    return "%s is a finished run that has lost %s. Put it back, or delete the run and train it anew; \"%s\" says what else is amiss."
        .formatted(run, name, Shown.command("uphill", "verify", run));
  }
}
