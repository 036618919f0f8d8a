package uphill.env;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;

/// The environments that this process knows: those of every [EnvProvider] that
/// [java.util.ServiceLoader] finds, by id, and any class that is an [Env], by its name.
///
/// The methods without a class loader look where this class was loaded from.
public final class Environments {

  /// The argument of every environment that sets its time limit, in steps.
  public static final String TIME_LIMIT = "max_episode_steps";

  private static final Pattern IDENTIFIER =
      Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

  private Environments() {}

  /// All that have an id, in alphabetical order.
  public static List<EnvSpec> all() {
    return all(own());
  }

  /// All that have an id and are found by this class loader, in alphabetical order.
  ///
  /// @throws IllegalStateException if two providers bring the same id
  public static List<EnvSpec> all(ClassLoader loader) {
    return List.copyOf(byId(loader).values());
  }

  /// The wrappers that this class loader finds.
  public static List<WrapperSpec> wrappers(ClassLoader loader) {
    return Wrapping.all(loader);
  }

  /// What providers add to a list of their worlds: [EnvProvider#remarks()].
  public static List<String> remarks(ClassLoader loader) {
    return providers(loader).stream().flatMap(provider -> provider.remarks().stream()).toList();
  }

  /// The one of this id.
  ///
  /// @throws IllegalArgumentException for an unknown id; the message names the nearest
  public static EnvSpec spec(String id) {
    return spec(id, own());
  }

  /// The one of this id that is found by this class loader.
  ///
  /// @throws IllegalArgumentException for an unknown id; the message names the nearest
  public static EnvSpec spec(String id, ClassLoader loader) {
    Map<String, EnvSpec> known = byId(loader);
    EnvSpec spec = known.get(id);
    if (spec == null) {
      throw new IllegalArgumentException(
          "unknown environment \"%s\".%s \"uphill envs\" lists all."
              .formatted(Shown.text(id), Nearest.hint(id, known.keySet())));
    }
    return spec;
  }

  /// The one of this id, ready to use: with its time limit.
  ///
  /// @throws IllegalArgumentException for an unknown id; the message names the nearest
  public static Env create(String id) {
    return create(id, own());
  }

  /// The one of this id, with its time limit; or, if it is not an id, a new object of the class of
  /// this name, which must be public, an [Env], and have a public constructor without parameters. A
  /// class brings its own time limit, if it has one.
  ///
  /// Either may be followed by arguments ([EnvName]), of which [#TIME_LIMIT] sets another limit,
  /// and others name wrappers.
  ///
  /// @throws IllegalArgumentException for an unknown id, or a class that cannot be used
  /// @throws EnvironmentException if it cannot be made
  public static Env create(String id, ClassLoader loader) {
    return create(id, loader, List.of());
  }

  /// The same.
  ///
  /// @param options what a command line must be given to find it, `--class-path` say: for the
  ///   commands in error messages
  public static Env create(String id, ClassLoader loader, List<String> options) {
    EnvName name = EnvName.of(id);
    Map<String, Object> arguments = new LinkedHashMap<>(name.arguments());
    OptionalInt limit = timeLimit(id, arguments.remove(TIME_LIMIT));
    Wrapping wrapping = new Wrapping(id, arguments, loader);
    return wrapping.around(limited(name, arguments, limit, loader, options));
  }

  /// One with its time limit, inside of all wrappers.
  private static Env limited(
      EnvName name,
      Map<String, Object> arguments,
      OptionalInt limit,
      ClassLoader loader,
      List<String> options) {
    if (isClass(name.id(), loader)) {
      EnvAddress address = new EnvAddress(name.id(), options);
      Class<?> type = type(address, loader);
      if (!arguments.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: a class takes %s and wrappers (%s), got %s"
                .formatted(
                    Shown.text(name.id()),
                    TIME_LIMIT,
                    wrappers(loader).stream().map(WrapperSpec::name).collect(joining(", ")),
                    Shown.text(String.join(", ", arguments.keySet()))));
      }
      return limited(ofClass(address, type), limit);
    }
    EnvSpec spec = spec(name.id(), loader);
    Env world =
        arguments.isEmpty()
            ? made(name.id(), options, spec.create())
            : world(name.id(), arguments, loader);
    return limited(world, limit.isPresent() ? limit : spec.maxSteps());
  }

  /// The time limit that an argument asks for.
  ///
  /// @throws IllegalArgumentException if it is none
  public static OptionalInt timeLimit(String name, @Nullable Object argument) {
    if (argument == null) {
      return OptionalInt.empty();
    }
    if (argument instanceof Double steps && steps >= 1 && steps == steps.intValue()) {
      return OptionalInt.of(steps.intValue());
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: %s must be a whole number from 1 to %d, got %s",
            Shown.text(name),
            TIME_LIMIT,
            Integer.MAX_VALUE,
            Shown.text(EnvName.typed(name, TIME_LIMIT, argument))));
  }

  private static Env limited(Env world, OptionalInt limit) {
    return limit.isPresent() ? new TimeLimit(world, limit.getAsInt()) : world;
  }

  /// Whether a name is that of a class rather than of an id. One without a dot may be a class
  /// without a package, if there is such a class.
  private static boolean isClass(String name, ClassLoader loader) {
    if (byId(loader).containsKey(name)) {
      return false;
    }
    if (name.indexOf('.') >= 0) {
      return true;
    }
    try {
      return IDENTIFIER.matcher(name).matches() && Class.forName(name, false, loader) != null;
    } catch (ClassNotFoundException _) {
      return false;
    } catch (LinkageError e) {
      return !missing(e).isEmpty();
    }
  }

  /// The bare world of this id, without its time limit, made with these arguments: `{"g": 9.81}`.
  ///
  /// @throws IllegalArgumentException for an unknown id, an argument that the world does not take,
  ///   or a value that it cannot have
  public static Env world(String id, Map<String, ?> arguments, ClassLoader loader) {
    EnvSpec spec = spec(id, loader);
    Arguments left = new Arguments(id, arguments);
    Env world = provider(id, loader).create(spec, left);
    left.requireAllTaken();
    return world;
  }

  /// One that `create` makes, checked: what making it throws, or asking it for its spaces, becomes
  /// an error with the name of the environment and the next step.
  ///
  /// @throws EnvironmentException if it cannot be made, is null, or has no spaces
  public static Env made(String name, Supplier<Env> create) {
    return made(name, List.of(), create);
  }

  /// The same.
  ///
  /// @param options what a command line must be given to make it, besides its name: for the
  ///   commands in error messages
  public static Env made(String name, List<String> options, Supplier<Env> create) {
    EnvAddress address = new EnvAddress(name, options);
    Env env;
    try {
      env = create.get();
    } catch (EnvironmentException e) {
      throw e;
    } catch (Throwable e) {
      throw EnvironmentException.of(address, "its creation", e, "", "");
    }
    if (env == null) {
      throw new EnvironmentException(
          "%s: its creation gave null. Let it give a new environment every time.".formatted(name));
    }
    Spaces.of(address, "it", env);
    return env;
  }

  private static EnvProvider provider(String id, ClassLoader loader) {
    return providers(loader).stream()
        .filter(provider -> provider.environments().stream().anyMatch(e -> e.id().equals(id)))
        .findFirst()
        .orElseThrow();
  }

  private static ClassLoader own() {
    ClassLoader loader = Environments.class.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  private static Map<String, EnvSpec> byId(ClassLoader loader) {
    Map<String, EnvSpec> all = new TreeMap<>();
    for (EnvProvider provider : providers(loader)) {
      for (EnvSpec spec : provider.environments()) {
        if (all.putIfAbsent(spec.id(), spec) != null) {
          throw new IllegalStateException(
              "two providers bring the environment %s; the second is %s"
                  .formatted(spec.id(), provider.getClass().getName()));
        }
      }
    }
    return all;
  }

  private static List<EnvProvider> providers(ClassLoader loader) {
    try {
      return ServiceLoader.load(EnvProvider.class, loader).stream()
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "a jar or folder brings an EnvProvider that cannot be used (%s). Correct it, or leave it out of --class-path."
              .formatted(Shown.sentence(e)),
          e);
    }
  }

  private static Class<?> type(EnvAddress address, ClassLoader loader) {
    String name = address.name();
    try {
      // Not initialized: what is no environment must not run, and the name may be from a file.
      Class<?> type = Class.forName(name, false, loader);
      if (!Env.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            "class %s is not an environment: let it implement uphill.env.Env".formatted(name));
      }
      return type;
    } catch (ClassNotFoundException | LinkageError e) {
      String missing = missing(e);
      throw new IllegalArgumentException(
          missing.isEmpty()
              ? "unknown environment \"%s\": no class of this name can be loaded (%s).%s \"uphill envs\" lists all."
                  .formatted(
                      Shown.text(name),
                      Shown.sentence(e.toString()),
                      address.options().isEmpty()
                          ? " If it is one of yours, say where it is with --class-path PATH."
                          : "")
              : "class %s was found, but not %s, which it needs. Add the jar or folder that has it to --class-path."
                  .formatted(Shown.text(name), Shown.text(missing)),
          e);
    }
  }

  /// The class that another one needs and that is not there; empty if an error says nothing such.
  private static String missing(Throwable error) {
    return error instanceof NoClassDefFoundError
            && error.getCause() instanceof ClassNotFoundException cause
            && cause.getMessage() != null
        ? cause.getMessage()
        : "";
  }

  private static Env ofClass(EnvAddress address, Class<?> type) {
    String name = address.name();
    try {
      return (Env) type.getConstructor().newInstance();
    } catch (ExceptionInInitializerError e) {
      throw EnvironmentException.of(address, "its static initializer", e.getException(), "", "");
    } catch (LinkageError e) {
      throw EnvironmentException.of(address, "its creation", e, "", "");
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new IllegalArgumentException(
          "class %s cannot be created: it must be public, not abstract, with a public constructor without parameters"
              .formatted(name),
          e);
    } catch (InvocationTargetException e) {
      throw EnvironmentException.of(address, "its constructor", e.getTargetException(), "", "");
    }
  }
}
