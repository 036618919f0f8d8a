package uphill.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.figure.Figure;
import uphill.figure.Figure.Ink;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Series;
import uphill.figure.Markup;
import uphill.figure.PageHead;
import uphill.kernel.Shown;
import uphill.lab.evaluation.MeanReturn;
import uphill.records.WholeFiles;

/// What came of a table, as one file of HTML: a row for each of its rows, whether it was run or
/// not, and their learning curves. It asks for nothing from elsewhere, and is XML as well.
public final class StudyPage {

  private static final List<String> COLUMNS =
      List.of(
          "row",
          "command",
          "interquartile mean [95 % interval]",
          "worst seed",
          "seeds at the goal",
          "published",
          "training, all seeds");

  private StudyPage() {}

  /// Writes the page of a table from what lies in a folder, in place of one that is there.
  ///
  /// @throws IllegalArgumentException if a file of results is damaged
  public static void write(StudyFolder folder, StudyTable table) throws IOException {
    Map<Row, Optional<RowResults>> rows = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      rows.put(row, folder.read(row));
    }
    Files.createDirectories(folder.page().toAbsolutePath().getParent());
    WholeFiles.write(folder.page(), of(table.name(), rows));
  }

  /// The page.
  static String of(String title, Map<Row, Optional<RowResults>> rows) {
    Markup out = PageHead.of(title, style(), /* script= */ "");
    out.open("body").open("header");
    out.element("h1", title);
    out.element(
        "p",
        "A score is the mean undiscounted return of a trained policy's most probable actions, in"
            + " episodes that it does not learn from; over seeds it is the interquartile mean with"
            + " its 95 % bootstrap interval. Times are those of one machine, and never the same"
            + " again; all else is.",
        "class",
        "quiet");
    out.close().open("main");
    table(out, rows);
    curves(out, rows.values().stream().flatMap(Optional::stream).toList());
    out.close().open("footer");
    out.element(
        "p",
        "Written by uphill bench. This file needs no network and sends nothing.",
        "class",
        "quiet");
    return out.close().close().close().toString();
  }

  private static void table(Markup out, Map<Row, Optional<RowResults>> rows) {
    out.open("div", "class", "wide").open("table").open("thead").open("tr");
    COLUMNS.forEach(name -> out.element("th", name, "scope", "col"));
    out.close().close().open("tbody");
    rows.forEach(
        (row, results) -> {
          out.open("tr", "id", row.name());
          out.element("th", row.name(), "scope", "row", "class", "number");
          String command =
              results
                  .map(found -> row.withSeeds(found.seedList()).command())
                  .orElseGet(row::command);
          out.open("td").element("code", command).close();
          if (results.isEmpty()) {
            out.element("td", "not run yet", "class", "quiet");
            number(out, "");
            number(out, "");
            out.element("td", row.published());
            number(out, "");
          } else {
            RowWords words = RowWords.of(results.get());
            number(out, words.score());
            number(out, words.worst());
            number(out, words.goal());
            out.element("td", row.published());
            number(out, words.time());
          }
          out.close();
        });
    out.close().close().close();
  }

  static void number(Markup out, String text) {
    out.element("td", text, "class", "number");
  }

  /// A picture for each environment, with a line for each row; of many rows several pictures.
  static void curves(Markup out, List<RowResults> rows) {
    Map<String, List<RowResults>> byEnvironment = new LinkedHashMap<>();
    for (RowResults row : rows) {
      if (row.curve().isPresent()) {
        byEnvironment.computeIfAbsent(row.environment(), _ -> new ArrayList<>()).add(row);
      }
    }
    if (byEnvironment.isEmpty()) {
      return;
    }
    out.element("h2", "Learning curves");
    out.element(
        "p",
        "The returns of training itself, where actions are drawn: the interquartile mean over"
            + " seeds, each the mean over a window of 5 % of the steps, and its interval. Where a"
            + " line says so, of the most probable actions instead, evaluated while training goes"
            + " on in episodes that it does not learn from.");
    int most = Ink.values().length;
    byEnvironment.forEach(
        (environment, all) -> {
          for (int from = 0; from < all.size(); from += most) {
            List<RowResults> some = all.subList(from, Math.min(from + most, all.size()));
            out.open("figure").raw(figure(environment, some).svg()).close();
          }
        });
  }

  private static Figure figure(String environment, List<RowResults> rows) {
    Ink[] inks = Ink.values();
    List<Series> series = new ArrayList<>();
    List<String> description = new ArrayList<>();
    List<Figure.Reference> goals = new ArrayList<>();
    for (RowResults row : rows) {
      Band band = row.curve().orElseThrow();
      List<Mark> marks = new ArrayList<>();
      if (row.seeds().size() > 1) {
        marks.add(new Mark.Band(band.step(), band.low(), band.high()));
      }
      marks.add(new Mark.Line(band.step(), band.iqm()));
      String label =
          "%s (%s%s)"
              .formatted(
                  row.row(),
                  Shown.count(row.seeds().size(), "seed"),
                  row.evaluations().isPresent() ? ", most probable actions" : "");
      series.add(new Series(label, inks[series.size()], /* dashed= */ false, marks));
      description.add(
          "%s: evaluated at the end, %s.".formatted(row.row(), RowWords.of(row).score()));
      OptionalDouble goal = row.goal();
      if (goal.isPresent() && goals.stream().noneMatch(g -> g.y() == goal.getAsDouble())) {
        String level = "goal: " + MeanReturn.threshold(goal.getAsDouble());
        goals.add(new Figure.Reference(goal.getAsDouble(), level));
      }
    }
    return new Figure(
        environment,
        String.join(" ", description),
        /* xLabel= */ "environment steps",
        /* yLabel= */ "episode return",
        series,
        goals,
        /* footer= */ List.of(),
        Figure.WIDTH,
        Figure.HEIGHT);
  }

  /// The style sheet.
  static String style() {
    try (InputStream in =
        Objects.requireNonNull(StudyPage.class.getResourceAsStream("page.css"), "page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
