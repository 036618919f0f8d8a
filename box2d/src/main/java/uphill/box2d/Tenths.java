package uphill.box2d;

import java.util.Locale;

/// Numbers in sentences, without their sign.
final class Tenths {

  private Tenths() {}

  /// To one place behind the point.
  static String of(double value) {
    return String.format(Locale.ROOT, "%.1f", Math.abs(value));
  }

  /// Of a share, in whole hundredths.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f", 100 * Math.abs(share));
  }
}
