package uphill.rl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.Shown;

/// The layers of a [Body], whose mistakes are told by its name.
///
/// @param name its class
record OwnBody(String name, Body.Layers layers) implements Body.Layers {

  /// Made by the class of this name.
  ///
  /// @throws IllegalArgumentException if there is none, or it is no network; the message says what
  ///   it lacks
  static OwnBody of(String name, Parameters parameters, String prefix, int inputs) {
    Body body = create(name, named(name));
    return new OwnBody(name, called(name, () -> body.on(parameters, prefix, inputs)));
  }

  private static Class<?> named(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? OwnBody.class.getClassLoader() : context;
    try {
      return Class.forName(name, /* initialize= */ false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "network: there is no class %s. Give the full name of one, and where it lies by"
                  .formatted(name)
              + " --class-path; "
              + Network.DENSE
              + " is the network that is built in",
          e);
    }
  }

  private static Body create(String name, Class<?> type) {
    if (!Body.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "network: %s does not implement %s".formatted(name, Body.class.getName()));
    }
    try {
      if (!Modifier.isAbstract(type.getModifiers())) {
        return (Body) type.getConstructor().newInstance();
      }
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "network: %s cannot be made: %s".formatted(name, Shown.sentence(e.getTargetException())),
          e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "network: %s cannot be made: %s".formatted(name, Shown.sentence(e)), e);
    } catch (ReflectiveOperationException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "network: %s must be a public class, not an abstract one, with a public constructor without parameters, in a package that uphill.rl sees"
            .formatted(name));
  }

  private static <T> T called(String name, Supplier<@Nullable T> call) {
    try {
      return Objects.requireNonNull(call.get(), "it gave null");
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "network: %s failed: %s".formatted(name, Shown.sentence(e)), e);
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    return called(name, () -> layers.apply(x));
  }

  @Override
  public void initialize(Rng random) {
    called(
        name,
        () -> {
          layers.initialize(random);
          return name;
        });
  }
}
