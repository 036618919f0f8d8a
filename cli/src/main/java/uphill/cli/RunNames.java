package uphill.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import uphill.lab.RunConfig;

/// Names of fresh run directories: `runs/CartPole-v1-vpg-20261121-081500`.
final class RunNames {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private RunNames() {}

  static Path fresh(RunConfig config) {
    String name =
        "%s-%s-%s"
            .formatted(
                config.environment().replaceAll("[^A-Za-z0-9._-]", "_"),
                config.algorithm(),
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())));
    Path path = Path.of("runs", name);
    for (int n = 2; Files.exists(path); n++) {
      path = Path.of("runs", name + "-" + n);
    }
    return path;
  }
}
