package uphill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.fault.EnvironmentException;
import uphill.env.scene.Pictured;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.picture.Film;
import uphill.picture.Gif;
import uphill.records.WholeFiles;
import uphill.rl.Policy;

/// Worlds that are filmed.
final class Films {

  private Films() {}

  /// The same world, of which every environment is seen by a film.
  static World filmed(World world, Film film, Watchdog watchdog) {
    return new World(
        world.name(),
        () -> film.of(world.create().get()),
        world.rewardThreshold(),
        watchdog,
        world.table(),
        world.options(),
        world.closing());
  }

  /// Plays an episode of the mode and writes a GIF of it.
  ///
  /// @param file without its ending
  static void film(World world, Policy policy, long seed, Path file) throws IOException {
    Film film = new Film();
    try (EvaluationEnvs envs = new EvaluationEnvs(filmed(world, film, world.watchdog()))) {
      Evaluation _ =
          Evaluation.of(envs, policy, 1, seed, Evaluation.Choice.MODE, Kernels.best(), _ -> {});
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFiles.write(file.resolveSibling(file.getFileName() + ".gif"), Gif.of(film.frames()));
  }

  /// Refuses a world that cannot be seen.
  ///
  /// @param loader which knows the worlds that can be named instead
  /// @throws IllegalArgumentException if it has no pictures
  static void requirePictures(World world, ClassLoader loader) {
    try (Env env = world.create().get()) {
      if (Pictured.of(env).isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no pictures. These have: %s. A class of your own has some if it implements uphill.env.scene.Pictured."
                .formatted(Shown.text(world.name()), String.join(", ", pictured(loader))));
      }
    }
  }

  /// The ids of all worlds that can be made here and seen.
  private static List<String> pictured(ClassLoader loader) {
    List<String> ids = new ArrayList<>();
    for (EnvSpec known : Environments.all(loader)) {
      try (Env env = known.create().get()) {
        if (Pictured.of(env).isPresent()) {
          ids.add(known.id());
        }
      } catch (EnvironmentException _) {
        // It cannot be made here.
      }
    }
    return ids;
  }
}
