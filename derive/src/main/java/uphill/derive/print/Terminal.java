package uphill.derive.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import uphill.derive.Derivation;
import uphill.derive.step.Check;
import uphill.derive.step.Formula;
import uphill.derive.step.Illustration;
import uphill.derive.step.Step;
import uphill.derive.step.Symbol;
import uphill.derive.step.Table;

/// Prints the derivation as plain text that fits the terminal.
public final class Terminal {

  /// Lines are not longer than this, however wide the terminal: longer ones are hard to read.
  private static final int MOST_COLUMNS = 80;

  private static final int FEWEST_COLUMNS = 30;

  private static final int MARKS_FROM = 0x0300; // combining marks
  private static final int MARKS_TO = 0x036F;

  private final StringBuilder out = new StringBuilder();
  private final int columns;

  private Terminal(int columns) {
    this.columns = Math.clamp(columns, FEWEST_COLUMNS, MOST_COLUMNS);
  }

  /// The text of these steps.
  ///
  /// @param columns of the terminal
  public static String of(List<Step> steps, int columns) {
    var terminal = new Terminal(columns);
    steps.forEach(terminal::add);
    return terminal.out.toString();
  }

  /// The question, what is ahead, all steps, and the answer.
  public static String whole(List<Step> steps, int columns) {
    var terminal = new Terminal(columns);
    terminal.paragraph(Derivation.question());
    for (Step step : steps) {
      String number = String.valueOf(step.number());
      terminal.wrap(" ".repeat(2 - number.length()) + number + "  ", step.title(), 2);
    }
    terminal.out.append("\n\n");
    steps.forEach(terminal::add);
    terminal.heading("The answer, to keep");
    terminal.sentences();
    return terminal.out.toString();
  }

  /// The question and the answer.
  public static String answer(int columns) {
    var terminal = new Terminal(columns);
    terminal.paragraph(Derivation.question());
    terminal.sentences();
    return terminal.out.toString();
  }

  private void sentences() {
    int number = 1;
    for (String sentence : Derivation.answer()) {
      wrap(number + ". ", plain(sentence), 0);
      number++;
    }
  }

  private void heading(String heading) {
    wrap("", heading, 0);
    out.append("─".repeat(Math.min(columns, columns(heading)))).append("\n\n");
  }

  private void add(Step step) {
    heading("%s  %s".formatted(step.number(), step.title()));
    step.opening().forEach(this::paragraph);
    if (!step.introduces().isEmpty()) {
      out.append("New symbols\n");
      for (Symbol symbol : step.introduces()) {
        wrap(padded(shown(symbol), 5), plain(symbol.words()), 2);
      }
      out.append('\n');
    }
    for (Formula formula : step.formulas()) {
      wrap("", formula.text(), 4);
      wrap("", plain(formula.because()), 8);
      out.append('\n');
    }
    step.prose().forEach(this::paragraph);
    step.tables().forEach(this::table);
    for (Illustration picture : step.pictures()) {
      wrap("Picture: ", picture.description(), 0);
      out.append('\n');
    }
    out.append("Checked now\n");
    step.checks().forEach(this::check);
    out.append('\n');
  }

  /// What stands before the words of a symbol.
  static String shown(Symbol symbol) {
    return switch (symbol.text()) {
      case "1[" -> "1[·]";
      case "‖" -> "‖·‖";
      default -> symbol.text();
    };
  }

  private void paragraph(String text) {
    wrap("", plain(text), 0);
    out.append('\n');
  }

  private void check(Check check) {
    wrap(check.passed() ? "✓ " : "✗ ", plain(check.sentence()), 2);
    wrap("", plain(numbers(check, "")), 6);
  }

  /// The numbers of a claim, how they are to each other, and what must hold.
  ///
  /// @param mark around each number
  static String numbers(Check check, String mark) {
    List<String> numbers = new ArrayList<>();
    for (Check.Value value : check.values()) {
      String name = value.name().isEmpty() ? "" : value.name() + ": ";
      numbers.add(name + mark + value.shown() + mark);
    }
    String joined = String.join(check.kind().between(), numbers);
    String condition = check.condition() + failure(check);
    return joined.isEmpty() || condition.isEmpty()
        ? joined + condition
        : "%s (%s)".formatted(joined, condition);
  }

  /// By how much a check fails, or nothing.
  static String failure(Check check) {
    return check.passed()
        ? ""
        : " FAILED, off by %s where %s passes".formatted(check.error(), check.bound());
  }

  private void table(Table table) {
    wrap("", plain(table.caption()), 2);
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.header().stream().map(Terminal::plain).toList());
    table.rows().forEach(row -> rows.add(row.stream().map(Terminal::plain).toList()));
    int[] widths = widths(rows, Terminal::columns);
    if (!fits(widths)) {
      widths = widths(rows, Terminal::longestWord);
    }
    if (fits(widths)) {
      for (List<String> row : rows) {
        row(row, widths);
      }
    } else {
      rows.subList(1, rows.size()).forEach(row -> list(rows.getFirst(), row));
    }
    out.append('\n');
  }

  private boolean fits(int[] widths) {
    return Arrays.stream(widths).sum() + 2 * widths.length + 2 <= columns;
  }

  /// A row whose table is too wide: its first cell, and under it the others, each with its header.
  private void list(List<String> header, List<String> row) {
    for (int k = 0; k < row.size(); k++) {
      String name = header.get(k).isEmpty() ? "" : header.get(k) + ": ";
      wrap("", name + row.get(k), k == 0 ? 4 : 6);
    }
  }

  /// As wide as cells are, or as their longest words; the first column is never broken.
  private static int[] widths(List<List<String>> rows, ToIntFunction<String> width) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int k = 0; k < widths.length; k++) {
        int room = k == 0 ? columns(row.get(k)) : width.applyAsInt(row.get(k));
        widths[k] = Math.max(widths[k], room);
      }
    }
    return widths;
  }

  /// A row in as many lines as its tallest cell; a cell is broken between words.
  private void row(List<String> row, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    int lines = 0;
    for (int k = 0; k < widths.length; k++) {
      List<String> cell = lines(row.get(k), widths[k]);
      cells.add(cell);
      lines = Math.max(lines, cell.size());
    }
    for (int line = 0; line < lines; line++) {
      StringBuilder text = new StringBuilder("  ");
      for (int k = 0; k < widths.length; k++) {
        String part = line < cells.get(k).size() ? cells.get(k).get(line) : "";
        String room = " ".repeat(widths[k] - columns(part));
        text.append("  ").append(k == 0 ? part + room : room + part);
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
  }

  private static int longestWord(String text) {
    int longest = 0;
    for (String word : text.split(" ", -1)) {
      longest = Math.max(longest, columns(word));
    }
    return longest;
  }

  /// Text in lines behind a margin; the first line begins with a mark.
  private void wrap(String mark, String text, int margin) {
    String indent = " ".repeat(margin);
    int hanging = mark.isEmpty() ? margin : margin + columns(mark);
    boolean first = true;
    for (String line : lines(text, columns - hanging)) {
      out.append(first ? indent + mark : " ".repeat(hanging)).append(line).append('\n');
      first = false;
    }
  }

  private static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && columns(line) + 1 + columns(word) > width) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - columns(text)));
  }

  /// Without the marks around math and code.
  public static String plain(String text) {
    return text.replace("$", "").replace("`", "");
  }

  /// How many columns it takes: a combining mark takes none.
  static int columns(CharSequence text) {
    return (int) text.codePoints().filter(c -> c < MARKS_FROM || c > MARKS_TO).count();
  }
}
