package uphill.cli;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import uphill.lab.Place;
import uphill.lab.config.RunConfig;

/// Names of fresh run directories: `runs/CartPole-v1-vpg-20261121-081500`.
final class RunNames {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private static final int MOST_OF_NAME = 100; // of an environment; file systems take 255 in all

  private RunNames() {}

  /// Makes a directory for a run of this config.
  ///
  /// @throws IllegalArgumentException if it cannot be made
  static Path fresh(RunConfig config) throws IOException {
    String name =
        "%s-%s-%s"
            .formatted(
                word(config.environment()),
                config.algorithm(),
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())));
    return Place.fresh(Path.of("runs", name));
  }

  /// The name of an environment as part of a file's name.
  static String word(String environment) {
    String word = environment.replaceAll("[^A-Za-z0-9._-]", "_");
    return word.substring(0, Math.min(MOST_OF_NAME, word.length()));
  }

  /// Deletes a fresh directory, if no run came of it.
  static void giveBackIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException _) {
      // It is the run's.
    }
  }
}
