package uphill.rl.setting;

import java.math.BigDecimal;
import java.util.Locale;
import uphill.kernel.Shown;

/// Numbers of steps as people write them: 500000, 1e6, 200k, 2M.
public final class Counts {

  /// Characters of a count; what has more takes long to read and is none.
  private static final int LONGEST = 100;

  private Counts() {}

  /// The whole number that a text means.
  ///
  /// @throws NumberFormatException if it means none, or one beyond 2⁶³ − 1
  public static long parse(String text) {
    if (text.length() > LONGEST) {
      throw notACount(text);
    }
    String digits = text.strip().toLowerCase(Locale.ROOT).replace("_", "");
    long unit = digits.endsWith("k") ? 1000 : digits.endsWith("m") ? 1_000_000 : 1;
    if (unit > 1) {
      digits = digits.substring(0, digits.length() - 1);
    }
    BigDecimal number;
    try {
      number = new BigDecimal(digits).multiply(BigDecimal.valueOf(unit)).stripTrailingZeros();
    } catch (ArithmeticException | NumberFormatException e) {
      throw (NumberFormatException) notACount(text).initCause(e);
    }
    if (number.scale() > 0) {
      throw notACount(text);
    }
    if (number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new NumberFormatException(
          String.format(
              Locale.ROOT,
              "\"%s\" is too large: whole numbers go up to %d (2^63 - 1)",
              Shown.text(text),
              Long.MAX_VALUE));
    }
    return number.longValueExact();
  }

  private static NumberFormatException notACount(String text) {
    return new NumberFormatException(
        "\"%s\" is not a whole number such as 500000, 1e6, 200k or 2M".formatted(Shown.text(text)));
  }
}
