package uphill.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import uphill.kernel.Shown;
import uphill.records.BoundedFiles;
import uphill.records.WholeFiles;

/// The section of a document that says what came of a table. It stands between two comments, and
/// what stands there is replaced; times are left out, so equal results give equal bytes:
///
/// ```text
/// <!-- bench NAME begins -->
/// <!-- bench NAME ends -->
/// ```
public final class StudyMarkdown {

  private static final int MOST = 16 << 20; // bytes of a document
  private static final List<String> COLUMNS =
      List.of("row", "command", "score", "worst seed", "seeds at the goal", "published");

  private StudyMarkdown() {}

  /// The section, without the comments.
  public static String of(List<RowResults> rows) {
    StringBuilder out = new StringBuilder();
    line(out, COLUMNS);
    out.append("|---".repeat(COLUMNS.size())).append("|\n");
    for (RowResults row : rows) {
      RowWords words = RowWords.of(row);
      String command = "uphill train %s --seeds %s".formatted(row.train(), row.seedList().text());
      line(
          out,
          List.of(
              row.row(),
              "`" + command + "`",
              words.score(),
              words.worst(),
              words.goal(),
              row.published()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    List<String> escaped = cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
    out.append("| ").append(String.join(" | ", escaped)).append(" |\n");
  }

  private static String begin(String name) {
    return "<!-- bench %s begins -->\n".formatted(name);
  }

  private static String end(String name) {
    return "<!-- bench %s ends -->".formatted(name);
  }

  /// A document with another section of this name.
  ///
  /// @param source the document's name, for errors
  /// @throws IllegalArgumentException if it has no place for it
  public static String replaced(String document, String name, String section, String source) {
    int begin = document.indexOf(begin(name));
    int end = document.indexOf(end(name));
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "%s: expected the lines \"%s\" and \"%s\" in this order, got no such place. Write them where the results are to stand."
              .formatted(source, begin(name).strip(), Shown.text(end(name))));
    }
    return document.substring(0, begin) + begin(name) + section + document.substring(end);
  }

  /// Refuses a file that has no place for this section.
  ///
  /// @throws IllegalArgumentException if it has none, or is no text
  public static void require(Path file, String name) throws IOException {
    String _ = replaced(BoundedFiles.text(file, MOST), name, "", file.toString());
  }

  /// Replaces the section of a table in a file by what lies in a folder: the rows that were run.
  public static void write(Path file, StudyTable table, StudyFolder folder) throws IOException {
    List<RowResults> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      folder.read(row).ifPresent(rows::add);
    }
    String document = BoundedFiles.text(file, MOST);
    WholeFiles.write(file, replaced(document, table.name(), of(rows), file.toString()));
  }
}
