package uphill.study;

import java.nio.file.Path;

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
}
