package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AngleTest {

  private static final int RANDOM = 2_000_000;
  private static final int TURNS = 1 << 19;

  private static void assertSame(double x) {
    long sin = Double.doubleToLongBits(Angle.sin(x));
    long cos = Double.doubleToLongBits(Angle.cos(x));
    if (sin != Double.doubleToLongBits(StrictMath.sin(x))
        || cos != Double.doubleToLongBits(StrictMath.cos(x))) {
      throw new AssertionError("sin or cos of " + x + " = " + Double.toHexString(x));
    }
  }

  @Test
  void everyBitIsThatOfStrictMath() {
    Rng rng = Rng.seeded(1);
    for (int i = 0; i < RANDOM; i++) {
      double u = 2 * rng.random() - 1;
      assertSame(u);
      assertSame(10 * u);
      assertSame(1e6 * u);
      assertSame(Double.longBitsToDouble(rng.nextLong()));
    }
  }

  /// Where nearly all bits of the angle cancel, or its bounds are.
  @Test
  void everyBitIsThatOfStrictMathAroundEachQuarterOfATurn() {
    for (int n = 0; n <= TURNS; n++) {
      for (double x : new double[] {n * (Math.PI / 2), n * (Math.PI / 2) + Math.PI / 4}) {
        double up = x;
        double down = x;
        for (int k = 0; k < (n < 100 ? 2000 : 4); k++) {
          assertSame(up);
          assertSame(down);
          assertSame(-up);
          up = Math.nextUp(up);
          down = Math.nextDown(down);
        }
      }
    }
    for (int bit = 0; bit < 53; bit++) { // from close to far
      for (int n = 1; n < 200; n++) {
        double x = n * (Math.PI / 2);
        assertSame(x + Math.ulp(x) * (1L << bit));
        assertSame(x - Math.ulp(x) * (1L << bit));
      }
    }
  }

  @Test
  void whatIsNoAngleIsNone() {
    for (double x :
        new double[] {
          0, -0.0, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE
        }) {
      assertSame(x);
      assertSame(-x);
    }
  }

  @Test
  void nothingIsAllocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double sum = 0;
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 50 && least > 0; window++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = -500; i < 500; i++) {
        sum += Angle.sin(0.01 * i) + Angle.cos(0.01 * i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(sum).isFinite();
    assertThat(least).isZero();
  }
}
