package uphill.lab.golden;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.records.Json;

/// One line of a recording, a JSON object; whoever asks it for what it does not hold gets an error
/// with an address.
///
/// @param place file and line number, for errors
/// @param fields what the object holds
record GoldenLine(String place, Map<String, Object> fields) {

  /// The line that this text holds.
  ///
  /// @throws IllegalArgumentException if it is not a JSON object
  static GoldenLine parse(String place, String text) {
    Object value = Json.parsePython(text, place);
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "%s: expected a JSON object, got %s".formatted(place, Json.shown(value)));
    }
    return new GoldenLine(place, Json.object(value, place));
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /// Anything, unless it is absent.
  Object value(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw error("\"%s\" is missing".formatted(name));
    }
    return value;
  }

  String text(String name) {
    return switch (value(name)) {
      case String text -> text;
      case Object other -> throw wrong(name, "text", other);
    };
  }

  boolean flag(String name) {
    return switch (value(name)) {
      case Boolean flag -> flag;
      case Object other -> throw wrong(name, "true or false", other);
    };
  }

  Map<String, Object> object(String name) {
    return switch (value(name)) {
      case Map<?, ?> map -> Json.object(map, place);
      case Object other -> throw wrong(name, "an object", other);
    };
  }

  List<?> list(String name) {
    return list(name, value(name));
  }

  List<?> list(String name, Object value) {
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "an array", value);
    }
    return list;
  }

  /// A list of this many finite numbers.
  double[] numbers(String name, Object value, int n) {
    List<?> list = list(name, value);
    if (list.size() != n) {
      throw error(
          String.format(
              Locale.ROOT,
              "\"%s\" must have %d number%s, got %d",
              name,
              n,
              n == 1 ? "" : "s",
              list.size()));
    }
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      if (!(list.get(i) instanceof Number x) || !Double.isFinite(x.doubleValue())) {
        throw wrong(name + "[" + i + "]", "a finite number", list.get(i));
      }
      numbers[i] = x.doubleValue();
    }
    return numbers;
  }

  /// A list of this many numbers that are finite in float32.
  float[] floats(String name, Object value, int n) {
    double[] numbers = numbers(name, value, n);
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) numbers[i];
      if (!Float.isFinite(floats[i])) {
        throw error(
            String.format(
                Locale.ROOT, "\"%s[%d]\" must be a finite float32, got %s", name, i, numbers[i]));
      }
    }
    return floats;
  }

  /// An error at this line.
  IllegalArgumentException error(String sentence) {
    return new IllegalArgumentException(place + ": " + sentence);
  }

  /// An error at a field of this line.
  IllegalArgumentException wrong(String name, String expected, Object value) {
    return error("\"%s\" must be %s, got %s".formatted(name, expected, Json.shown(value)));
  }
}
