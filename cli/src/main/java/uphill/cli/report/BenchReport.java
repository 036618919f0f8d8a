package uphill.cli.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import uphill.cli.terminal.Columns;
import uphill.cli.terminal.Width;
import uphill.kernel.Shown;
import uphill.study.Row;
import uphill.study.RowResults;
import uphill.study.RowWords;
import uphill.study.StudyFolder;

/// What `uphill bench` says at the end.
public final class BenchReport {

  private BenchReport() {}

  /// Prints what came of rows.
  ///
  /// @param results of the rows, in their order
  public static void print(
      List<RowResults> results, List<Row> rows, StudyFolder folder, PrintWriter out) {
    Columns columns =
        new Columns()
            .left("row")
            .right("seeds")
            .left("interquartile mean")
            .left("worst seed")
            .left("at the goal")
            .right("training");
    for (RowResults row : results) {
      RowWords words = RowWords.of(row);
      columns.row(
          List.of(
              row.row(),
              String.format(Locale.ROOT, "%d", row.seeds().size()),
              words.score(),
              words.worst(),
              words.goal(),
              words.time()));
    }
    out.println();
    columns.lines(Width.ofLines()).forEach(out::println);
    out.println();
    out.println("Results: " + folder.page());
    if (results.size() > 1 && results.get(0).environment().equals(results.get(1).environment())) {
      out.println();
      out.println("Next:");
      out.println(
          "  "
              + Shown.command(
                  "uphill", "compare", folder.results(rows.get(0)), folder.results(rows.get(1))));
    }
  }
}
