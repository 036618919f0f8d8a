package uphill.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.figure.Markup;
import uphill.figure.PageHead;
import uphill.kernel.Shown;

/// What came of a search, as one file of HTML: what was varied, every trial with its scores, and
/// the learning curves of the last rung. It asks for nothing from elsewhere, and is XML as well.
final class TunePage {

  private TunePage() {}

  /// The page.
  static String of(TuneResults results) {
    Tuning tuning = results.tuning();
    String title =
        "A search for settings of %s in %s"
            .formatted(tuning.base().algorithm(), tuning.base().environment());
    Markup out = PageHead.of(title, StudyPage.style(), /* script= */ "");
    out.open("body").open("header");
    out.element("h1", title);
    out.element(
        "p",
        "A score is the interquartile mean over %s of the mean undiscounted return of the trained policy's most probable actions, with its 95 %% bootstrap interval. Of the trials of a rung one in %s goes on to the next, with as many times the steps; trial 0, the preset, takes part in all. The winner's score is optimistic: the same seeds chose it."
            .formatted(
                Shown.count(tuning.seeds().seeds().size(), "seed"),
                Integer.toString(tuning.halving().eta())),
        "class",
        "quiet");
    out.close().open("main");
    winner(out, results);
    space(out, tuning);
    trials(out, results);
    if (!results.rungs().isEmpty()) {
      List<RowResults> rows = new ArrayList<>();
      results
          .ranked(results.rungs().size() - 1)
          .forEach(entry -> entry.results().ifPresent(rows::add));
      StudyPage.curves(out, rows);
    }
    out.close().open("footer");
    out.element(
        "p",
        "Written by uphill tune. This file needs no network and sends nothing.",
        "class",
        "quiet");
    return out.close().close().close().toString();
  }

  private static void winner(Markup out, TuneResults results) {
    Optional<TuneResults.Entry> winner = results.winner();
    if (winner.isEmpty()) {
      return;
    }
    Trial best = results.tuning().trials().get(winner.get().trial());
    out.open("p").text("The winner is %s: ".formatted(best.name()));
    out.element("code", "uphill train " + best.train().text()).close();
  }

  private static void space(Markup out, Tuning tuning) {
    out.element("h2", "What was varied");
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    head(out, List.of("setting", "drawn from"));
    out.close().close().open("tbody");
    tuning
        .space()
        .texts()
        .forEach(
            (name, range) -> {
              out.open("tr").element("th", name, "scope", "row");
              StudyPage.number(out, range);
              out.close();
            });
    out.close().close().close();
  }

  private static void head(Markup out, List<String> names) {
    names.forEach(name -> out.element("th", name, "scope", "col"));
  }

  private static void trials(Markup out, TuneResults results) {
    Halving halving = results.tuning().halving();
    out.element("h2", "Trials");
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    List<String> columns = new ArrayList<>(List.of("trial"));
    for (int rung = 0; rung < results.rungs().size(); rung++) {
      columns.add(String.format(Locale.ROOT, "rung %d, %d steps", rung, halving.steps(rung)));
    }
    columns.add("other than the preset");
    head(out, columns);
    out.close().close().open("tbody");
    for (Trial trial : results.trials()) {
      out.open("tr", "id", trial.name());
      out.element("th", trial.name(), "scope", "row", "class", "number");
      for (int rung = 0; rung < results.rungs().size(); rung++) {
        StudyPage.number(out, results.entry(trial.number(), rung).map(TunePage::score).orElse(""));
      }
      out.open("td").element("code", trial.settings());
      trial.refused().ifPresent(why -> out.text(" Not trained: " + why));
      failure(results, trial).ifPresent(why -> out.text(" Failed: " + why));
      out.close().close();
    }
    out.close().close().close();
  }

  private static String score(TuneResults.Entry entry) {
    return entry.results().map(row -> RowWords.of(row).score()).orElse("failed");
  }

  private static Optional<String> failure(TuneResults results, Trial trial) {
    for (int rung = 0; rung < results.rungs().size(); rung++) {
      Optional<TuneResults.Entry> entry = results.entry(trial.number(), rung);
      if (entry.isPresent() && !entry.get().failed().isEmpty()) {
        return Optional.of(entry.get().failed());
      }
    }
    return Optional.empty();
  }
}
