package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.lab.training.Training;
import uphill.lab.world.World;

/// Has episodes drawn while training goes on, as often as the run's config says. Whether one is
/// due, and what it is, follows from the number of the update alone.
final class PlannedFilms {

  private final Filming filming;
  private final RunConfig config;
  private boolean warned;

  PlannedFilms(Filming filming, RunConfig config) {
    this.filming = filming;
    this.config = config;
  }

  /// Draws the episode after the last update, if one is due. A fault there ends nothing: the first
  /// one is said.
  Optional<String> after(Training training, World world, Path run) {
    int update = training.updates();
    if (config.watchEvery().isEmpty() || update % config.watchEvery().getAsInt() != 0) {
      return Optional.empty();
    }
    try {
      Path file = Filming.file(run, update);
      filming.film(world, training.policy(), Filming.seed(config, update), file);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      boolean first = !warned;
      warned = true;
      return first
          ? Optional.of(
              String.format(
                  Locale.ROOT,
                  "the picture of update %d failed with %s, so there is none, and others may fail"
                      + " too; training goes on",
                  update,
                  Shown.sentence(e.toString())))
          : Optional.empty();
    }
  }
}
