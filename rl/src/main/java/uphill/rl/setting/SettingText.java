package uphill.rl.setting;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;

/// The value of a setting, as a person writes it.
///
/// ```text
/// double 0.99 · int 4000 or 4k · boolean true, false · enum gae · int[] 64,64 or none · a text
/// ```
final class SettingText {

  private SettingText() {}

  /// The value that a text means.
  ///
  /// @throws IllegalArgumentException if it means none that the setting can have
  static Object parse(String name, RecordComponent component, String text) {
    Class<?> type = component.getType();
    try {
      if (type == double.class) {
        return Double.parseDouble(text);
      } else if (type == int.class) {
        return integer(name, component, text);
      } else if (type == int[].class) {
        return integers(name, component, text);
      } else if (type == String.class) {
        return text;
      }
    } catch (NumberFormatException e) {
      String bounds =
          Settings.bounds(component.getAnnotation(Setting.class).min(), Settings.max(component));
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
      throw Settings.outOfBounds(name, component, Long.toString(count));
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
      if (Settings.word(constant).equals(wanted)) {
        return constant;
      }
    }
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Settings::word).toList();
    throw new IllegalArgumentException(
        "%s must be one of %s, got \"%s\".%s"
            .formatted(
                name, String.join(", ", words), Shown.text(text), Nearest.hint(wanted, words)));
  }
}
