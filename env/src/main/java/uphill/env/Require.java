package uphill.env;

import java.util.Arrays;
import java.util.Locale;

/// What the worlds check at their border.
public final class Require {

  private Require() {}

  /// That there was a reset.
  public static void begun(boolean begun, String world) {
    if (!begun) {
      throw new IllegalStateException(world + ": call reset before step");
    }
  }

  /// That these are `n` finite values.
  public static void physics(double[] state, int n, String world) {
    boolean finite = Arrays.stream(state).allMatch(Double::isFinite);
    if (state.length != n || !finite) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a physical state is %d finite values, got %s",
              world,
              n,
              Arrays.toString(state)));
    }
  }

  /// That the bounds of an initial state are in order.
  public static void ordered(double low, double high, String world) {
    if (low > high) {
      throw new IllegalArgumentException(
          "%s: reset option \"low\" must not be above \"high\", got %s and %s"
              .formatted(world, low, high));
    }
  }
}
