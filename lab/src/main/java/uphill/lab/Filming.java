package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import uphill.kernel.SeedSequence;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.rl.Policy;
import uphill.rl.Purpose;

/// Who draws episodes in the course of a run, after every [RunConfig#watchEvery()] updates;
/// training does not notice, and what is drawn is no part of the records.
@FunctionalInterface
public interface Filming {

  /// The folder of a run's directory that has the drawings.
  String FOLDER = "watch";

  /// Draws nothing.
  Filming NONE = (_, _, _, _) -> {};

  /// Plays an episode of the mode, and draws it into a file.
  ///
  /// @param seed of the episode
  /// @param file without its ending; its folder may be missing
  void film(World world, Policy policy, long seed, Path file) throws IOException;

  /// Where the drawing after an update belongs, without its ending.
  static Path file(Path run, int update) {
    return run.resolve(FOLDER).resolve(String.format(Locale.ROOT, "update-%06d", update));
  }

  /// The seed of the episode after an update: a child of the run's seed by the update's number
  /// alone, so it is the same whatever was drawn before.
  static long seed(RunConfig config, int update) {
    return SeedSequence.of(config.seed())
        .child(Purpose.PICTURES.child(), update)
        .generateLongs(1)[0];
  }
}
