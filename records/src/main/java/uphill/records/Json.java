package uphill.records;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import uphill.kernel.Shown;

/// JSON as plain values: [Map] (in order), a list, [String], [Long], [BigInteger] (beyond [Long],
/// up to 2⁶⁴ − 1), [Double], [Boolean], [#NULL].
///
/// Numbers that JSON lacks become null. Reading is strict: no duplicate keys, nothing after the
/// value, bounded depth and sizes.
public final class Json {

  /// JSON's null.
  public static final Object NULL = Null.NULL;

  private enum Null {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  private static final JsonFactory FACTORY = new JsonFactory();

  /// Longer values are cut short in errors.
  private static final int SHOWN = 40;

  private Json() {}

  /// The value on one line.
  public static String line(Object value) {
    return write(value, ObjectWriteContext.empty());
  }

  /// A value as errors show it: the beginning of its line.
  public static String shown(Object value) {
    return Shown.text(value instanceof Number ? value.toString() : line(value), SHOWN);
  }

  /// The value on several lines, for people, with a line break at the end.
  public static String pretty(Object value) {
    StringBuilder text = new StringBuilder();
    indent(value, "", text);
    return text.append('\n').toString();
  }

  private static void indent(Object value, String margin, StringBuilder text) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append("{\n");
      int left = map.size();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(margin).append("  ").append(line(entry.getKey())).append(": ");
        indent(entry.getValue(), margin + "  ", text);
        text.append(--left == 0 ? "\n" : ",\n");
      }
      text.append(margin).append('}');
    } else {
      text.append(line(value));
    }
  }

  private static String write(Object value, ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
      write(value, json);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeName(entry.getKey().toString());
          write(entry.getValue(), json);
        }
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(element, json);
        }
        json.writeEndArray();
      }
      case Boolean b -> json.writeBoolean(b);
      case Integer n -> json.writeNumber(n);
      case Long n -> json.writeNumber(n);
      case BigInteger n -> json.writeNumber(n);
      case Float x when Float.isFinite(x) -> json.writeNumber(x);
      case Double x when Double.isFinite(x) -> json.writeNumber(x);
      case Number _ -> json.writeNull();
      case Null _ -> json.writeNull();
      default -> json.writeString(value.toString());
    }
  }

  /// The value that a text holds.
  ///
  /// @param source where the text is from, for errors: a file's name, say
  /// @throws IllegalArgumentException if it is not JSON; the message says where
  public static Object parse(String text, String source) {
    return JsonText.read(text, source);
  }

  /// The value of a line that Python may have written: NaN and infinities are numbers.
  ///
  /// @param place where the line is from, for errors: `data.jsonl, line 3`, say
  /// @throws IllegalArgumentException if it is not JSON; the message says at which column
  public static Object parsePython(String line, String place) {
    return JsonText.readLine(line, place);
  }

  /// The object that a text holds.
  ///
  /// @throws IllegalArgumentException if it is not JSON, or not an object
  public static Map<String, Object> parseObject(String text, String source) {
    return object(parse(text, source), source);
  }

  private static Number whole(BigInteger n) {
    return n.bitLength() < Long.SIZE ? (Number) n.longValue() : n;
  }

  /// A seed, whose 64 bits have no sign, as a value.
  public static Number unsigned(long seed) {
    return whole(new BigInteger(Long.toUnsignedString(seed)));
  }

  /// The seed in a field of an object.
  ///
  /// @throws IllegalArgumentException if it is absent or none
  public static long seed(Map<String, Object> object, String name, String source) {
    return switch (object.getOrDefault(name, NULL)) {
      case Long seed -> seed;
      case BigInteger seed when seed.signum() > 0 && seed.bitLength() <= Long.SIZE ->
          seed.longValue();
      case Object other ->
          throw new IllegalArgumentException(
              "%s: \"%s\" must be a whole number from 0 to 2^64 - 1, got %s"
                  .formatted(source, name, shown(other)));
    };
  }

  /// The value as an object.
  ///
  /// @param what names the value in the error
  /// @throws IllegalArgumentException if it is not one
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Object value, String what) {
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "%s: expected a JSON object, got %s".formatted(what, shown(value)));
    }
    return (Map<String, Object>) value;
  }

  /// A field of an object, of a wanted type, [Object] for any.
  ///
  /// @throws IllegalArgumentException if it is absent or of another type
  public static <T> T field(Map<String, Object> object, String name, Class<T> type, String source) {
    Object value = object.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "%s: \"%s\" must be %s, got %s"
              .formatted(source, name, word(type), value == null ? "nothing" : shown(value)));
    }
    return type.cast(value);
  }

  /// A field that is an object itself.
  ///
  /// @throws IllegalArgumentException if it is absent or something else
  public static Map<String, Object> objectField(
      Map<String, Object> object, String name, String source) {
    return object(field(object, name, Map.class, source), source);
  }

  private static String word(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "text";
      case "Long" -> "a whole number";
      case "Number" -> "a number";
      case "Boolean" -> "true or false";
      case "List" -> "an array";
      case "Map" -> "an object";
      default -> "there";
    };
  }
}
