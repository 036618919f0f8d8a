package uphill.cli.report;

import java.util.Locale;

/// Numbers as people read them.
public final class Numbers {

  private static final long SECONDS_PER_MINUTE = 60;
  private static final long MINUTES_PER_HOUR = 60;
  private static final long HOURS_PER_DAY = 24;

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

  /// 1 step, 12.3k steps.
  public static String someSteps(long steps) {
    return steps(steps) + (steps == 1 ? " step" : " steps");
  }

  /// 45 seconds, 12 minutes, 3 hours, 4 days: roughly.
  public static String duration(double seconds) {
    double minutes = seconds / SECONDS_PER_MINUTE;
    double hours = minutes / MINUTES_PER_HOUR;
    double days = hours / HOURS_PER_DAY;
    if (minutes < 1.5) {
      return String.format(Locale.ROOT, "%.0f seconds", seconds);
    } else if (hours < 1.5) {
      return String.format(Locale.ROOT, "%.0f minutes", minutes);
    } else if (days < 2) {
      return String.format(Locale.ROOT, "%.0f hours", hours);
    }
    return String.format(Locale.ROOT, "%.0f days", days);
  }

  /// 0:07, 12:30.
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(
        Locale.ROOT, "%d:%02d", whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
  }
}
