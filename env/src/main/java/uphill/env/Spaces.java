package uphill.env;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;

/// What an environment shows, and takes.
///
/// @param observations what it shows
/// @param actions what it takes
public record Spaces(Space observations, Space actions) {

  /// Those of an environment.
  ///
  /// @param who it is, in a message: `environment 3`
  /// @throws EnvironmentException if it throws, or gives null
  public static Spaces of(EnvAddress address, String who, Env env) {
    return new Spaces(
        space(address, who, "observationSpace()", env::observationSpace),
        space(address, who, "actionSpace()", env::actionSpace));
  }

  private interface Getter {
    @Nullable Space get();
  }

  private static Space space(EnvAddress address, String who, String what, Getter getter) {
    Space space;
    try {
      space = getter.get();
    } catch (Throwable e) {
      throw EnvironmentException.of(address, who, e, " in " + what, "");
    }
    if (space == null) {
      throw new EnvironmentException(
          "%s: %s of %s is null. Give a Space, the same one every time: %s."
              .formatted(address.name(), what, who, address.check()));
    }
    return space;
  }

  /// Those of several environments, which must be equal.
  ///
  /// @throws IllegalArgumentException if there is none, two are one object, or their spaces differ
  public static Spaces of(EnvAddress address, List<Env> envs) {
    String name = address.name();
    if (envs.isEmpty()) {
      throw new IllegalArgumentException(name + ": need at least one environment");
    }
    Spaces first = of(address, "environment 0", envs.getFirst());
    IdentityHashMap<Env, Integer> known = new IdentityHashMap<>();
    known.put(envs.getFirst(), 0);
    for (int n = 1; n < envs.size(); n++) {
      Integer before = known.putIfAbsent(envs.get(n), n);
      if (before != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: environments %d and %d are one object, whose episodes would mix. Make a new"
                    + " one for each.",
                name,
                before,
                n));
      }
      Spaces spaces = of(address, "environment " + n, envs.get(n));
      if (!spaces.equals(first)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: environment %d has spaces %s and %s, environment 0 has %s and %s",
                name,
                n,
                spaces.observations,
                spaces.actions,
                first.observations,
                first.actions));
      }
    }
    return first;
  }
}
