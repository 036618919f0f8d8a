package uphill.env;

import java.util.Locale;

/// Clauses that several worlds are described with.
public final class Words {

  private Words() {}

  /// A square of a grid, counted from 1.
  public static String cell(int row, int column) {
    return String.format(Locale.ROOT, "row %d, column %d", row + 1, column + 1);
  }

  /// Which side of a place: `left of the centre`, `at the centre`.
  public static String side(double offset, double near, String place) {
    return Math.abs(offset) <= near
        ? "at " + place
        : (offset < 0 ? "left of " : "right of ") + place;
  }

  /// Which way something goes: `moving left`, `standing still`.
  public static String moving(double velocity, double slow) {
    return Math.abs(velocity) <= slow
        ? "standing still"
        : velocity < 0 ? "moving left" : "moving right";
  }

  /// A turn, which is counted against the clock: `turning clockwise`, `at rest`.
  public static String turning(double velocity, double slow) {
    return Math.abs(velocity) <= slow
        ? "at rest"
        : velocity < 0 ? "turning clockwise" : "turning counterclockwise";
  }

  /// A number to two places behind the point.
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
