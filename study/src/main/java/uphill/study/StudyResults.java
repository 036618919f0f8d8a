package uphill.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.lab.config.RunConfig;

/// Collects what comes of the seeds, in whatever order they end, and writes a row's results once
/// all of its seeds have ended; the page each time.
///
/// Used by several threads.
public final class StudyResults {

  private final StudyFolder folder;
  private final StudyTable table;
  private final Map<String, Map<Long, SeedResult>> seeds = new LinkedHashMap<>();
  private final Map<String, RowResults> whole = new LinkedHashMap<>();

  /// Of this table's runs in this folder.
  public StudyResults(StudyFolder folder, StudyTable table) {
    this.folder = folder;
    this.table = table;
  }

  /// Adds what came of a seed.
  ///
  /// @param row with the seeds that are waited for
  /// @param config of the run
  public synchronized void add(Row row, RunConfig config, SeedResult result) throws IOException {
    Map<Long, SeedResult> of = seeds.computeIfAbsent(row.name(), _ -> new LinkedHashMap<>());
    of.put(result.seed(), result);
    List<SeedResult> all = new ArrayList<>();
    List<Path> runs = new ArrayList<>();
    for (long seed : row.seeds().seeds()) {
      SeedResult one = of.get(seed);
      if (one == null) {
        return;
      }
      all.add(one);
      runs.add(folder.run(row, seed));
    }
    RowResults results = RowResults.of(row, config, all, runs);
    results.write(folder.results(row));
    whole.put(row.name(), results);
    StudyPage.write(folder, table);
  }

  /// The rows whose seeds have all ended, in the order of the table.
  public synchronized List<RowResults> rows() {
    return table.rows().stream()
        .filter(row -> whole.containsKey(row.name()))
        .map(row -> whole.get(row.name()))
        .toList();
  }
}
