package uphill.cli;

import java.util.Locale;

/// Numbers as people read them.
final class Numbers {

  private static final long SECONDS_PER_MINUTE = 60;

  private Numbers() {}

  /// 950, 12.3k, 200k, 1.25M.
  static String steps(long steps) {
    if (steps < 1000) {
      return Long.toString(steps);
    }
    boolean millions = steps >= 1_000_000;
    double value = steps / (millions ? 1e6 : 1e3);
    String text = String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    return text.replaceAll("\\.0$", "") + (millions ? "M" : "k");
  }

  /// 0:07, 12:30.
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(
        Locale.ROOT, "%d:%02d", whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
  }

  /// A return: 500, -123.4.
  static String value(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
  }
}
