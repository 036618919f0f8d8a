package uphill.mujoco.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Where the fields of `mjModel` and `mjData` lie, which differs from release to release: from a
/// table that was made of MuJoCo's public headers.
@SuppressWarnings("restricted") // sizes are those of the table
final class Layout {

  private static final String TABLE = "layouts.tsv";

  private final String version;
  private final Map<String, long[]> fields; // offset and size; a size alone for sizeof

  private Layout(String version, Map<String, long[]> fields) {
    this.version = version;
    this.fields = fields;
  }

  /// That of a release, `3.3.7` say.
  ///
  /// @param lines of a table: the releases, and of each field a line
  /// @throws UnusableLibrary if the table does not have it; the message says which it has
  static Layout of(String version, List<String> lines) {
    List<String> versions = List.of(lines.getFirst().split("\t", -1));
    int column = versions.indexOf(version);
    if (column < 1) {
      throw new UnusableLibrary(
          "it is MuJoCo %s, and Uphill knows how %s to %s lie in memory"
              .formatted(version, versions.get(1), versions.getLast()));
    }
    Map<String, long[]> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      String[] place = cells[column].split(":", -1);
      long[] numbers = new long[place.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Long.parseLong(place[i]);
      }
      fields.put(cells[0], numbers);
    }
    return new Layout(version, fields);
  }

  /// The table that comes with this class.
  static List<String> table() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Layout.class.getResourceAsStream(TABLE)),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What `mj_version()` says, as text: 222 is 2.2.2, 3005000 is 3.5.0.
  static String version(int number) {
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%d.%d.%d", number / 100, number / 10 % 10, number % 10)
        : String.format(
            Locale.ROOT, "%d.%d.%d", number / 1_000_000, number / 1000 % 1000, number % 1000);
  }

  String version() {
    return version;
  }

  /// Bytes of a struct, of `mjModel` say.
  long sizeOf(String struct) {
    return field("sizeof." + struct)[0];
  }

  /// A whole number of a struct: 32 bits in early releases, 64 in late ones.
  int number(MemorySegment struct, String field) {
    long[] place = field(field);
    return place[1] == Integer.BYTES
        ? struct.get(ValueLayout.JAVA_INT, place[0])
        : Math.toIntExact(struct.get(ValueLayout.JAVA_LONG, place[0]));
  }

  /// A number of a struct.
  double real(MemorySegment struct, String field) {
    return struct.get(ValueLayout.JAVA_DOUBLE, field(field)[0]);
  }

  /// Sets one.
  void real(MemorySegment struct, String field, double value) {
    struct.set(ValueLayout.JAVA_DOUBLE, field(field)[0], value);
  }

  /// The array that a field of a struct points to, of so many bytes.
  MemorySegment array(MemorySegment struct, String field, long bytes) {
    return struct.get(ValueLayout.ADDRESS, field(field)[0]).reinterpret(bytes);
  }

  /// Where a field begins that is no pointer.
  MemorySegment inside(MemorySegment struct, String field) {
    long[] place = field(field);
    return struct.asSlice(place[0], place[1]);
  }

  private long[] field(String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
