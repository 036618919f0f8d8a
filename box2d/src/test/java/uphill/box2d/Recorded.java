package uphill.box2d;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// An episode of Gymnasium's, as recorded: a JSON object, whose numbers are read as doubles.
record Recorded(Map<String, Object> values) {

  /// The episodes of a compressed resource, without its header.
  static List<Recorded> episodes(String resource) {
    List<Recorded> lines = new ArrayList<>();
    JsonFactory json = JsonFactory.builder().build();
    try (InputStream file = Recorded.class.getResourceAsStream(resource + ".jsonl.gz");
        JsonParser parser =
            json.createParser(
                ObjectReadContext.empty(), new GZIPInputStream(Objects.requireNonNull(file)))) {
      while (parser.nextToken() != null) {
        lines.add(new Recorded(object(parser)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
    return lines.stream().filter(line -> !"header".equals(line.values.get("type"))).toList();
  }

  private Object at(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  String text(String key) {
    return (String) at(key);
  }

  boolean flag(String key) {
    return (boolean) at(key);
  }

  long whole(String key) {
    return ((Double) at(key)).longValue();
  }

  double number(String key) {
    return (double) at(key);
  }

  /// What the world was made with.
  Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    ((Map<?, ?>) at("kwargs")).forEach((name, value) -> arguments.put((String) name, value));
    return arguments;
  }

  double[] numbers(String key) {
    return numbers(at(key));
  }

  /// Row t of a list of lists, or its number t as a row.
  double[] row(String key, int t) {
    return numbers(((List<?>) at(key)).get(t));
  }

  float[] floats(String key, int t) {
    return floats(row(key, t));
  }

  int size(String key) {
    return ((List<?>) at(key)).size();
  }

  /// The same as float32, which they were recorded from.
  static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static double[] numbers(Object numbers) {
    return numbers instanceof Double number
        ? new double[] {number}
        : ((List<?>) numbers).stream().mapToDouble(number -> (double) number).toArray();
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> Double.valueOf(parser.getDoubleValue());
    };
  }
}
