package uphill.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import uphill.kernel.Shown;

/// The wrappers that an environment's name asks for, around its world: outside its time limit, in
/// the order in which they are given.
final class Wrapping {

  private final String name;
  private final SequencedMap<WrapperSpec, Object> asked = new LinkedHashMap<>();

  /// Takes out of a name's arguments what names a wrapper.
  Wrapping(String name, Map<String, Object> arguments, ClassLoader loader) {
    this.name = name;
    Map<String, WrapperSpec> known = new LinkedHashMap<>();
    all(loader).forEach(spec -> known.put(spec.name(), spec));
    for (Map.Entry<String, Object> argument : arguments.entrySet()) {
      WrapperSpec spec = known.get(argument.getKey());
      if (spec != null) {
        asked.put(spec, argument.getValue());
      }
    }
    asked.keySet().forEach(spec -> arguments.remove(spec.name()));
  }

  /// All that this class loader finds.
  static List<WrapperSpec> all(ClassLoader loader) {
    try {
      return ServiceLoader.load(WrapperProvider.class, loader).stream()
          .flatMap(provider -> provider.get().wrappers().stream())
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "a jar or folder brings a WrapperProvider that cannot be used (%s). Correct it, or leave it out of --class-path."
              .formatted(Shown.sentence(e)),
          e);
    }
  }

  /// The world in them, the first innermost.
  Env around(Env world) {
    Env wrapped = world;
    for (Map.Entry<WrapperSpec, Object> wrapper : asked.entrySet()) {
      WrapperSpec spec = wrapper.getKey();
      try {
        wrapped = spec.put().around(wrapped, new WrapperSpec.Value(spec, wrapper.getValue()));
      } catch (IllegalArgumentException e) {
        world.close();
        throw new IllegalArgumentException("%s: %s".formatted(Shown.text(name), e.getMessage()), e);
      }
    }
    return wrapped;
  }
}
