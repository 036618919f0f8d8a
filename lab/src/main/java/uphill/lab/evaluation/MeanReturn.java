package uphill.lab.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;

/// A mean return as people read it, with as many decimals as it has meaning for: two digits of its
/// standard error, three of whichever of the two is larger, one at least.
///
/// ```text
/// decimals = max(1 − ⌊log₁₀ error⌋, 2 − ⌊log₁₀ max(|value|, error)⌋, 1)
/// ```
///
/// @param value the mean
/// @param error its standard error; 0 where there is none, or none is known
public record MeanReturn(double value, double error) {

  private static final int MOST_DECIMALS = 12;
  private static final int ALL_DECIMALS = 400; // a double has no more
  private static final double LONG = 1e9; // from here on, a number is too long to be read
  private static final double ROUNDING = 1e-9; // below it an error is that of the summation

  /// Half of a 95 % interval in standard errors.
  private static final double HALF_INTERVAL = 1.96;

  /// Of episodes.
  public static MeanReturn of(Evaluation evaluation) {
    return new MeanReturn(
        evaluation.mean(),
        evaluation.episodes() > 1 ? evaluation.std() / Math.sqrt(evaluation.episodes()) : 0);
  }

  /// Of returns of which the mean and the extremes are known. No deviation is larger than that of
  /// returns which are all extreme, √((max − mean)·(mean − min)).
  public static MeanReturn of(double mean, double min, double max, double episodes) {
    double deviation = Math.sqrt(Math.max(0, (max - mean) * (mean - min)));
    double error = deviation / Math.sqrt(episodes);
    return new MeanReturn(mean, error > 0 ? error : 0);
  }

  /// Of several runs, with a 95 % interval.
  public static MeanReturn of(double value, Statistics.Interval interval) {
    return new MeanReturn(value, interval.width() / (2 * HALF_INTERVAL));
  }

  /// The mean of independent ones; NaN where there are none.
  public static MeanReturn of(Collection<MeanReturn> all) {
    double sum = 0;
    double squares = 0;
    for (MeanReturn one : all) {
      sum += one.value;
      squares += one.error * one.error;
    }
    return new MeanReturn(sum / all.size(), Math.sqrt(squares) / all.size());
  }

  /// How many decimals it has meaning for.
  public int decimals() {
    double noise = error > ROUNDING * Math.abs(value) ? error : 0;
    double larger = Math.max(Math.abs(value), noise);
    int digits = Math.max(missing(noise, 1), missing(larger, 2));
    return Math.clamp(digits, 1, MOST_DECIMALS);
  }

  /// The decimals that so many digits behind the first take.
  private static int missing(double value, int digits) {
    return value > 0 ? digits - (int) Math.floor(StrictMath.log10(value)) : 1;
  }

  /// With its decimals.
  public String text() {
    return text(value);
  }

  /// With its decimals; with more where it would be rounded across the threshold.
  public String text(OptionalDouble threshold) {
    if (threshold.isEmpty() || !Double.isFinite(value)) {
      return text();
    }
    BigDecimal bound = exact(threshold.getAsDouble());
    boolean reached = value >= threshold.getAsDouble();
    int decimals = decimals();
    while (decimals < ALL_DECIMALS && reached != (rounded(value, decimals).compareTo(bound) >= 0)) {
      decimals++;
    }
    return shown(rounded(value, decimals));
  }

  /// Another number of the same kind, a deviation say, with as many decimals as the mean.
  public String text(double other) {
    return Double.isFinite(other) ? shown(rounded(other, decimals())) : "-";
  }

  /// The return of one episode, without zeros at the end: 500, -123.4.
  public String brief(double other) {
    return Double.isFinite(other) ? plain(rounded(other, decimals())) : "-";
  }

  /// A threshold, to the last digit: 475, 0.7, 0.85.
  public static String threshold(double value) {
    return Double.isFinite(value) ? plain(exact(value)) : Double.toString(value);
  }

  /// 500.0, -123.4; 1.03e+37 where it would be too long.
  private static String shown(BigDecimal value) {
    return Math.abs(value.doubleValue()) < LONG
        ? value.toPlainString()
        : String.format(Locale.ROOT, "%.2e", value.doubleValue());
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : shown(value.stripTrailingZeros());
  }

  private static BigDecimal rounded(double value, int decimals) {
    return exact(value).setScale(decimals, RoundingMode.HALF_UP);
  }

  /// As Java prints the number: the shortest decimal that is this double.
  private static BigDecimal exact(double value) {
    return new BigDecimal(Double.toString(value));
  }
}
