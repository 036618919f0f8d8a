package uphill.rl.setting;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;

/// Config records as text: names in snake_case, values as a person writes them.
///
/// ```text
/// double 0.99 · int 4000 or 4k · boolean true, false · enum gae · int[] 64,64 or none · a text
/// ```
public final class Settings {

  private Settings() {}

  /// One component of a config record.
  ///
  /// @param name in snake_case
  /// @param kind `number`, `integer`, `boolean`, `choice`, `integers`, `text`
  /// @param min the smallest value allowed; of a number, an integer or each of several
  /// @param max the largest; of an integer an `int`'s at most, of a number perhaps infinity, which
  ///   is not allowed itself
  /// @param choices the words allowed, for a choice
  /// @param search what a search draws it from, as [SearchRange] has it; empty: it is not searched
  public record Entry(
      String name,
      String kind,
      String meaning,
      String source,
      double min,
      double max,
      List<String> choices,
      String search) {}

  /// The settings of a config record, in order; those of a component that is a record stand in its
  /// place.
  ///
  /// @throws IllegalArgumentException if a component has no [Setting], or two have one name
  public static List<Entry> entries(Class<?> type) {
    return leaves(type).stream().map(Settings::entry).toList();
  }

  /// The components that hold a value each.
  private static List<RecordComponent> leaves(Class<?> type) {
    List<RecordComponent> leaves = new ArrayList<>();
    collect(type, leaves);
    Set<String> names = new HashSet<>();
    for (RecordComponent leaf : leaves) {
      if (!names.add(leaf.getName())) {
        throw new IllegalArgumentException(
            "%s has two settings %s".formatted(type.getName(), snakeCase(leaf.getName())));
      }
    }
    return leaves;
  }

  private static void collect(Class<?> type, List<RecordComponent> leaves) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          "%s is not a record: settings are the components of one".formatted(type.getName()));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collect(component.getType(), leaves);
      } else {
        leaves.add(component);
      }
    }
  }

  /// The names of the settings that a component of a record, or of one within it, holds; none if
  /// there is no such component.
  static List<String> named(Class<?> type, String component) {
    for (RecordComponent one : type.getRecordComponents()) {
      boolean nested = one.getType().isRecord();
      if (one.getName().equals(component)) {
        return nested
            ? entries(one.getType()).stream().map(Entry::name).toList()
            : List.of(snakeCase(component));
      }
      List<String> within = nested ? named(one.getType(), component) : List.of();
      if (!within.isEmpty()) {
        return within;
      }
    }
    return List.of();
  }

  private static Entry entry(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException(
          "%s of %s has no @Setting"
              .formatted(component.getName(), component.getDeclaringRecord().getName()));
    }
    Class<?> type = component.getType();
    List<String> choices =
        type.isEnum()
            ? Arrays.stream(type.getEnumConstants()).map(Settings::word).toList()
            : List.of();
    return new Entry(
        snakeCase(component.getName()),
        kind(type),
        setting.value(),
        setting.source(),
        setting.min(),
        max(component),
        choices,
        setting.search());
  }

  /// The largest value allowed: a whole number is an `int`.
  static double max(RecordComponent component) {
    Class<?> type = component.getType();
    double max = component.getAnnotation(Setting.class).max();
    return type == int.class || type == int[].class ? Math.min(max, Integer.MAX_VALUE) : max;
  }

  private static String kind(Class<?> type) {
    if (type == double.class) {
      return "number";
    } else if (type == int.class) {
      return "integer";
    } else if (type == boolean.class) {
      return "boolean";
    } else if (type == int[].class) {
      return "integers";
    } else if (type == String.class) {
      return "text";
    } else if (type.isEnum()) {
      return "choice";
    }
    throw new IllegalArgumentException("settings cannot be of " + type);
  }

  /// The values of a config, by name: [Double], [Integer], [Boolean], a choice's word, a [List] of
  /// integers, a text.
  public static Map<String, Object> values(Object config) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      Object value = read(component, config);
      if (component.getType().isRecord()) {
        values.putAll(values(value));
      } else {
        values.put(snakeCase(component.getName()), plain(value));
      }
    }
    return values;
  }

  /// The values of a config, but for those of settings that runs have not always had and that are
  /// as they were before: what a run says of itself is then the same in all versions.
  public static Map<String, Object> lasting(Object config) {
    Map<String, Object> values = values(config);
    for (RecordComponent leaf : leaves(config.getClass())) {
      String name = snakeCase(leaf.getName());
      String before = leaf.getAnnotation(Setting.class).before();
      if (!before.isEmpty()
          && plain(SettingText.parse(name, leaf, before)).equals(values.get(name))) {
        values.remove(name);
      }
    }
    return values;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Enum<?> word -> word(word);
      case int[] numbers -> Arrays.stream(numbers).boxed().toList();
      default -> value;
    };
  }

  /// The config with some settings changed.
  ///
  /// @param changes values as text, by name
  /// @throws IllegalArgumentException for a name that the config does not have, a value that cannot
  ///   be read, or one out of its bounds
  public static <R> R with(R config, Map<String, String> changes) {
    requireKnown(config.getClass(), changes.keySet());
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) config.getClass();
    return type.cast(changed(config, changes));
  }

  /// The config that has exactly these settings, as a run recorded them. A setting that is younger
  /// than the run has the value that such runs had.
  ///
  /// @param config any of its kind
  /// @throws IllegalArgumentException for a name that it does not have, one that is missing, or a
  ///   value that will not do
  public static <R> R recorded(R config, Map<String, String> settings) {
    requireKnown(config.getClass(), settings.keySet());
    Map<String, String> all = new LinkedHashMap<>(settings);
    for (RecordComponent leaf : leaves(config.getClass())) {
      String name = snakeCase(leaf.getName());
      if (!all.containsKey(name)) {
        String before = leaf.getAnnotation(Setting.class).before();
        if (before.isEmpty()) {
          throw new IllegalArgumentException(
              "the setting \"%s\" is missing: each has a value in a run".formatted(name));
        }
        all.put(name, before);
      }
    }
    return with(config, all);
  }

  /// The component that holds the setting of this name.
  ///
  /// @throws IllegalArgumentException if there is none; the message names the nearest
  static RecordComponent component(Class<?> type, String name) {
    requireKnown(type, Set.of(name));
    return leaves(type).stream()
        .filter(leaf -> snakeCase(leaf.getName()).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void requireKnown(Class<?> type, Set<String> given) {
    List<String> names = leaves(type).stream().map(leaf -> snakeCase(leaf.getName())).toList();
    for (String name : given) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "unknown setting \"%s\".%s \"uphill algorithms\" lists all."
                .formatted(Shown.text(name), Nearest.hint(name, names)));
      }
    }
  }

  private static Object changed(Object config, Map<String, String> changes) {
    RecordComponent[] components = config.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = snakeCase(components[i].getName());
      String change = changes.get(name);
      Object value = read(components[i], config);
      if (components[i].getType().isRecord()) {
        values[i] = changed(value, changes);
      } else {
        values[i] = change == null ? value : SettingText.parse(name, components[i], change.strip());
      }
    }
    return create(config.getClass(), components, values);
  }

  static Object read(RecordComponent component, Object config) {
    try {
      return component.getAccessor().invoke(config);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s of %s cannot be read: make the record public, and its package visible to uphill.rl"
              .formatted(component.getName(), config.getClass().getName()),
          e);
    }
  }

  private static Object create(Class<?> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rejected) {
        throw rejected;
      }
      throw new IllegalArgumentException(
          "%s cannot be made: %s".formatted(type.getName(), e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be made: make the record public, and its package visible to uphill.rl"
              .formatted(type.getName()),
          e);
    }
  }

  /// An enum constant as it is written: in lower case.
  public static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  /// Checks a value against the bounds of the component it is for.
  public static void check(Class<? extends Record> type, String component, double value) {
    RecordComponent described =
        Arrays.stream(type.getRecordComponents())
            .filter(c -> c.getName().equals(component))
            .findFirst()
            .orElseThrow();
    double min = described.getAnnotation(Setting.class).min();
    if (!(min <= value && value <= max(described)) || Double.isInfinite(value)) {
      throw outOfBounds(snakeCase(component), described, number(value));
    }
  }

  static IllegalArgumentException outOfBounds(String name, RecordComponent component, String got) {
    String bounds = bounds(component.getAnnotation(Setting.class).min(), max(component));
    return new IllegalArgumentException("%s must be %s, got %s".formatted(name, bounds, got));
  }

  /// Bounds in words.
  public static String bounds(double min, double max) {
    if (Double.isInfinite(max)) {
      return Double.isInfinite(min)
          ? "a finite number"
          : "at least %s and finite".formatted(number(min));
    }
    return "in [%s, %s]".formatted(number(min), number(max));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /// A value of [#values(Object)] as `--set` takes it: `64,64`.
  public static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(Object::toString).collect(Collectors.joining(","));
    }
    return value.toString();
  }

  /// A name of Java as one of files and commands: `batchSteps` is batch_steps.
  public static String snakeCase(String name) {
    return name.chars()
        .mapToObj(
            c ->
                Character.isUpperCase(c)
                    ? "_" + (char) Character.toLowerCase(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
