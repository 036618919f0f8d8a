package uphill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import uphill.cli.report.LiveView;
import uphill.cli.report.TuneReport;
import uphill.kernel.Shown;
import uphill.lab.config.SeedList;
import uphill.study.Row;
import uphill.study.RowResults;
import uphill.study.SeedResult;
import uphill.study.StudyFolder;
import uphill.study.TuneResults;
import uphill.study.Tuning;

/// Carries out a search, rung by rung, and writes its results after each.
record TuneRungs(
    Tuning tuning, StudyFolder folder, RowRuns runs, TuneReport report, boolean silent) {

  /// What a seed came to: a result, or why there is none.
  private record Ended(Optional<SeedResult> result, String failure) {}

  /// Refuses a directory that holds runs of another search.
  ///
  /// @throws IllegalArgumentException if it does; nothing was written then
  void requireSame() throws IOException {
    for (int rung = 0; rung < tuning.halving().rungs(); rung++) {
      for (int trial : tuning.first()) {
        Row row = tuning.row(trial, rung);
        for (long seed : row.seeds().seeds()) {
          if (Files.exists(folder.run(row, seed))) {
            RowRuns.requireSame(runs.plan(row.withSeeds(new SeedList(List.of(seed)))));
          }
        }
      }
    }
  }

  /// Runs what is not finished.
  ///
  /// @param again the command that goes on
  TuneResults run(String again) throws IOException, InterruptedException {
    TuneResults results = TuneResults.none(tuning);
    for (List<Integer> next = results.next(); !next.isEmpty(); next = results.next()) {
      results = results.with(rung(next, results.rungs().size(), again));
      results.write(folder);
      report.rung(results);
    }
    return results;
  }

  private List<TuneResults.Entry> rung(List<Integer> trials, int rung, String again)
      throws IOException, InterruptedException {
    List<RowRuns.Planned> plan = new ArrayList<>();
    for (int trial : trials) {
      plan.addAll(runs.plan(tuning.row(trial, rung)));
    }
    List<RowRuns.Planned> left = RowRuns.left(plan);
    RowRuns.prepare(left);
    report.beginRung(rung, trials.size(), plan.size(), plan.size() - left.size());
    List<Ended> ended;
    try (LiveView view = silent ? LiveView.silent() : runs.view(left)) {
      ended = runs.run(plan, view, again, TuneRungs::ended);
    }
    List<TuneResults.Entry> entries = new ArrayList<>();
    int each = tuning.seeds().seeds().size();
    for (int k = 0; k < trials.size(); k++) {
      int from = k * each;
      entries.add(
          entry(trials.get(k), plan.subList(from, from + each), ended.subList(from, from + each)));
    }
    return entries;
  }

  /// Numbers that are no longer finite are what some settings come to. Whatever else goes wrong is
  /// not the settings' fault, and ends the search.
  private static Ended ended(RowRuns.Planned run, Callable<SeedResult> result) throws Exception {
    try {
      return new Ended(Optional.of(result.call()), "");
    } catch (ArithmeticException e) {
      String seed = Long.toUnsignedString(run.config().seed());
      return new Ended(Optional.empty(), "seed %s: %s".formatted(seed, Shown.sentence(e)));
    }
  }

  private static TuneResults.Entry entry(int trial, List<RowRuns.Planned> runs, List<Ended> ended)
      throws IOException {
    Optional<Ended> failed = ended.stream().filter(one -> one.result().isEmpty()).findFirst();
    if (failed.isPresent()) {
      return new TuneResults.Entry(trial, Optional.empty(), failed.get().failure());
    }
    RowRuns.Planned first = runs.getFirst();
    RowResults row =
        RowResults.of(
            first.row(),
            first.config(),
            ended.stream().flatMap(one -> one.result().stream()).toList(),
            runs.stream().map(RowRuns.Planned::place).toList());
    return new TuneResults.Entry(trial, Optional.of(row), /* failed= */ "");
  }
}
