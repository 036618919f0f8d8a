package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

/// Derives every number of the two ziggurats.
class ZigguratTest {

  private static final MathContext DIGITS = new MathContext(45, RoundingMode.HALF_EVEN);
  private static final int LAST = Ziggurat.LAYERS - 1;

  /// numpy's table is the recurrence in doubles, with exp and log correctly rounded, but for one
  /// height that is one unit in the last place up, and carries on.
  @Test
  void normalLayersFollowTheRecurrenceInDoubles() {
    double area = 0x1.43016a5a4372ep-8;
    double x = Ziggurat.NORMAL_R;
    double height = exp(-0.5 * x * x);
    assertThat(Ziggurat.NORMAL_WIDTH[0] * 0x1p52).isEqualTo(area / height);
    assertThat(Ziggurat.NORMAL_HEIGHT[0]).isEqualTo(1);
    assertThat(Ziggurat.NORMAL_WIDTH[LAST] * 0x1p52).isEqualTo(x);
    assertThat(Ziggurat.NORMAL_HEIGHT[LAST]).isEqualTo(height);

    for (int i = LAST - 1; i >= 1; i--) {
      x = Math.sqrt(-2 * log(area / x + height));
      height = exp(-0.5 * x * x);
      if (i == 38) {
        height = Math.nextUp(height);
      }
      assertThat(Ziggurat.NORMAL_WIDTH[i] * 0x1p52).isEqualTo(x);
      assertThat(Ziggurat.NORMAL_HEIGHT[i]).isEqualTo(height);
    }
  }

  /// One unit more or less shows in one draw of 2⁵²; the hash was taken from numpy 2.4.6.
  @Test
  void normalBoundsAreNumpys() {
    long hash = 0;
    for (long bound : Ziggurat.NORMAL_BOUND) {
      hash = 31 * hash + bound;
    }

    assertThat(hash).isEqualTo(0x846967d25c8634f6L);
  }

  /// numpy's table is the recurrence in many digits, rounded at the end; its bounds are even.
  @Test
  void exponentialLayersFollowTheRecurrenceInManyDigits() {
    BigDecimal x = new BigDecimal("7.69711747013104971404462804801521549911396864");
    BigDecimal height = exp(x.negate());
    BigDecimal area = x.add(BigDecimal.ONE).multiply(height, DIGITS);
    BigDecimal scale = BigDecimal.TWO.pow(53);
    BigDecimal base = area.divide(height, DIGITS);
    assertThat(Ziggurat.EXPONENTIAL_WIDTH[0]).isEqualTo(base.divide(scale, DIGITS).doubleValue());
    assertThat(Ziggurat.EXPONENTIAL_HEIGHT[0]).isEqualTo(1);
    assertThat(Ziggurat.EXPONENTIAL_BOUND[0]).isEqualTo(bound(x, base));
    assertThat(Ziggurat.EXPONENTIAL_BOUND[1]).isZero();

    for (int i = LAST; i >= 1; i--) {
      assertThat(Ziggurat.EXPONENTIAL_WIDTH[i]).isEqualTo(x.divide(scale, DIGITS).doubleValue());
      assertThat(Ziggurat.EXPONENTIAL_HEIGHT[i]).isEqualTo(height.doubleValue());
      if (i > 1) {
        BigDecimal above = log(area.divide(x, DIGITS).add(height, DIGITS)).negate();
        assertThat(Ziggurat.EXPONENTIAL_BOUND[i]).isEqualTo(bound(above, x));
        x = above;
        height = exp(x.negate());
      }
    }
  }

  private static long bound(BigDecimal above, BigDecimal below) {
    BigDecimal half = above.multiply(BigDecimal.TWO.pow(52)).divide(below, DIGITS);
    return 2 * half.toBigInteger().longValueExact();
  }

  private static double exp(double x) {
    return exp(new BigDecimal(x)).doubleValue();
  }

  private static double log(double x) {
    return log(new BigDecimal(x)).doubleValue();
  }

  /// The Taylor series at x/2¹⁰, squared ten times.
  private static BigDecimal exp(BigDecimal x) {
    MathContext digits = new MathContext(60);
    BigDecimal small = x.divide(new BigDecimal(1024), digits);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; k < 30; k++) {
      term = term.multiply(small).divide(new BigDecimal(k), digits);
      sum = sum.add(term, digits);
    }
    for (int k = 0; k < 10; k++) {
      sum = sum.multiply(sum, digits);
    }
    return sum.round(DIGITS);
  }

  /// Newton's method on exp, from the double nearby: each step doubles the digits.
  private static BigDecimal log(BigDecimal x) {
    BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
    for (int k = 0; k < 2; k++) {
      BigDecimal error = x.multiply(exp(y.negate())).subtract(BigDecimal.ONE);
      y = y.add(error).subtract(error.multiply(error).divide(BigDecimal.TWO)).round(DIGITS);
    }
    return y;
  }
}
