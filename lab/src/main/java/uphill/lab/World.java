package uphill.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.VectorEnv;

/// An environment to learn in, by name.
///
/// @param name what runs and errors call it: an id, or a class's name
/// @param create makes one, ready to use
/// @param rewardThreshold the mean return from which it counts as solved, where there is one
public record World(String name, Supplier<Env> create, OptionalDouble rewardThreshold) {

  /// One's own environment.
  public static World of(String name, Supplier<Env> create) {
    return new World(name, create, OptionalDouble.empty());
  }

  /// The registered environment of this id, or the class of this name.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  public static World named(String name, ClassLoader loader) {
    OptionalDouble threshold =
        Environments.all(loader).stream()
            .filter(spec -> spec.id().equals(name))
            .findFirst()
            .map(EnvSpec::rewardThreshold)
            .orElse(OptionalDouble.empty());
    Environments.create(name, loader).close();
    return new World(name, () -> Environments.create(name, loader), threshold);
  }

  /// Several of them side by side.
  VectorEnv vector(int envs) {
    List<Env> all = new ArrayList<>();
    for (int n = 0; n < envs; n++) {
      all.add(create.get());
    }
    return new VectorEnv(name, all);
  }
}
