package uphill.lab.record;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uphill.rl.data.RowLog;

/// The rows of an agent's logs, as files of its run that only grow: `logs/NAME-000000.f32`, of
/// 65,536 rows each, in little-endian float32. Each row is written once.
public final class LogFiles {

  public static final String FOLDER = "logs";

  /// Rows of a file.
  public static final int ROWS = 1 << 16;

  /// The names of these files, with slashes.
  static final Pattern NAME = Pattern.compile(FOLDER + "/([a-z][a-z0-9_]*)-(\\d{6,12})\\.f32");

  private LogFiles() {}

  private static String file(String log, long segment) {
    return String.format(Locale.ROOT, "%s/%s-%06d.f32", FOLDER, log, segment);
  }

  /// Whether a file belongs to a log.
  public static boolean isOne(String file) {
    return NAME.matcher(file).matches();
  }

  /// The files that hold the rows which a log holds.
  static Set<String> needed(String name, RowLog log) {
    Set<String> files = new TreeSet<>();
    long first = log.added() - log.held();
    for (long k = first / ROWS; k * ROWS < log.added(); k++) {
      files.add(file(name, k));
    }
    return files;
  }

  /// The files that hold the rows which an agent's logs hold.
  public static Set<String> needed(Map<String, RowLog> logs) {
    Set<String> files = new TreeSet<>();
    logs.forEach((name, log) -> files.addAll(needed(name, log)));
    return files;
  }

  /// The rows from `from` on, as the bytes that go to the end of each file.
  ///
  /// @throws IllegalArgumentException if the log does not hold them any more
  public static Map<String, byte[]> added(String name, RowLog log, long from) {
    if (log.added() - from > log.capacity()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the log \"%s\" holds %d rows, and an update added %d: take a larger capacity, or"
                  + " fewer steps to an update",
              name,
              log.capacity(),
              log.added() - from));
    }
    Map<String, byte[]> added = new LinkedHashMap<>();
    long k = from;
    while (k < log.added()) {
      long segment = k / ROWS;
      long end = Math.min(log.added(), (segment + 1) * ROWS);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact((end - k) * log.floats() * Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (; k < end; k++) {
        for (int j = 0; j < log.floats(); j++) {
          bytes.putFloat(log.rows()[log.at(k) + j]);
        }
      }
      added.put(file(name, segment), bytes.array());
    }
    return added;
  }

  /// Fills a log with the rows that it held when so many had been added.
  ///
  /// @throws IllegalArgumentException if a file has not all of them
  public static void restore(Path run, String name, RowLog log, long added) throws IOException {
    if (added < 0) {
      throw new IllegalArgumentException("logs: %s cannot hold %s rows".formatted(name, added));
    }
    log.goBackTo(0);
    long first = added - Math.min(added, log.capacity());
    log.goBackTo(first);
    int width = log.floats();
    float[] row = new float[width];
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long segment = first / ROWS; segment * ROWS < added; segment++) {
      Path file = run.resolve(file(name, segment));
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        long from = Math.max(first, segment * ROWS);
        in.skipNBytes((from - segment * ROWS) * bytes.capacity());
        for (long k = from; k < Math.min(added, (segment + 1) * ROWS); k++) {
          if (in.readNBytes(bytes.array(), 0, bytes.capacity()) < bytes.capacity()) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "%s ends before row %d of its log", file, k));
          }
          bytes.clear().asFloatBuffer().get(row);
          log.add(row, 0);
        }
      }
    }
  }

  /// The number of a log's file, counted from 0.
  public static long segment(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no file of a log");
    }
    return Long.parseLong(name.group(2));
  }

  /// The log that a file belongs to.
  static String log(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no file of a log");
    }
    return name.group(1);
  }

  /// Deletes the files that come before all of their log's that are needed.
  static void pruneBefore(Path run, Set<String> needed) throws IOException {
    Map<String, Long> first = new LinkedHashMap<>();
    needed.forEach(file -> first.merge(log(file), segment(file), Math::min));
    prune(run, file -> segment(file) < first.getOrDefault(log(file), 0L));
  }

  /// Deletes the files that come after all of their log's that are needed; all where none is.
  public static void pruneAfter(Path run, Set<String> needed) throws IOException {
    Map<String, Long> last = new LinkedHashMap<>();
    needed.forEach(file -> last.merge(log(file), segment(file), Math::max));
    prune(run, file -> segment(file) > last.getOrDefault(log(file), -1L));
  }

  private static void prune(Path run, Predicate<String> unneeded) throws IOException {
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path path : inside.toList()) {
        String file = FOLDER + "/" + path.getFileName();
        if (isOne(file) && unneeded.test(file)) {
          Files.delete(path);
        }
      }
    }
  }
}
