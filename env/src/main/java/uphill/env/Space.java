package uphill.env;

import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Supplier;
import uphill.kernel.Rng;

/// The set that observations or actions are drawn from, after Gymnasium's `spaces`.
///
/// An element lies in a row of floats, [#size()] of them, from some index on; where Gymnasium's
/// element has axes, the row is in row-major order. Whole numbers are held exactly, so a finite
/// space has at most 2²⁴ values per float.
public sealed interface Space {

  /// The largest whole number up to which a float holds every one.
  int WHOLE_FLOATS = 1 << 24;

  /// Floats in one element.
  int size();

  /// Whether the [#size()] floats from `values[at]` on are an element.
  boolean contains(float[] values, int at);

  /// Fills the [#size()] floats from `out[at]` on with a random element, by the draws that
  /// Gymnasium's `sample()` makes.
  default void sample(Rng rng, float[] out, int at) {
    SpaceSamples.sample(this, rng, out, at);
  }

  /// The whole numbers start … start+n−1, held in one float: Gymnasium's `Discrete`.
  ///
  /// @param n how many
  /// @param start the smallest
  record Discrete(int n, int start) implements Space {

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is empty or a float cannot hold all of it
    public Discrete {
      require(n >= 1, () -> "Discrete: n must be at least 1, got " + n);
      require(
          start >= -WHOLE_FLOATS && (long) start + n <= WHOLE_FLOATS,
          () ->
              String.format(
                  Locale.ROOT, "Discrete: start %d with n %d does not fit in a float", start, n));
    }

    /// The numbers 0 … n−1.
    public Discrete(int n) {
      this(n, 0);
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public boolean contains(float[] values, int at) {
      float value = values[at];
      return value >= start && value < start + n && value == (int) value;
    }

    /// Which of the n numbers this is, counted from 0: what worlds read an action with.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public int index(float value) {
      int index = (int) value - start;
      if (index < 0 || index >= n || value != (int) value) {
        throw new IllegalArgumentException("%s is not in %s".formatted(value, this));
      }
      return index;
    }

    @Override
    public String toString() {
      return start == 0
          ? String.format(Locale.ROOT, "Discrete(%d)", n)
          : String.format(Locale.ROOT, "Discrete(%d, start=%d)", n, start);
    }
  }

  /// A box of ℝⁿ, bounds included: Gymnasium's `Box` of float32. A bound may be infinite; infinity
  /// is then an element too, as in Gymnasium, though [uphill.env.vector.VectorEnv] lets no world
  /// observe it.
  ///
  /// Its arrays belong to it: they are copied on the way in, and are not to be written to.
  ///
  /// @param low the lower bounds
  /// @param high the upper bounds
  record Box(float[] low, float[] high) implements Space {

    /// Checks and copies the bounds.
    ///
    /// @throws IllegalArgumentException if there are none, their numbers differ, one is NaN, or a
    ///   lower one is above its upper one
    public Box {
      float[] lows = low.clone();
      float[] highs = high.clone();
      require(low.length > 0, () -> "Box: need at least one component");
      require(
          low.length == high.length,
          () ->
              String.format(
                  Locale.ROOT,
                  "Box: %d lower bounds do not fit %d upper bounds",
                  lows.length,
                  highs.length));
      for (int i = 0; i < lows.length; i++) {
        int j = i;
        require(
            lows[i] <= highs[i]
                && lows[i] < Float.POSITIVE_INFINITY
                && highs[i] > Float.NEGATIVE_INFINITY,
            () ->
                String.format(
                    Locale.ROOT, "Box: component %d has bounds [%s, %s]", j, lows[j], highs[j]));
      }
      low = lows;
      high = highs;
    }

    /// The box [low, high]ⁿ.
    public static Box of(double low, double high, int n) {
      float[] lows = new float[n];
      float[] highs = new float[n];
      Arrays.fill(lows, (float) low);
      Arrays.fill(highs, (float) high);
      return new Box(lows, highs);
    }

    /// The box [−b₁, b₁] × [−b₂, b₂] × ….
    public static Box symmetric(double... bounds) {
      float[] lows = new float[bounds.length];
      float[] highs = new float[bounds.length];
      for (int i = 0; i < bounds.length; i++) {
        highs[i] = (float) bounds[i];
        lows[i] = -highs[i];
      }
      return new Box(lows, highs);
    }

    @Override
    public int size() {
      return low.length;
    }

    @Override
    public boolean contains(float[] values, int at) {
      for (int i = 0; i < low.length; i++) {
        if (!(values[at + i] >= low[i] && values[at + i] <= high[i])) {
          return false;
        }
      }
      return true;
    }

    /// Whether component i has a finite lower bound.
    public boolean boundedBelow(int i) {
      return low[i] > Float.NEGATIVE_INFINITY;
    }

    /// Whether component i has a finite upper bound.
    public boolean boundedAbove(int i) {
      return high[i] < Float.POSITIVE_INFINITY;
    }

    /// Whether every component has two finite bounds.
    public boolean bounded() {
      for (int i = 0; i < low.length; i++) {
        if (!boundedBelow(i) || !boundedAbove(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box
          && Arrays.equals(low, box.low)
          && Arrays.equals(high, box.high);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "Box(%s, %s, (%d,), float32)", text(low), text(high), low.length);
    }

    /// One number if all are equal, as Gymnasium prints them.
    private static String text(float[] bounds) {
      StringJoiner all = new StringJoiner(" ", "[", "]");
      boolean equal = true;
      for (float bound : bounds) {
        all.add(text(bound));
        equal &= bound == bounds[0];
      }
      return equal ? text(bounds[0]) : all.toString();
    }

    private static String text(float bound) {
      return Float.isInfinite(bound) ? (bound > 0 ? "inf" : "-inf") : Float.toString(bound);
    }
  }

  /// Several finite choices at once, component i one of 0 … nᵢ−1: Gymnasium's `MultiDiscrete`.
  ///
  /// Its array belongs to it: it is copied on the way in, and is not to be written to.
  ///
  /// @param n how many values each component has
  record MultiDiscrete(int[] n) implements Space {

    /// Checks and copies the counts.
    ///
    /// @throws IllegalArgumentException if there are none, or one is below 1 or beyond floats
    public MultiDiscrete {
      int[] counts = n.clone();
      require(n.length > 0, () -> "MultiDiscrete: need at least one component");
      for (int i = 0; i < counts.length; i++) {
        int j = i;
        require(
            counts[i] >= 1 && counts[i] <= WHOLE_FLOATS,
            () ->
                String.format(
                    Locale.ROOT,
                    "MultiDiscrete: component %d must have 1 … 2^24 values, got %d",
                    j,
                    counts[j]));
      }
      n = counts;
    }

    @Override
    public int size() {
      return n.length;
    }

    @Override
    public boolean contains(float[] values, int at) {
      for (int i = 0; i < n.length; i++) {
        float value = values[at + i];
        if (!(value >= 0 && value < n[i] && value == (int) value)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MultiDiscrete space && Arrays.equals(n, space.n);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(n);
    }

    @Override
    public String toString() {
      StringJoiner all = new StringJoiner(" ", "MultiDiscrete([", "])");
      for (int count : n) {
        all.add(Integer.toString(count));
      }
      return all.toString();
    }
  }

  /// n switches, each 0 or 1: Gymnasium's `MultiBinary`.
  ///
  /// @param n how many
  record MultiBinary(int n) implements Space {

    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public MultiBinary {
      require(n >= 1, () -> "MultiBinary: n must be at least 1, got " + n);
    }

    @Override
    public int size() {
      return n;
    }

    @Override
    public boolean contains(float[] values, int at) {
      for (int i = 0; i < n; i++) {
        if (values[at + i] != 0 && values[at + i] != 1) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "MultiBinary(%d)", n);
    }
  }

  /// @param message made only where it is needed: a space may have thousands of components
  private static void require(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new IllegalArgumentException(message.get());
    }
  }
}
