package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import uphill.lab.AlteredFiles;
import uphill.records.Json;

/// What two runs of one config must have in common, however often one of them was interrupted:
/// every byte but those that tell of times, places and machines.
final class SameBytes {

  private static final String TIMES = "times.jsonl";
  private static final String RESULT = "result.json";
  private static final Set<String> OTHER_BYTES =
      Set.of(TIMES, RESULT, "machine.json", "checksums.sha256", "run.lock");
  private static final Set<String> OTHER_RESULTS =
      Set.of(
          "wall_seconds",
          "evaluation_seconds",
          "steps_per_second",
          "solved_at_seconds",
          "peak_memory_bytes",
          "run_directory");

  private SameBytes() {}

  /// Compares two runs that came to their end.
  static void check(Path run, Path whole, String description) throws IOException {
    assertThat(differences(run, whole)).as(description).isEmpty();
    assertThat(result(run)).as(description).isEqualTo(result(whole));
    assertThat(AlteredFiles.of(run)).as(description).isEmpty();
    int updates = Files.readAllLines(whole.resolve(TIMES)).size();
    assertThat(updates(run))
        .as(description + ": no update's times are lost")
        .isEqualTo(LongStream.rangeClosed(1, updates).boxed().toList());
  }

  /// The files that only one of them has, or that differ and may not.
  static List<String> differences(Path run, Path whole) throws IOException {
    Set<String> names = new TreeSet<>(files(run));
    names.addAll(files(whole));
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Path one = run.resolve(name);
      Path other = whole.resolve(name);
      if (!Files.isRegularFile(one) || !Files.isRegularFile(other)) {
        differences.add(name + " is in one of them only");
      } else if (!OTHER_BYTES.contains(name) && Files.mismatch(one, other) >= 0) {
        differences.add(
            String.format(Locale.ROOT, "%s differs at byte %d", name, Files.mismatch(one, other)));
      }
    }
    return differences;
  }

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(Files::isRegularFile).map(path -> run.relativize(path).toString()).toList();
    }
  }

  private static List<Object> updates(Path run) throws IOException {
    return Files.readAllLines(run.resolve(TIMES)).stream()
        .map(line -> Json.field(Json.parseObject(line, TIMES), "update", Object.class, TIMES))
        .toList();
  }

  private static Map<String, Object> result(Path run) throws IOException {
    Map<String, Object> result =
        new LinkedHashMap<>(Json.parseObject(Files.readString(run.resolve(RESULT)), RESULT));
    result.keySet().removeAll(OTHER_RESULTS);
    return result;
  }
}
