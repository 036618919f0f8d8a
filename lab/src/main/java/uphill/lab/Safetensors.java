package uphill.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named float32 matrices in the safetensors format: eight bytes of little-endian header length,
/// the header in JSON, then the elements. Python reads it with `safetensors`, and nothing in it is
/// ever executed.
public final class Safetensors {

  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;
  private static final long MOST_HEADER_BYTES = 100_000_000;

  private Safetensors() {}

  /// One matrix.
  ///
  /// @param shape its extents; an empty one has one element
  /// @param values its elements, row-major
  public record Matrix(List<Integer> shape, float[] values) {

    /// Checks that shape and elements fit.
    public Matrix {
      shape = List.copyOf(shape);
      long size = 1;
      for (int extent : shape) {
        size *= extent;
      }
      if (size != values.length) {
        throw new IllegalArgumentException(
            "shape %s does not hold %d elements".formatted(shape, values.length));
      }
    }
  }

  /// The bytes of a file that holds these matrices, in order.
  public static byte[] bytes(Map<String, Matrix> matrices) {
    Map<String, Object> header = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Matrix> entry : matrices.entrySet()) {
      Matrix matrix = entry.getValue();
      long end = at + (long) Float.BYTES * matrix.values().length;
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("dtype", "F32");
      description.put("shape", matrix.shape());
      description.put("data_offsets", List.of(at, end));
      header.put(entry.getKey(), description);
      at = end;
    }
    StringBuilder json = new StringBuilder(Json.line(header));
    while (json.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
      json.append(' ');
    }
    byte[] head = json.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.toIntExact(LENGTH_BYTES + head.length + at))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(head.length).put(head);
    for (Matrix matrix : matrices.values()) {
      for (float value : matrix.values()) {
        buffer.putFloat(value);
      }
    }
    return buffer.array();
  }

  /// The matrices of a file, in the order of its header.
  ///
  /// @throws IllegalArgumentException if it is not a whole safetensors file of float32 matrices
  /// @throws IOException if it cannot be read
  public static Map<String, Matrix> read(Path file) throws IOException {
    return parse(Files.readAllBytes(file), file.toString());
  }

  /// The matrices that these bytes hold.
  ///
  /// @param source where they are from, for errors
  public static Map<String, Matrix> parse(byte[] bytes, String source) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < LENGTH_BYTES) {
      throw broken(source, "it has only %d bytes".formatted(bytes.length));
    }
    long length = buffer.getLong();
    if (length < 2 || length > MOST_HEADER_BYTES || length > bytes.length - LENGTH_BYTES) {
      throw broken(source, "its header would have %d bytes".formatted(length));
    }
    String json = new String(bytes, LENGTH_BYTES, (int) length, StandardCharsets.UTF_8);
    int dataAt = LENGTH_BYTES + (int) length;
    int dataBytes = bytes.length - dataAt;
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    long used = 0;
    for (Map.Entry<String, Object> entry : Json.parseObject(json, source).entrySet()) {
      if (!entry.getKey().equals("__metadata__")) {
        Map<String, Object> description = Json.object(entry.getValue(), source);
        List<Long> range = longs(description, "data_offsets", source);
        if (range.size() != 2 || range.get(0) != used || range.get(1) > dataBytes) {
          throw broken(source, "%s lies at %s".formatted(entry.getKey(), range));
        }
        used = range.get(1);
        buffer.position(dataAt + Math.toIntExact(range.get(0)));
        matrices.put(entry.getKey(), matrix(entry.getKey(), description, range, buffer, source));
      }
    }
    if (used != dataBytes) {
      throw broken(source, "%d bytes of data, its header tells of %d".formatted(dataBytes, used));
    }
    return matrices;
  }

  private static Matrix matrix(
      String name,
      Map<String, Object> description,
      List<Long> range,
      ByteBuffer buffer,
      String source) {
    String type = Json.field(description, "dtype", String.class, source);
    if (!type.equals("F32")) {
      throw broken(source, "%s is of type %s, expected F32".formatted(name, type));
    }
    long bytes = range.get(1) - range.get(0);
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (long extent : longs(description, "shape", source)) {
      if (extent < 0 || extent > Integer.MAX_VALUE || elements * extent > Integer.MAX_VALUE) {
        throw broken(source, "%s has an extent of %d".formatted(name, extent));
      }
      shape.add((int) extent);
      elements *= extent;
    }
    if (elements * Float.BYTES != bytes) {
      throw broken(source, "%s %s does not fit its %d bytes".formatted(name, shape, bytes));
    }
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getFloat();
    }
    return new Matrix(shape, values);
  }

  private static List<Long> longs(Map<String, Object> object, String name, String source) {
    List<Long> numbers = new ArrayList<>();
    for (Object element : Json.field(object, name, List.class, source)) {
      if (!(element instanceof Long number) || number < 0) {
        throw broken(source, "\"%s\" holds %s".formatted(name, element));
      }
      numbers.add(number);
    }
    return numbers;
  }

  private static IllegalArgumentException broken(String source, String how) {
    return new IllegalArgumentException(
        "%s: not a whole safetensors file: %s".formatted(source, how));
  }
}
