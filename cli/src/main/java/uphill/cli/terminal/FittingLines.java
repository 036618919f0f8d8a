package uphill.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A screen whose lines fit its width: a sentence goes on in the next line, under its beginning or
/// its column; a row of a table does with its last columns, each of them whole. Lines that fit stay
/// as they are, and so do commands that are to be copied, and lines that command the terminal.
public final class FittingLines extends Writer {

  private static final char ESCAPE = '\u001b';
  private static final Pattern COMMAND = Pattern.compile("\\s*uphill .*");

  /// Two columns of a table: between them stand two blanks or more, unless after a sentence's end.
  private static final Pattern COLUMNS = Pattern.compile("\\S {2,}\\S");

  private final PrintWriter out;
  private final IntSupplier width;
  private final StringBuilder line = new StringBuilder();
  private boolean begun; // a part of this line is on the screen already

  FittingLines(PrintWriter out, IntSupplier width) {
    this.out = out;
    this.width = width;
  }

  /// One for this screen.
  public static PrintWriter on(PrintWriter out, IntSupplier width) {
    return new PrintWriter(new FittingLines(out, width), true);
  }

  @Override
  public void write(char[] text, int from, int length) {
    synchronized (lock) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          endLine();
        } else {
          line.append(text[i]);
        }
      }
    }
  }

  private void endLine() {
    String whole = line.toString();
    line.setLength(0);
    if (begun) {
      out.println(whole);
    } else {
      fit(whole, width.getAsInt()).forEach(out::println);
    }
    begun = false;
  }

  /// A line as lines of at most so many columns.
  static List<String> fit(String line, int columns) {
    if (Width.of(line) <= columns || line.indexOf(ESCAPE) >= 0 || COMMAND.matcher(line).matches()) {
      return List.of(line);
    }
    String text = line.stripLeading();
    int indent = line.length() - text.length();
    Matcher gap = COLUMNS.matcher(line);
    int start = indent; // of the column that does not fit
    int before = 0; // where the one before ends
    for (int from = indent; gap.find(from) && gap.start() + 1 <= columns; from = start) {
      before = gap.start() + 1;
      start = gap.end() - 1;
    }
    boolean words = !gap.find(start) && line.indexOf(' ', start) >= 0; // a last column of words
    if (before > 0 && !words) {
      return folded(
          line.substring(0, before), " ".repeat(indent + 4), line.substring(start), columns);
    }
    String under = " ".repeat(start <= columns / 2 ? start : Math.min(indent, columns / 2));
    String hanging = before == 0 ? under + "  " : under;
    return Width.wrap(line.substring(0, start), hanging, line.substring(start), columns).stream()
        .map(String::stripTrailing)
        .toList();
  }

  /// A row whose last columns stand in lines of their own, as many in each as fit.
  private static List<String> folded(String first, String under, String rest, int columns) {
    List<String> lines = new ArrayList<>(List.of(first));
    StringBuilder line = new StringBuilder();
    for (String cell : rest.strip().split(" {2,}", -1)) {
      if (!line.isEmpty() && under.length() + line.length() + 2 + cell.length() > columns) {
        lines.addAll(Width.wrap(under, under, line.toString(), columns));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "  ").append(cell);
    }
    lines.addAll(Width.wrap(under, under, line.toString(), columns));
    return lines;
  }

  @Override
  public void flush() {
    synchronized (lock) {
      if (!line.isEmpty()) {
        out.print(line);
        line.setLength(0);
        begun = true;
      }
      out.flush();
    }
  }

  @Override
  public void close() {
    flush();
    out.close();
  }
}
