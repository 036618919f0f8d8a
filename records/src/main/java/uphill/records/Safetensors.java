package uphill.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import uphill.kernel.Shown;

/// Named float32 matrices in the safetensors format: eight bytes of little-endian header length,
/// the header in JSON, then the elements. Python reads it with `safetensors`, and nothing in it is
/// ever executed.
public final class Safetensors {

  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;
  private static final int MOST_HEADER_BYTES = 10 << 20; // Uphill's have some hundred a matrix
  private static final int BLOCK = 16_384; // elements that are read at a time

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
            String.format(Locale.ROOT, "shape %s does not hold %d elements", shape, values.length));
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
        buffer.putInt(Float.floatToIntBits(value)); // NaN has many bits, and these are one
      }
    }
    return buffer.array();
  }

  /// The matrices of a file, in the order of its header.
  ///
  /// @throws IllegalArgumentException if it is not a whole safetensors file of float32 matrices
  /// @throws IOException if it cannot be read
  public static Map<String, Matrix> read(Path file) throws IOException {
    return read(file, matrices -> {});
  }

  /// The matrices of a file, once their names and shapes have been looked at: what is not wanted
  /// takes no memory.
  ///
  /// @param check throws an [IllegalArgumentException] for what is not wanted
  public static Map<String, Matrix> read(Path file, Consumer<Map<String, List<Integer>>> check)
      throws IOException {
    String source = file.toString();
    try (FileChannel channel = BoundedFiles.open(file)) {
      long size = BoundedFiles.size(file, channel, BoundedFiles.MOST_PARAMETERS);
      Consumer<ByteBuffer> next = into -> BoundedFiles.read(file, channel, into);
      Map<String, List<Integer>> shapes = shapes(next, size, source);
      check.accept(shapes);
      return matrices(shapes, next);
    }
  }

  /// The matrices that these bytes hold.
  ///
  /// @param source where they are from, for errors
  public static Map<String, Matrix> parse(byte[] bytes, String source) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    Consumer<ByteBuffer> next =
        into -> {
          into.put(all.slice(all.position(), into.remaining()));
          all.position(all.position() + into.capacity());
        };
    return matrices(shapes(next, bytes.length, source), next);
  }

  /// The shapes of the matrices that follow the header, which comes next.
  ///
  /// @param next fills a buffer with the bytes that come next
  /// @param size of all, header and matrices
  private static Map<String, List<Integer>> shapes(
      Consumer<ByteBuffer> next, long size, String source) {
    if (size < LENGTH_BYTES) {
      throw broken(source, String.format(Locale.ROOT, "it has only %d bytes", size));
    }
    long length = taken(LENGTH_BYTES, next).getLong();
    if (length < 2 || length > MOST_HEADER_BYTES || length > size - LENGTH_BYTES) {
      throw broken(source, String.format(Locale.ROOT, "its header would have %d bytes", length));
    }
    String json = BoundedFiles.text(taken((int) length, next).array(), source);
    long dataBytes = size - LENGTH_BYTES - length;
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    long used = 0;
    for (Map.Entry<String, Object> entry : Json.parseObject(json, source).entrySet()) {
      if (!entry.getKey().equals("__metadata__")) {
        String name = Shown.text(entry.getKey());
        Map<String, Object> description = Json.object(entry.getValue(), source);
        List<Long> range = longs(description, "data_offsets", source);
        if (range.size() != 2 || range.get(0) != used || range.get(1) > dataBytes) {
          throw broken(source, "%s lies at %s".formatted(name, Json.shown(range)));
        }
        shapes.put(entry.getKey(), shape(name, description, range.get(1) - used, source));
        used = range.get(1);
      }
    }
    if (used != dataBytes) {
      throw broken(
          source,
          String.format(Locale.ROOT, "%d bytes of data, its header tells of %d", dataBytes, used));
    }
    return shapes;
  }

  /// The shape of a matrix of so many bytes.
  private static List<Integer> shape(
      String name, Map<String, Object> description, long bytes, String source) {
    String type = Json.field(description, "dtype", String.class, source);
    if (!type.equals("F32")) {
      throw broken(source, "%s is of type %s, expected F32".formatted(name, Shown.text(type)));
    }
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (long extent : longs(description, "shape", source)) {
      if (extent > Integer.MAX_VALUE || elements * extent > Integer.MAX_VALUE) {
        throw broken(source, String.format(Locale.ROOT, "%s has an extent of %d", name, extent));
      }
      shape.add((int) extent);
      elements *= extent;
    }
    if (elements * Float.BYTES != bytes) {
      throw broken(
          source,
          String.format(
              Locale.ROOT, "%s %s does not fit its %d bytes", name, Json.shown(shape), bytes));
    }
    return shape;
  }

  /// The matrices of these shapes, which come next.
  private static Map<String, Matrix> matrices(
      Map<String, List<Integer>> shapes, Consumer<ByteBuffer> next) {
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
          for (int at = 0; at < values.length; at += BLOCK) {
            int count = Math.min(BLOCK, values.length - at);
            taken(count * Float.BYTES, next).asFloatBuffer().get(values, at, count);
          }
          matrices.put(name, new Matrix(shape, values));
        });
    return matrices;
  }

  private static ByteBuffer taken(int bytes, Consumer<ByteBuffer> next) {
    ByteBuffer taken = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    next.accept(taken);
    return taken.flip();
  }

  private static List<Long> longs(Map<String, Object> object, String name, String source) {
    List<Long> numbers = new ArrayList<>();
    for (Object element : Json.field(object, name, List.class, source)) {
      if (!(element instanceof Long number) || number < 0) {
        throw broken(source, "\"%s\" holds %s".formatted(name, Json.shown(element)));
      }
      numbers.add(number);
    }
    return numbers;
  }

  private static IllegalArgumentException broken(String source, String how) {
    return new IllegalArgumentException(
        "%s: not a whole safetensors file: %s. Copy it again, or take another checkpoint."
            .formatted(source, how));
  }
}
