package uphill.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.kernel.Shown;
import uphill.records.BoundedFiles;
import uphill.records.WholeFiles;

/// The sections of a document that say what came of a table. Each stands between two comments, and
/// what stands there is replaced; times are left out, so equal results give equal bytes. Behind the
/// table's name a `*` and the end of a row's name ask for such rows alone:
///
/// ```text
/// <!-- bench NAME begins -->
/// <!-- bench NAME ends -->
/// <!-- bench NAME *-ppo begins -->
/// <!-- bench NAME *-ppo ends -->
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

  /// Sections of a table: the line that begins one, the names that it asks for, the line that ends
  /// it.
  private static Pattern sections(String name) {
    String bench = "<!-- bench " + Pattern.quote(name);
    return Pattern.compile(
        "(?m)^(?<begin>%s(?<asked>(?: \\S+)?) begins -->\n)(?s:.*?)^(?<end>%s\\k<asked> ends -->)"
            .formatted(bench, bench));
  }

  /// Whether a section has a row.
  ///
  /// @param asked the end of the names of its rows after a `*`; empty for all
  public static boolean has(String asked, String row) {
    return asked.isEmpty() || row.endsWith(asked.substring(1));
  }

  private static String replaced(String document, String name, UnaryOperator<String> section) {
    return sections(name)
        .matcher(document)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group("begin")
                        + section.apply(found.group("asked").strip())
                        + found.group("end")));
  }

  /// Refuses a file that has no place for this table.
  ///
  /// @throws IllegalArgumentException if it has none, or is no text
  public static void require(Path file, String name) throws IOException {
    String document = BoundedFiles.text(file, MOST);
    Matcher section = sections(name).matcher(document);
    if (!section.find()) {
      throw new IllegalArgumentException(
          "%s: expected the lines \"<!-- bench %s begins -->\" and \"<!-- bench %s ends -->\" in this order, got no such place. Write them where the results are to stand."
              .formatted(file, name, Shown.text(name)));
    }
    do {
      String asked = section.group("asked").strip();
      if (!asked.isEmpty() && !asked.startsWith("*")) {
        throw new IllegalArgumentException(
            "%s: expected the rows of \"<!-- bench %s %s begins -->\" as * and the end of their names, *-ppo say, got \"%s\""
                .formatted(file, name, Shown.text(asked), Shown.text(asked)));
      }
    } while (section.find());
  }

  /// Replaces the sections of a table in a file by what lies in a folder: the rows that were run.
  public static void write(Path file, StudyTable table, StudyFolder folder) throws IOException {
    List<RowResults> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      folder.read(row).ifPresent(rows::add);
    }
    WholeFiles.write(
        file,
        replaced(
            BoundedFiles.text(file, MOST),
            table.name(),
            asked -> of(rows.stream().filter(row -> has(asked, row.row())).toList())));
  }
}
