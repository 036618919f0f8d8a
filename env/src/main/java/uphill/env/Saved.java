package uphill.env;

import java.util.Arrays;
import java.util.Locale;
import uphill.kernel.Rng;

/// The layout of a world's [Env#state()]: its own values as bits, then the state of its generator.
public final class Saved {

  private Saved() {}

  public static long[] of(Rng rng, double... values) {
    long[] generator = rng.state();
    long[] state = new long[values.length + generator.length];
    for (int i = 0; i < values.length; i++) {
      state[i] = Double.doubleToRawLongBits(values[i]);
    }
    System.arraycopy(generator, 0, state, values.length, generator.length);
    return state;
  }

  /// The first `n` values.
  public static double[] values(long[] state, int n, String world) {
    if (state.length < n) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: not a state of it: %d words", world, state.length));
    }
    double[] values = Arrays.stream(state, 0, n).mapToDouble(Double::longBitsToDouble).toArray();
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: not a state of it: value %d is %s", world, i, values[i]));
      }
    }
    return values;
  }

  /// The generator behind `n` values.
  public static Rng rng(long[] state, int n) {
    return Rng.restored(Arrays.copyOfRange(state, n, state.length));
  }
}
