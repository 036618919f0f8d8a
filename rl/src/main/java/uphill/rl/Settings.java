package uphill.rl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;

/// Config records as text: names in snake_case, values as a person writes them.
///
/// ```text
/// double 0.99 · int 4000 or 4k · boolean true, false · enum gae · int[] 64,64 or none
/// ```
public final class Settings {

  private Settings() {}

  /// One component of a config record.
  ///
  /// @param name in snake_case
  /// @param kind `number`, `integer`, `boolean`, `choice`, `integers`
  /// @param min the smallest value allowed; of a number, an integer or each of several
  /// @param max the largest; of an integer an `int`'s at most, of a number perhaps infinity, which
  ///   is not allowed itself
  /// @param choices the words allowed, for a choice
  public record Entry(
      String name,
      String kind,
      String meaning,
      String source,
      double min,
      double max,
      List<String> choices) {}

  /// The components of a config record, in order.
  public static List<Entry> entries(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(Settings::entry).toList();
  }

  private static Entry entry(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException(component + " has no @Setting");
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
        choices);
  }

  /// The largest value allowed: a whole number is an `int`.
  private static double max(RecordComponent component) {
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
    } else if (type.isEnum()) {
      return "choice";
    }
    throw new IllegalArgumentException("settings cannot be of " + type);
  }

  /// The values of a config, by name: [Double], [Integer], [Boolean], a choice's word, a [List] of
  /// integers.
  public static Map<String, Object> values(Record config) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      values.put(snakeCase(component.getName()), plain(read(component, config)));
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

  /// The config with some components changed.
  ///
  /// @param changes values as text, by name
  /// @throws IllegalArgumentException for a name that the config does not have, a value that cannot
  ///   be read, or one out of its bounds
  public static <R extends Record> R with(R config, Map<String, String> changes) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) config.getClass();
    RecordComponent[] components = type.getRecordComponents();
    List<String> names =
        Arrays.stream(components).map(component -> snakeCase(component.getName())).toList();
    for (String name : changes.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "unknown setting \"%s\".%s \"uphill algorithms\" lists all."
                .formatted(Shown.text(name), Nearest.hint(name, names)));
      }
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String change = changes.get(names.get(i));
      values[i] =
          change == null
              ? read(components[i], config)
              : parse(names.get(i), components[i], change.strip());
    }
    return create(type, components, values);
  }

  private static Object read(RecordComponent component, Record config) {
    try {
      return component.getAccessor().invoke(config);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static <R> R create(Class<R> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rejected) {
        throw rejected;
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static Object parse(String name, RecordComponent component, String text) {
    Class<?> type = component.getType();
    try {
      if (type == double.class) {
        return Double.parseDouble(text);
      } else if (type == int.class) {
        return integer(name, component, text);
      } else if (type == int[].class) {
        return integers(name, component, text);
      }
    } catch (NumberFormatException e) {
      String bounds = bounds(component.getAnnotation(Setting.class).min(), max(component));
      throw new IllegalArgumentException(
          "%s must be %s, got \"%s\"".formatted(name, inWords(type, bounds), Shown.text(text)), e);
    }
    if (type == boolean.class) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException(
                "%s must be true or false, got \"%s\"".formatted(name, Shown.text(text)));
      };
    }
    return choice(name, type, text);
  }

  private static String inWords(Class<?> type, String bounds) {
    if (type == int[].class) {
      return "whole numbers %s, such as 64,64, or none".formatted(bounds);
    } else if (type == int.class) {
      return "a whole number " + bounds;
    }
    return bounds.startsWith("in") ? "a number " + bounds : "a number, " + bounds;
  }

  private static int integer(String name, RecordComponent component, String text) {
    long count = Counts.parse(text);
    if ((int) count != count) {
      throw outOfBounds(name, component, Long.toString(count));
    }
    return (int) count;
  }

  private static int[] integers(String name, RecordComponent component, String text) {
    boolean bracketed = text.length() > 1 && text.startsWith("[") && text.endsWith("]");
    String inside = bracketed ? text.substring(1, text.length() - 1) : text;
    if (inside.strip().equals("none") || (bracketed && inside.isBlank())) {
      return new int[0];
    }
    List<Integer> numbers = new ArrayList<>();
    for (String part : inside.split(",", -1)) {
      numbers.add(integer(name, component, part));
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Object choice(String name, Class<?> type, String text) {
    String wanted = text.replace('-', '_');
    for (Object constant : type.getEnumConstants()) {
      if (word(constant).equals(wanted)) {
        return constant;
      }
    }
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Settings::word).toList();
    throw new IllegalArgumentException(
        "%s must be one of %s, got \"%s\".%s"
            .formatted(
                name, String.join(", ", words), Shown.text(text), Nearest.hint(wanted, words)));
  }

  /// An enum constant as it is written: in lower case.
  public static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  /// Checks a value against the bounds of the component it is for.
  static void check(Class<? extends Record> type, String component, double value) {
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

  private static IllegalArgumentException outOfBounds(
      String name, RecordComponent component, String got) {
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

  private static String snakeCase(String name) {
    return name.chars()
        .mapToObj(
            c ->
                Character.isUpperCase(c)
                    ? "_" + (char) Character.toLowerCase(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
