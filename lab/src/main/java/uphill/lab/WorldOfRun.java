package uphill.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import uphill.env.Environments;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;

/// The world that a run was made in.
public final class WorldOfRun {

  /// The file of a run directory that holds the table of its world, if that came from a file.
  public static final String TABLE = "world.json";

  private WorldOfRun() {}

  /// The world of a run. Of one that came from a file it is the copy that the run keeps, wherever
  /// that file is now, and whatever it has become.
  ///
  /// @param run its directory, or its `config.json`
  /// @throws IllegalArgumentException if the copy is missing or was altered, or as [World#named]
  public static World of(Path run, RunConfig config, ClassLoader loader) {
    return of(run, config, loader, List.of());
  }

  /// The same.
  ///
  /// @param options what a command line must be given to find it with this loader, for commands
  public static World of(Path run, RunConfig config, ClassLoader loader, List<String> options) {
    if (config.tableSha256().isEmpty()) {
      return named(run, config.environment(), loader, options);
    }
    Path file = Files.isDirectory(run) ? run.resolve(TABLE) : run.resolveSibling(TABLE);
    if (Files.notExists(file)) {
      throw new IllegalArgumentException(
          "%s is missing: the table that the run was made in (%s then). Put it back, or train anew."
              .formatted(file, Shown.text(config.environment())));
    }
    World world = World.ofFile(config.environment(), file, options);
    if (!world.tableSha256().equals(config.tableSha256())) {
      throw new IllegalArgumentException(
          "%s was altered: it is not the table that the run was made in, whose hash is in %s. Put that one back, or train anew."
              .formatted(file, file.resolveSibling(RunConfig.FILE)));
    }
    return world;
  }

  private static World named(Path run, String name, ClassLoader loader, List<String> options) {
    try {
      return World.named(name, loader, options);
    } catch (IllegalArgumentException e) {
      String id = name.split(":", -1)[0];
      if (Environments.all(loader).stream().anyMatch(spec -> spec.id().equals(id))) {
        throw e; // its arguments will not do, say
      }
      throw new IllegalArgumentException(
          ("%s was made in \"%s\", which is no environment here: %s. If that is a class of yours,"
                  + " or an id that a jar brings, say where it is with --class-path PATH. If it is"
                  + " a name given in Java, the run is read in Java, by TrainedPolicy.load; runs of"
                  + " World.of(MyEnvironment.class) are read here too.")
              .formatted(
                  run,
                  Shown.text(name),
                  Shown.sentence(e).split("\\. ", 2)[0]), // what follows is advice too
          e);
    }
  }

  /// Checks that a run was made in a world.
  ///
  /// @throws IllegalArgumentException if it was not
  static void require(World world, Path run, RunConfig config) {
    if (config.tableSha256().isEmpty() && !config.environment().equals(world.name())) {
      throw new IllegalArgumentException(
          "%s is a run in %s, not in %s"
              .formatted(run, Shown.text(config.environment()), world.name()));
    }
    if (config.tableSha256().isPresent() && !config.tableSha256().equals(world.tableSha256())) {
      throw new IllegalArgumentException(
          "%s is not the table that %s was made in, which is %s. Take that one (in code: WorldOfRun.of)."
              .formatted(world.name(), run, run.resolve(TABLE)));
    }
    if (config.masksActions() != world.masksActions()) {
      throw new IllegalArgumentException(
          "%s %s, and %s did when %s was made. Let it be as it was, or train anew."
              .formatted(
                  world.name(),
                  world.masksActions() ? "masks actions" : "masks no actions",
                  world.masksActions() ? "none of its states" : "its states",
                  run));
    }
  }
}
