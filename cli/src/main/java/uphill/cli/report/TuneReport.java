package uphill.cli.report;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import uphill.cli.terminal.Columns;
import uphill.cli.terminal.Width;
import uphill.kernel.Shown;
import uphill.records.Json;
import uphill.study.Halving;
import uphill.study.RowResults;
import uphill.study.RowWords;
import uphill.study.StudyFolder;
import uphill.study.Trial;
import uphill.study.TuneResults;
import uphill.study.Tuning;

/// What `uphill tune` says.
public final class TuneReport {

  private final PrintWriter out;
  private final boolean json;

  /// @param json whether only the results are printed, at the end
  public TuneReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// What will be done.
  public void begin(Tuning tuning, StudyFolder folder) {
    if (json) {
      return;
    }
    Halving halving = tuning.halving();
    List<String> steps = new ArrayList<>();
    for (int rung = 0; rung < halving.rungs(); rung++) {
      steps.add(
          "%s with %s"
              .formatted(
                  Shown.count(halving.places(rung), "trial"),
                  Numbers.someSteps(halving.steps(rung))));
    }
    out.println(
        "%s: %s, preset %s; %s each: %s; in %s"
            .formatted(
                tuning.base().environment(),
                tuning.base().algorithm(),
                tuning.base().preset(),
                Shown.count(tuning.seeds().seeds().size(), "seed"),
                String.join(", then the best ", steps),
                folder.path()));
    out.println("varied:");
    tuning
        .space()
        .texts()
        .forEach((name, range) -> out.println("  %-24s %s".formatted(name, range)));
    for (Trial trial : tuning.trials()) {
      trial
          .refused()
          .ifPresent(why -> out.println("%s is not trained: %s".formatted(trial.name(), why)));
    }
    out.flush();
  }

  /// That a rung begins.
  public void beginRung(int rung, int trials, int runs, int finished) {
    if (!json) {
      out.println(
          String.format(
              Locale.ROOT,
              "rung %d: %s, %s%s",
              rung,
              Shown.count(trials, "trial"),
              Shown.count(runs, "run"),
              finished == 0
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      " (%d of them %s finished)",
                      finished,
                      finished == 1 ? "is" : "are")));
      out.flush();
    }
  }

  /// What came of the rung that has just ended.
  public void rung(TuneResults results) {
    if (json) {
      return;
    }
    int rung = results.rungs().size() - 1;
    for (TuneResults.Entry entry : results.rungs().get(rung)) {
      if (!entry.failed().isEmpty()) {
        out.println(
            "%s failed, and counts as the worst: %s"
                .formatted(trial(results, entry).name(), entry.failed()));
      }
    }
    List<Integer> next = results.next();
    TuneResults.Entry best = results.ranked(rung).getFirst();
    if (!next.isEmpty() && best.results().isPresent()) {
      out.println(
          String.format(
              Locale.ROOT,
              "rung %d: the best is %s with %s; %s on, the preset among them",
              rung,
              trial(results, best).name(),
              RowWords.of(best.results().get()).score(),
              next.size() == 1 ? "1 trial goes" : next.size() + " trials go"));
    }
    out.flush();
  }

  private static Trial trial(TuneResults results, TuneResults.Entry entry) {
    return results.tuning().trials().get(entry.trial());
  }

  /// What came of the search.
  ///
  /// @param command a command as it is typed, from its words
  public void end(TuneResults results, StudyFolder folder, Function<Object[], String> command) {
    if (json) {
      out.println(Json.line(results.toJson()));
      return;
    }
    int last = results.rungs().size() - 1;
    Columns columns =
        new Columns()
            .left("trial")
            .right("seeds")
            .left("interquartile mean")
            .left("worst seed")
            .right("training")
            .left("other than the preset");
    for (TuneResults.Entry entry : results.ranked(last)) {
      Trial trial = trial(results, entry);
      Optional<RowWords> words = entry.results().map(RowWords::of);
      columns.row(
          List.of(
              trial.name(),
              entry.results().map(row -> Integer.toString(row.seeds().size())).orElse("-"),
              words.map(RowWords::score).orElse("failed"),
              words.map(RowWords::worst).orElse("-"),
              words.map(RowWords::time).orElse("-"),
              trial.settings()));
    }
    out.println();
    columns.lines(Width.ofLines()).forEach(out::println);
    out.println();
    results
        .winner()
        .ifPresentOrElse(
            winner -> winner(results, winner, folder, command),
            () ->
                out.println(
                    "No trial came to its end with finite numbers. Search narrower ranges."));
  }

  private void winner(
      TuneResults results,
      TuneResults.Entry winner,
      StudyFolder folder,
      Function<Object[], String> command) {
    Trial best = trial(results, winner);
    String score = winner.results().map(RowResults::score).orElseThrow().meanReturn().text();
    if (best.number() == 0) {
      out.println(
          "No trial is above the preset, trial-000, which reaches %s on these seeds."
              .formatted(score));
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%s is the best of %d trials. Its %s is optimistic, for the same seeds chose it: what"
                  + " it is worth, other seeds say.",
              best.name(),
              results.tuning().halving().trials(),
              score));
    }
    out.println("Results: " + folder.page());
    out.println();
    out.println("Next:");
    List<Object> train = new ArrayList<>(List.of("train"));
    train.addAll(List.of(best.train().text().split(" ", -1)));
    next(command, train.toArray());
    StudyFolder confirmed = new StudyFolder(folder.path().resolve("confirm"));
    next(command, "bench", TuneResults.confirm(folder), "--out", confirmed.path());
    if (best.number() != 0) {
      Path page = confirmed.page();
      next(
          command,
          "compare",
          page.resolveSibling("winner.json"),
          page.resolveSibling("preset.json"));
    }
  }

  private void next(Function<Object[], String> command, Object... words) {
    out.println("  " + command.apply(words));
  }
}
