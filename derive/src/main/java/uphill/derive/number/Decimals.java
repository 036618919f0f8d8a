package uphill.derive.number;

import java.util.Locale;

/// Numbers with few enough digits that they are the same on every machine.
public final class Decimals {

  /// Larger than what machines may disagree in, smaller than what is shown. It decides ties.
  private static final double NUDGE = 1 + 1e-11;

  private Decimals() {}

  /// With this many decimals; never a negative zero.
  public static String of(double value, int decimals) {
    String text = plain(value, decimals);
    boolean zero = text.chars().noneMatch(c -> '1' <= c && c <= '9');
    return (zero ? text.replace("-", "") : text).replace('-', '−');
  }

  /// With a hyphen for a minus.
  public static String plain(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value * NUDGE);
  }

  /// The same, with its sign.
  public static String signed(double value, int decimals) {
    String text = of(value, decimals);
    boolean zero = text.chars().noneMatch(c -> '1' <= c && c <= '9');
    return text.startsWith("−") || zero ? text : "+" + text;
  }

  /// A bound: 1e-12, 0.25.
  public static String bound(double value) {
    if (value == 0 || value >= 0.001) {
      return String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
    }
    return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
  }
}
