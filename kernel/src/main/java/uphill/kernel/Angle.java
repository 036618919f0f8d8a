package uphill.kernel;

/// Sine and cosine of angles in radians, with the bits of `StrictMath`, whose methods allocate 32
/// bytes in every call (JDK 25).
///
/// ```text
/// x = n·π/2 + r,  |r| ≤ π/4        sin x = ±sin r or ±cos r, by n mod 4; cos x = sin of n + 1
/// sin r ≈ r + S₁r³ + … + S₆r¹³      cos r ≈ 1 − r²/2 + C₁r⁴ + … + C₆r¹⁴
/// ```
///
/// Steps, constants and rounding are those of fdlibm's `e_rem_pio2.c`, `k_sin.c` and `k_cos.c`
/// (<https://www.netlib.org/fdlibm/>): Copyright (C) 1993 by Sun Microsystems, Inc. All rights
/// reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy,
/// modify, and distribute this software is freely granted, provided that this notice is preserved.
public final class Angle {

  private static final double S1 = -0.16666666666666632;
  private static final double S2 = 0.00833333333332249;
  private static final double S3 = -0.0001984126982985795;
  private static final double S4 = 2.7557313707070068e-6;
  private static final double S5 = -2.5050760253406863e-8;
  private static final double S6 = 1.58969099521155e-10;

  private static final double C1 = 0.0416666666666666;
  private static final double C2 = -0.001388888888887411;
  private static final double C3 = 2.480158728947673e-5;
  private static final double C4 = -2.7557314351390663e-7;
  private static final double C5 = 2.087572321298175e-9;
  private static final double C6 = -1.1359647557788195e-11;

  // π/2 in three parts of 33 bits, and what each leaves.
  private static final double TWO_OVER_PI = 0.6366197723675814;
  private static final double HALF_PI_1 = 1.5707963267341256;
  private static final double HALF_PI_1_REST = 6.077100506506192e-11;
  private static final double HALF_PI_2 = 6.077100506303966e-11;
  private static final double HALF_PI_2_REST = 2.0222662487959506e-21;
  private static final double HALF_PI_3 = 2.0222662487111665e-21;
  private static final double HALF_PI_3_REST = 8.4784276603689e-32;

  // Upper words of numbers, without their sign.
  private static final int QUARTER_PI = 0x3fe921fb;
  private static final int HALF_PI = 0x3ff921fb;
  private static final int THREE_QUARTERS_PI = 0x4002d97c; // a little more
  private static final int MANY = 0x413921fb; // 2¹⁹·π/2
  private static final int TINY = 0x3e400000; // 2⁻²⁷
  private static final int SMALL = 0x3fd33333; // 0.3
  private static final int NEARLY_QUARTER_PI = 0x3fe90000; // 0.78125

  private static final int FEW = 32;

  private Angle() {}

  /// sin x.
  public static double sin(double x) {
    int size = upper(x) & Integer.MAX_VALUE;
    if (size <= QUARTER_PI) {
      return sine(x, 0, true);
    }
    return size > MANY ? StrictMath.sin(x) : reduced(x, size, 0);
  }

  /// cos x.
  public static double cos(double x) {
    int size = upper(x) & Integer.MAX_VALUE;
    if (size <= QUARTER_PI) {
      return cosine(x, 0);
    }
    return size > MANY ? StrictMath.cos(x) : reduced(x, size, 1);
  }

  /// The sine of x plus so many right angles.
  private static double reduced(double x, int size, int turns) {
    double t = Math.abs(x);
    int n;
    double r;
    double w;
    if (size < THREE_QUARTERS_PI) {
      n = 1;
      boolean near = size == HALF_PI; // 33 + 53 bits of π/2 are not enough there
      r = near ? t - HALF_PI_1 - HALF_PI_2 : t - HALF_PI_1;
      w = near ? HALF_PI_2_REST : HALF_PI_1_REST;
    } else {
      n = (int) (t * TWO_OVER_PI + 0.5);
      r = t - n * HALF_PI_1;
      w = n * HALF_PI_1_REST;
      boolean apart = n < FEW && size != upper(n * (Math.PI / 2));
      if (!apart && lost(size, r - w) > 16) {
        double before = r;
        w = n * HALF_PI_2;
        r = before - w;
        w = n * HALF_PI_2_REST - ((before - r) - w);
        if (lost(size, r - w) > 49) {
          before = r;
          w = n * HALF_PI_3;
          r = before - w;
          w = n * HALF_PI_3_REST - ((before - r) - w);
        }
      }
    }
    double high = r - w;
    double low = (r - high) - w;
    if (x < 0) {
      high = -high;
      low = -low;
      n = -n;
    }
    return switch ((n + turns) & 3) {
      case 0 -> sine(high, low, false);
      case 1 -> cosine(high, low);
      case 2 -> -sine(high, low, false);
      default -> -cosine(high, low);
    };
  }

  /// How many bits a difference lost of a number of this size.
  private static int lost(int size, double difference) {
    return (size >> 20) - ((upper(difference) >> 20) & 0x7ff);
  }

  /// sin(x + rest) for |x| ≤ π/4.
  private static double sine(double x, double rest, boolean whole) {
    if ((upper(x) & Integer.MAX_VALUE) < TINY) {
      return x;
    }
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return whole ? x + v * (S1 + z * r) : x - ((z * (0.5 * rest - v * r) - rest) - v * S1);
  }

  /// cos(x + rest) for |x| ≤ π/4.
  private static double cosine(double x, double rest) {
    int size = upper(x) & Integer.MAX_VALUE;
    if (size < TINY) {
      return 1;
    }
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    double correction = z * r - x * rest;
    if (size < SMALL) {
      return 1 - (0.5 * z - correction);
    }
    // About x/4, so that 1 minus it is exact.
    double q =
        size > NEARLY_QUARTER_PI ? 0.28125 : Double.longBitsToDouble((size - 0x00200000L) << 32);
    return (1 - q) - ((0.5 * z - q) - correction);
  }

  private static int upper(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> 32);
  }
}
