package uphill.records;

import java.nio.file.Files;
import java.nio.file.Path;

/// A place that someone names for a file or folder, which is looked at before anything is computed:
/// what cannot be written there leaves nothing behind.
public final class Place {

  private Place() {}

  /// Refuses a place in a directory that is not there or may not be written to.
  ///
  /// @param option that names the place; empty where none does
  /// @throws IllegalArgumentException if it will not do; the message says what to do
  public static void require(Path place, String option) {
    Path directory = place.toAbsolutePath().normalize().resolveSibling("");
    String other = option.isEmpty() ? "" : " with " + option;
    for (Path p = directory; p != null; p = p.getParent()) {
      if (Files.exists(p) && !Files.isDirectory(p)) {
        throw new IllegalArgumentException(
            "%s cannot be written: %s is a file, expected a directory. Choose another place%s."
                .formatted(place, p, other));
      }
    }
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "%s cannot be written: there is no directory %s. Make it, or choose another place%s."
              .formatted(place, directory, other));
    }
    if (!Files.isWritable(directory)) {
      throw new IllegalArgumentException(
          "%s cannot be written: the directory %s may not be written to. Change its permissions, or choose another place%s."
              .formatted(place, directory, other));
    }
  }
}
