package uphill.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// A table that loses nothing on a narrow screen: where its rows do not fit, its columns stand in
/// several blocks, each with the first column; where one does not fit beside that, each row is a
/// list.
public final class Columns {

  private static final String MARGIN = "  ";
  private static final String GAP = "  ";

  private final List<String> header = new ArrayList<>();
  private final List<Boolean> left = new ArrayList<>(); // whether its cells begin in line
  private final List<List<String>> rows = new ArrayList<>();

  /// A column whose cells begin one below the other: names and words.
  public Columns left(String name) {
    header.add(name);
    left.add(true);
    return this;
  }

  /// A column whose cells end one below the other: numbers.
  public Columns right(String name) {
    header.add(name);
    left.add(false);
    return this;
  }

  /// A row, a cell for each column.
  public Columns row(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException("a cell for each of %s, got %s".formatted(header, cells));
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /// Its lines, none of them wider than this where no single cell is.
  public List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    List<Integer> block = new ArrayList<>();
    int first = MARGIN.length() + width(0);
    int taken = first;
    for (int column = 1; column < header.size(); column++) {
      int more = GAP.length() + width(column);
      if (first + more > width) {
        return lists(width);
      }
      if (taken + more > width) {
        block(block, lines);
        block.clear();
        taken = first;
      }
      block.add(column);
      taken += more;
    }
    block(block, lines);
    return lines;
  }

  private int width(int column) {
    int widest = Width.of(header.get(column));
    for (List<String> row : rows) {
      widest = Math.max(widest, Width.of(row.get(column)));
    }
    return widest;
  }

  private void block(List<Integer> columns, List<String> lines) {
    lines.add(line(header, columns));
    rows.forEach(row -> lines.add(line(row, columns)));
  }

  private String line(List<String> cells, List<Integer> columns) {
    StringBuilder line = new StringBuilder(MARGIN).append(padded(cells, 0));
    columns.forEach(column -> line.append(GAP).append(padded(cells, column)));
    return line.toString().stripTrailing();
  }

  private String padded(List<String> cells, int column) {
    String cell = cells.get(column);
    String room = " ".repeat(width(column) - Width.of(cell));
    return left.get(column) ? cell + room : room + cell;
  }

  /// Each row as its first cell, and under it every other with the name of its column.
  private List<String> lists(int width) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      String name = header.getFirst();
      String title = name.isEmpty() ? row.getFirst() : "%s %s".formatted(name, row.getFirst());
      lines.addAll(Width.wrap(MARGIN, MARGIN + GAP, title, width));
      for (int column = 1; column < row.size(); column++) {
        String cell = "%s: %s".formatted(header.get(column), row.get(column));
        lines.addAll(Width.wrap(MARGIN + GAP, MARGIN + GAP + GAP, cell, width));
      }
    }
    return lines;
  }
}
