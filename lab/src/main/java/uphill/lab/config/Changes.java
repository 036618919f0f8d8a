package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.kernel.Shown;

/// What `--set KEY=VALUE` changes.
public final class Changes {

  private Changes() {}

  /// The values by their settings' names, in the order they were given.
  ///
  /// @param words each `KEY=VALUE`
  /// @throws IllegalArgumentException if a word is not of this form, or a setting is given twice
  public static Map<String, String> of(List<String> words) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String key = word.substring(0, Math.max(0, equals)).strip();
      String value = word.substring(equals + 1).strip();
      if (key.isEmpty() || value.isEmpty()) {
        throw new IllegalArgumentException(
            "--set takes KEY=VALUE, such as learning_rate=0.01, got \"%s\""
                .formatted(Shown.text(word)));
      }
      String before = changes.putIfAbsent(key, value);
      if (before != null) {
        throw new IllegalArgumentException(
            "--set %s is given twice, as %s and as %s: give it once"
                .formatted(Shown.text(key), Shown.text(before), Shown.text(value)));
      }
    }
    return changes;
  }
}
