package uphill.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.env.Env;
import uphill.env.EnvName;
import uphill.env.EnvSpec;
import uphill.env.EnvironmentException;
import uphill.env.Environments;
import uphill.env.FiniteMdp;
import uphill.env.TableEnv;
import uphill.env.TimeLimit;
import uphill.env.VectorEnv;
import uphill.kernel.Shown;

/// An environment to learn in, by name.
///
/// @param name what runs and errors call it: an id, or a class's name
/// @param create makes one, ready to use
/// @param rewardThreshold the mean return from which it counts as solved, where there is one
/// @param watchdog looks after those that [#vector(int)] makes
public record World(
    String name, Supplier<Env> create, OptionalDouble rewardThreshold, Watchdog watchdog) {

  /// A file, and perhaps arguments after it.
  private static final Pattern MDP_FILE = Pattern.compile("(.*\\.json)(|:.*)", Pattern.DOTALL);

  /// Lets `create` give errors that name the environment.
  public World {
    Supplier<Env> given = create;
    create = () -> Environments.made(name, given);
  }

  /// One's own environment.
  public static World of(String name, Supplier<Env> create) {
    return new World(name, create, OptionalDouble.empty(), Watchdog.none());
  }

  /// The registered environment of this id, perhaps with arguments; the class of this name; or the
  /// finite MDP in this JSON file.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  /// @throws EnvironmentException if it cannot be made
  public static World named(String name, ClassLoader loader) {
    Matcher file = MDP_FILE.matcher(name);
    if (file.matches()) {
      return ofFile(name, Path.of(file.group(1)), EnvName.of("FILE.json" + file.group(2)).arguments());
    }
    OptionalDouble threshold =
        Environments.all(loader).stream()
            .filter(spec -> spec.id().equals(name))
            .findFirst()
            .map(EnvSpec::rewardThreshold)
            .orElse(OptionalDouble.empty());
    new VectorEnv(name, List.of(Environments.create(name, loader))).close();
    return new World(name, () -> Environments.create(name, loader), threshold, Watchdog.none());
  }

  private static World ofFile(String name, Path file, Map<String, Object> given) {
    Map<String, Object> arguments = new LinkedHashMap<>(given);
    OptionalInt limit =
        Environments.timeLimit(name, arguments.remove(Environments.TIME_LIMIT));
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a finite MDP takes one argument, %s, got %s"
              .formatted(
                  Shown.text(name),
                  Environments.TIME_LIMIT,
                  Shown.text(String.join(", ", arguments.keySet()))));
    }
    FiniteMdp mdp = MdpFile.readUnchecked(file);
    return of(
        name,
        () ->
            limit.isPresent()
                ? new TimeLimit(TableEnv.of(mdp), limit.getAsInt())
                : TableEnv.of(mdp));
  }

  /// The same world, looked after by this watchdog.
  public World watchedBy(Watchdog watchdog) {
    return new World(name, create, rewardThreshold, watchdog);
  }

  /// Several of them side by side.
  ///
  /// @throws EnvironmentException if one cannot be made
  public VectorEnv vector(int envs) {
    return vector(envs, VectorEnv.After.NEXT_EPISODE);
  }

  /// Several of them side by side.
  ///
  /// @throws EnvironmentException if one cannot be made
  VectorEnv vector(int envs, VectorEnv.After after) {
    List<Env> all = new ArrayList<>();
    try {
      for (int n = 0; n < envs; n++) {
        all.add(create.get());
      }
      return watchdog.watch(new VectorEnv(name, all, after));
    } catch (EnvironmentException | IllegalArgumentException e) {
      all.forEach(env -> closeAfter(e, env));
      throw e;
    }
  }

  private static void closeAfter(RuntimeException failure, Env env) {
    try {
      env.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
