package uphill.env;

import uphill.kernel.Rng;

/// Random elements of spaces, by the draws that Gymnasium's `sample()` makes.
final class SpaceSamples {

  private SpaceSamples() {}

  /// Fills the floats from `out[at]` on with a random element.
  static void sample(Space space, Rng rng, float[] out, int at) {
    switch (space) {
      case Space.Discrete(int n, int start) -> out[at] = start + (int) rng.integers(0, n);
      case Space.Box box -> sample(box, rng, out, at);
      case Space.MultiDiscrete(int[] n) -> {
        for (int i = 0; i < n.length; i++) {
          out[at + i] = (int) (rng.random() * n[i]);
        }
      }
      case Space.MultiBinary(int n) -> sample(n, rng, out, at);
    }
  }

  /// Fills in four passes, as Gymnasium does: first the components without bounds (normal), then
  /// those bounded below only (low + exponential), above only (high − exponential), and on both
  /// sides (uniform, in float64).
  private static void sample(Space.Box box, Rng rng, float[] out, int at) {
    float[] low = box.low();
    float[] high = box.high();
    for (int i = 0; i < low.length; i++) {
      if (!box.boundedBelow(i) && !box.boundedAbove(i)) {
        out[at + i] = (float) rng.standardNormal();
      }
    }
    for (int i = 0; i < low.length; i++) {
      if (box.boundedBelow(i) && !box.boundedAbove(i)) {
        out[at + i] = (float) (rng.exponential() + low[i]);
      }
    }
    for (int i = 0; i < low.length; i++) {
      if (!box.boundedBelow(i) && box.boundedAbove(i)) {
        out[at + i] = (float) (-rng.exponential() + high[i]);
      }
    }
    for (int i = 0; i < low.length; i++) {
      if (box.boundedBelow(i) && box.boundedAbove(i)) {
        out[at + i] = (float) rng.uniform(low[i], high[i]);
      }
    }
  }

  /// Fills with the top bits of the bytes of 32-bit draws, low byte first: what numpy makes of
  /// `integers(0, 2, n, int8)`.
  private static void sample(int n, Rng rng, float[] out, int at) {
    int bits = 0;
    for (int i = 0; i < n; i++) {
      bits = i % 4 == 0 ? rng.bits32() : bits >>> 8;
      out[at + i] = bits >>> 7 & 1;
    }
  }
}
