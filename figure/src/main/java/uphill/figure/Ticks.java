package uphill.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Places on an axis at multiples of 1, 2 or 5 times a power of ten, exact in decimal.
///
/// There is no tick between two neighbours, and the distance is the smallest that needs at most the
/// wanted number of intervals for the range itself.
public record Ticks(List<BigDecimal> values) {

  private static final String[] SUFFIX = {"", "k", "M", "B", "T"};
  private static final int SUFFIXES_FROM = 4; // decimal exponent of the largest tick
  private static final int LARGEST_PLAIN = 15; // decimal exponent from which 1e15 is written
  private static final int SMALLEST_PLAIN = -4;

  /// Ticks of which the first is at or below `min` and the last at or above `max`.
  public static Ticks covering(double min, double max, int intervals) {
    return of(min, max, intervals, RoundingMode.FLOOR, RoundingMode.CEILING);
  }

  /// The ticks in [min, max].
  public static Ticks within(double min, double max, int intervals) {
    return of(min, max, intervals, RoundingMode.CEILING, RoundingMode.FLOOR);
  }

  private static Ticks of(
      double min, double max, int intervals, RoundingMode first, RoundingMode last) {
    if (!(min < max) || !Double.isFinite(max - min) || intervals < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "ticks need a finite range, got [%s, %s] with %d intervals",
              min,
              max,
              intervals));
    }
    BigDecimal step = step((max - min) / intervals);
    BigDecimal from = new BigDecimal(min).divide(step, 0, first);
    BigDecimal to = new BigDecimal(max).divide(step, 0, last);
    List<BigDecimal> values = new ArrayList<>();
    for (BigDecimal k = from; k.compareTo(to) <= 0; k = k.add(BigDecimal.ONE)) {
      values.add(k.multiply(step));
    }
    return new Ticks(List.copyOf(values));
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least `atLeast`.
  private static BigDecimal step(double atLeast) {
    // Rounded to 12 digits first: (0.3 − 0) / 3 is meant to be 0.1, not a little more.
    BigDecimal wanted = new BigDecimal(atLeast).round(new MathContext(12));
    int exponent = exponent(wanted);
    for (int digit : new int[] {1, 2, 5}) {
      BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
      if (step.compareTo(wanted) >= 0) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  public double first() {
    return values.getFirst().doubleValue();
  }

  public double last() {
    return values.getLast().doubleValue();
  }

  /// A tick as the axis shows it: 0.25 or 1500 where all are below ten thousand; else 500, 1k,
  /// 100k, 1.5M, and 1e20 beyond the suffixes.
  public String label(BigDecimal tick) {
    if (tick.signum() == 0) {
      return "0";
    }
    String sign = tick.signum() < 0 ? "−" : "";
    BigDecimal size = tick.abs();
    int exponent = exponent(size);
    if (exponent >= LARGEST_PLAIN || exponent < SMALLEST_PLAIN) {
      return sign + plain(size.scaleByPowerOfTen(-exponent)) + "e" + exponent;
    }
    int largest = Math.max(exponent(values.getFirst().abs()), exponent(values.getLast().abs()));
    int thousands = largest < SUFFIXES_FROM ? 0 : Math.max(0, exponent / 3);
    return sign + plain(size.scaleByPowerOfTen(-3 * thousands)) + SUFFIX[thousands];
  }

  /// The power of ten of the first digit.
  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
