package uphill.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import uphill.kernel.Shown;

/// An environment's name with what it is made with, as one text:
/// `FrozenLake-v1:map_seed=3,map_size=6`.
///
/// Values are `true` or `false`, numbers, or texts; a list has slashes, `desc=SFF/FHF/FFG`.
///
/// @param id before the colon
/// @param arguments Gymnasium's keyword arguments, after it
public record EnvName(String id, Map<String, Object> arguments) {

  /// Copies the arguments, in their order.
  public EnvName {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /// The parts of a name.
  ///
  /// @throws IllegalArgumentException if what follows a colon is not `name=value,…`
  public static EnvName of(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return new EnvName(name, Map.of());
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String word : name.substring(colon + 1).split(",", -1)) {
      int equals = word.indexOf('=');
      if (equals < 1 || arguments.putIfAbsent(word.substring(0, equals), value(word)) != null) {
        throw new IllegalArgumentException(
            "%s: expected arguments such as :map_seed=3,map_size=6, each once, got \"%s\""
                .formatted(Shown.text(name), Shown.text(word)));
      }
    }
    return new EnvName(name.substring(0, colon), arguments);
  }

  /// Whether an argument changes what is earned, so that no mean return of its world's counts as
  /// solved: one that has "reward" or "cost" in its name.
  public boolean changesReward() {
    return arguments.keySet().stream()
        .anyMatch(argument -> argument.contains("reward") || argument.contains("cost"));
  }

  private static Object value(String word) {
    String text = word.substring(word.indexOf('=') + 1);
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    try {
      Double number = Double.valueOf(text);
      return Double.isFinite(number) ? number : text; // which is no number to anybody, as typed
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /// An argument's value as it was typed in a name; as it is, where it is not there.
  static String typed(String name, String argument, Object value) {
    for (String word : name.substring(name.lastIndexOf(':') + 1).split(",", -1)) {
      if (word.startsWith(argument + "=")) {
        return word.substring(argument.length() + 1);
      }
    }
    return value.toString();
  }
}
