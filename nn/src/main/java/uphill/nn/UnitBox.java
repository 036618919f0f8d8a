package uphill.nn;

import java.util.Locale;
import uphill.autodiff.Tensor;

/// The way between [−1, 1]ⁿ, where networks act, and a box, where the world does.
///
/// ```text
/// a = low + (x + 1)·½(high − low)          x = (a − low)/(½(high − low)) − 1
/// ```
///
/// Its arrays belong to it: they are copied on the way in.
public final class UnitBox {

  private final float[] low;
  private final float[] high;

  /// Of this box.
  ///
  /// @throws IllegalArgumentException if bounds are no pairs, or a component has no finite width
  public UnitBox(float[] low, float[] high) {
    check(low, high);
    this.low = low.clone();
    this.high = high.clone();
  }

  static void check(float[] low, float[] high) {
    if (low.length != high.length || low.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d lower bounds do not fit %d upper bounds",
              low.length,
              high.length));
    }
    for (int j = 0; j < low.length; j++) {
      if (!(high[j] - low[j] > 0 && high[j] - low[j] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "actions are squashed between finite bounds, low < high; component %d has [%s, %s]",
                j,
                low[j],
                high[j]));
      }
    }
  }

  /// a. Shapes: x and result [rows, n].
  public Tensor stretch(Tensor x) {
    return byBounds(x.add(1), (part, j) -> part.mul(half(low[j], high[j])).add(low[j]));
  }

  /// x. Shapes: action and result [rows, n].
  public Tensor shrink(Tensor action) {
    return byBounds(action, (part, j) -> part.add(-low[j]).mul(1 / half(low[j], high[j]))).add(-1);
  }

  /// a of one x ∈ [−1, 1], held within the bounds, which rounding may pass.
  static float stretch(float x, float low, float high) {
    return Math.clamp((x + 1) * (float) half(low, high) + low, low, high);
  }

  /// ½(high − low).
  static double half(float low, float high) {
    return 0.5 * ((double) high - low);
  }

  /// What becomes of some columns that have the bounds of the first of them, j.
  @FunctionalInterface
  interface Part {
    Tensor of(Tensor part, int j);
  }

  /// Each run of columns of equal bounds, side by side.
  Tensor byBounds(Tensor all, Part part) {
    Checks.columns("action", low.length, all);
    int n = low.length;
    int to = runEnd(0);
    Tensor result = part.of(to == n ? all : all.columns(0, to), 0);
    while (to < n) {
      int from = to;
      to = runEnd(from);
      result = result.concat(part.of(all.columns(from, to), from));
    }
    return result;
  }

  private int runEnd(int from) {
    int to = from + 1;
    while (to < low.length && low[to] == low[from] && high[to] == high[from]) {
      to++;
    }
    return to;
  }
}
