package uphill.mujoco;

import java.util.Locale;

/// Parts of clauses that several robots are described with.
final class Seen {

  private Seen() {}

  /// How fast it goes along x: `moving forward at 3.21 m/s`.
  static String along(double speed) {
    String digits = number(Math.abs(speed));
    return digits.equals("0.00")
        ? "standing still"
        : "moving %s at %s m/s".formatted(speed < 0 ? "back" : "forward", digits);
  }

  /// A number to two places behind the point.
  static String number(double value) {
    String digits = String.format(Locale.ROOT, "%.2f", Math.abs(value));
    return value < 0 && !digits.equals("0.00") ? "−" + digits : digits;
  }
}
