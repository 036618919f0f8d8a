package uphill.autodiff;

import java.util.Locale;

/// A named matrix [rows, columns] that is learnt: a stretch of the one array of its [Parameters].
public final class Parameter {

  private final Parameters owner;
  private final String name;
  private final int rows;
  private final int columns;
  private final int at;

  Parameter(Parameters owner, String name, int rows, int columns, int at) {
    this.owner = owner;
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.at = at;
  }

  /// The set it belongs to.
  public Parameters owner() {
    return owner;
  }

  /// Its name, unique in its set: `0.weight`.
  public String name() {
    return name;
  }

  /// Its rows: a layer's inputs, or 1.
  public int rows() {
    return rows;
  }

  /// Its columns: a layer's outputs.
  public int columns() {
    return columns;
  }

  /// Where its first element lies in [Parameters#values()]; the rest follows row by row.
  public int at() {
    return at;
  }

  /// rows · columns.
  public int size() {
    return rows * columns;
  }

  /// Whether the other has the same name, rows and columns.
  boolean isShapedAs(Parameter other) {
    return name.equals(other.name) && rows == other.rows && columns == other.columns;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s [%d, %d]", name, rows, columns);
  }
}
