package uphill.env.vector;

import java.util.Locale;
import uphill.env.Space;

/// What the numbers of an observation may be: its [Space], and finite; as a check that costs two
/// comparisons for a number.
final class Bounds {

  private final float[] low;
  private final float[] high;
  private final boolean whole; // whole numbers only

  private Bounds(float[] low, float[] high, boolean whole) {
    this.low = low;
    this.high = high;
    this.whole = whole;
  }

  static Bounds of(Space space) {
    float[] low = new float[space.size()];
    float[] high = new float[space.size()];
    for (int j = 0; j < low.length; j++) {
      // What is infinite, or not a number, is never within.
      low[j] = Math.max(low(space, j), -Float.MAX_VALUE);
      high[j] = Math.min(high(space, j), Float.MAX_VALUE);
    }
    return new Bounds(low, high, !(space instanceof Space.Box));
  }

  private static float low(Space space, int j) {
    return switch (space) {
      case Space.Box box -> box.low()[j];
      case Space.Discrete discrete -> discrete.start();
      case Space.MultiDiscrete _, Space.MultiBinary _ -> 0;
    };
  }

  private static float high(Space space, int j) {
    return switch (space) {
      case Space.Box box -> box.high()[j];
      case Space.Discrete discrete -> discrete.start() + discrete.n() - 1;
      case Space.MultiDiscrete multi -> multi.n()[j] - 1;
      case Space.MultiBinary _ -> 1;
    };
  }

  /// The first number that is not within; −1 if all are.
  int outside(float[] values) {
    for (int j = 0; j < low.length; j++) {
      if (!(values[j] >= low[j] && values[j] <= high[j])) {
        return j;
      }
    }
    return whole ? broken(values) : -1;
  }

  private int broken(float[] values) {
    for (int j = 0; j < low.length; j++) {
      if (values[j] != (int) values[j]) {
        return j;
      }
    }
    return -1;
  }

  /// What number j is that is not within: `outside its bounds [0.0, 1.0]`, `not a whole number from
  /// 0 to 3`.
  String words(int j) {
    return whole
        ? String.format(
            Locale.ROOT, "not a whole number from %d to %d", (int) low[j], (int) high[j])
        : "outside its bounds [%s, %s]".formatted(low[j], high[j]);
  }
}
