package uphill.lab.derive;

import java.util.Locale;

/// Numbers with few enough digits that they are the same on every machine.
final class Digits {

  private Digits() {}

  /// With this many decimals; never a negative zero.
  static String of(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean zero = text.chars().noneMatch(c -> '1' <= c && c <= '9');
    return (zero ? text.replace("-", "") : text).replace('-', '−');
  }

  /// The same, with its sign.
  static String signed(double value, int decimals) {
    String text = of(value, decimals);
    boolean zero = text.chars().noneMatch(c -> '1' <= c && c <= '9');
    return text.startsWith("−") || zero ? text : "+" + text;
  }

  /// A bound: 1e-12, 0.25.
  static String bound(double value) {
    if (value >= 0.001) {
      return String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
  }
}
