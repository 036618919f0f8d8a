package uphill.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.records.Json;

/// Where the runs of a table lie, and what came of them.
///
/// ```text
/// ROW/seed-0/ …          the runs, ordinary run directories
/// results/ROW.json       what came of a row                        [RowResults]
/// results/index.html     all rows                                  [StudyPage]
/// ```
///
/// @param path of the folder
public record StudyFolder(Path path) {

  /// The folder of what came of the runs; no row has this name.
  static final String RESULTS = "results";

  /// What a config has besides that says nothing of what is trained.
  private static final Set<String> BESIDES = Set.of("checkpoints");

  /// The directory of a run.
  public Path run(Row row, long seed) {
    return path.resolve(row.name()).resolve("seed-" + Long.toUnsignedString(seed));
  }

  /// The file of what came of a row.
  public Path results(Row row) {
    return path.resolve(RESULTS).resolve(row.name() + ".json");
  }

  /// The file of the page.
  public Path page() {
    return path.resolve(RESULTS).resolve("index.html");
  }

  /// Refuses a run that is another than the table says.
  ///
  /// @throws IllegalArgumentException if it is, with the first thing that differs
  public static void requireSame(Path run, Row row, RunConfig planned) throws IOException {
    Map<String, Object> found = parts(RunConfig.read(run));
    Map<String, Object> wanted = parts(planned);
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(found.keySet());
    List<String> other =
        names.stream()
            .filter(name -> !Objects.equals(found.get(name), wanted.get(name)))
            .map(name -> "%s %s, not %s".formatted(name, shown(found, name), shown(wanted, name)))
            .toList();
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is another run than the row %s says (%s): it has %s. Choose another directory with --out DIR, or delete this run."
              .formatted(run, row.name(), row.place(), other.getFirst()));
    }
  }

  private static String shown(Map<String, Object> parts, String name) {
    Object value = parts.get(name);
    return value == null ? "none" : Shown.text(value.toString());
  }

  /// A config as values by their names, the settings among them.
  static Map<String, Object> parts(RunConfig config) {
    Map<String, Object> parts = new LinkedHashMap<>(config.toJson());
    parts.keySet().removeAll(BESIDES);
    Map<String, Object> settings = Json.objectField(parts, "settings", "config");
    parts.remove("settings");
    parts.putAll(settings);
    return parts;
  }

  /// What came of a row as the table has it now; nothing if it was not run so.
  ///
  /// @throws IllegalArgumentException if the file of it is damaged
  public Optional<RowResults> read(Row row) throws IOException {
    Path file = results(row);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    RowResults results = RowResults.read(file);
    boolean same =
        results.train().equals(row.train().text())
            && results.episodes() == row.episodes()
            && results.evaluations().equals(row.evaluations());
    return same ? Optional.of(results.beside(row)) : Optional.empty();
  }
}
