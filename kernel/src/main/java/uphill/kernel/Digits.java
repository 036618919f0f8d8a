package uphill.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as people read them, with a minus that is one.
public final class Digits {

  private static final MathContext THREE = new MathContext(3);
  private static final int SMALLEST_PLAIN = -4; // decimal exponent
  private static final int LARGEST_PLAIN = 6;
  private static final int MOST_DECIMALS = 6;
  private static final double SMALL = 1e-4;
  private static final double HALF_PERCENT = 0.005;

  private Digits() {}

  /// Three significant digits: 0.0289, −1.28e−5.
  public static String three(double value) {
    if (!Double.isFinite(value)) {
      return "not a number";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE);
    int exponent = rounded.precision() - rounded.scale() - 1;
    String text =
        exponent < SMALLEST_PLAIN || exponent > LARGEST_PLAIN
            ? power(value, 2)
            : rounded.toPlainString();
    return text.replace('-', '−');
  }

  /// As 1.28e−5.
  private static String power(double value, int decimals) {
    return value == 0
        ? "0"
        : String.format(Locale.ROOT, "%." + decimals + "e", value)
            .replaceAll("e([+-])0*(?=\\d)", "e$1")
            .replace("e+", "e")
            .replace('-', '−');
  }

  /// The same without zeros at the end.
  public static String brief(double value) {
    return three(value).replaceFirst("(\\.\\d*?)0+(?=e|$)", "$1").replaceFirst("\\.(?=e|$)", "");
  }

  /// Three significant digits with a sign.
  public static String signed(double value) {
    return value > 0 ? "+" + three(value) : three(value);
  }

  /// A share in whole per cent: 0 % and 100 % only where it is exactly that.
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "not a number";
    }
    if (share > 0 && share < HALF_PERCENT) {
      return "less than 1 %";
    }
    return share < 1 && share >= 1 - HALF_PERCENT
        ? "more than 99 %"
        : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /// Two numbers with as many places behind the point as it takes to tell them apart.
  ///
  /// @param before the first
  /// @param after the second
  public record Pair(String before, String after) {

    /// Of these two, with three places at least; of two that are small, as densities of many
    /// numbers are, with as many digits.
    public static Pair of(double before, double after) {
      double difference = Math.abs(after - before);
      double largest = Math.max(Math.abs(before), Math.abs(after));
      if (0 < largest && largest < SMALL) {
        int digits =
            difference == 0
                ? 2
                : Math.clamp(1 + (int) Math.ceil(-StrictMath.log10(difference / largest)), 2, 6);
        return new Pair(power(before, digits), power(after, digits));
      }
      int decimals =
          difference == 0 || !Double.isFinite(difference)
              ? 3
              : Math.clamp(1 + (int) Math.ceil(-StrictMath.log10(difference)), 3, MOST_DECIMALS);
      return new Pair(fixed(before, decimals), fixed(after, decimals));
    }

    /// With three places, whether they can be told apart or not.
    public static Pair rounded(double before, double after) {
      return new Pair(fixed(before, 3), fixed(after, 3));
    }

    private static String fixed(double value, int decimals) {
      return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }
  }
}
