package uphill.lab.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import uphill.records.Json;

/// A recording that a test may change: what was parsed from Gymnasium's, and its first episode that
/// is long enough.
public record Recording(Map<String, Object> header, Map<String, Object> episode) {

  private static final int STEPS = 10;

  /// Where Gymnasium's recordings lie.
  static Path golden(String name) {
    return Path.of("../env/src/test/resources/uphill/env", name + ".jsonl.gz");
  }

  public static Stream<String> names() {
    return Stream.of(
        "Acrobot-v1",
        "CartPole-v1",
        "CartPole-v1-sutton",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1");
  }

  public static List<String> lines(String name) {
    try (var file = Files.newInputStream(golden(name));
        var text = new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8);
        var lines = new BufferedReader(text)) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recording of(String name) {
    List<String> lines = lines(name);
    return lines.stream()
        .skip(1)
        .map(line -> new Recording(object(lines.getFirst()), object(line)))
        .filter(recording -> recording.column("actions").size() >= STEPS)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> object(String line) {
    return new LinkedHashMap<>(GoldenLine.parse("a golden line", line).fields());
  }

  @SuppressWarnings("unchecked")
  List<Object> column(String name) {
    return (List<Object>) episode.getOrDefault(name, new ArrayList<>());
  }

  @SuppressWarnings("unchecked")
  List<Object> lastRow(String name) {
    return (List<Object>) column(name).getLast();
  }

  int last() {
    return column("actions").size() - 1;
  }

  /// Writes it as a file of two lines.
  Path write(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("changed.jsonl"), Json.line(header) + "\n" + Json.line(episode) + "\n");
  }

  ReplayReport replay(Path folder) throws IOException {
    return Replay.of(write(folder), Recording.class.getClassLoader());
  }
}
