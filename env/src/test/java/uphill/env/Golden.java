package uphill.env;

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
import tools.jackson.core.json.JsonReadFeature;

/// One line of a file of golden data: a JSON object, whose numbers are read as doubles.
public record Golden(Map<String, Object> values) {

  /// The first line of a compressed resource.
  public static Golden header(String resource) {
    return all(resource).getFirst();
  }

  /// All lines of a compressed resource, without its header.
  public static List<Golden> lines(String resource) {
    return all(resource).stream()
        .filter(line -> !line.has("type") || !line.text("type").equals("header"))
        .toList();
  }

  private static List<Golden> all(String resource) {
    List<Golden> lines = new ArrayList<>();
    JsonFactory json =
        JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    try (InputStream file = Golden.class.getResourceAsStream(resource + ".jsonl.gz");
        JsonParser parser =
            json.createParser(
                ObjectReadContext.empty(), new GZIPInputStream(Objects.requireNonNull(file)))) {
      while (parser.nextToken() != null) {
        lines.add(new Golden(object(parser)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
    return lines;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public Object at(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  public String text(String key) {
    return (String) at(key);
  }

  public boolean flag(String key) {
    return (boolean) at(key);
  }

  public double number(String key) {
    return (double) at(key);
  }

  public List<?> list(String key) {
    return (List<?>) at(key);
  }

  public double[] doubles(String key) {
    return doubles(at(key));
  }

  /// The rows of a list of lists.
  List<double[]> rows(String key) {
    return list(key).stream().map(Golden::doubles).toList();
  }

  /// The objects of a list of objects.
  public List<Golden> objects(String key) {
    List<Golden> objects = new ArrayList<>();
    for (Object element : list(key)) {
      Map<String, Object> copy = new LinkedHashMap<>();
      ((Map<?, ?>) element).forEach((name, value) -> copy.put((String) name, value));
      objects.add(new Golden(copy));
    }
    return objects;
  }

  public static double[] doubles(Object numbers) {
    return numbers instanceof Double number
        ? new double[] {number}
        : ((List<?>) numbers).stream().mapToDouble(number -> (double) number).toArray();
  }

  static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
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
      case VALUE_NULL -> "null";
      default -> Double.valueOf(parser.getDoubleValue());
    };
  }
}
