package uphill.compare;

import java.util.Arrays;
import java.util.Locale;
import uphill.lab.evaluation.Statistics;

/// The episode return of one run over its environment steps, on a grid.
///
/// ```text
/// value(x) = mean of the returns of the episodes that ended in (x − w, x]
///          = value before, where none ended there
///          = absent, where none ended so far
/// ```
///
/// Absent is NaN in `value`, and [#present] asks for it.
public record Curve(double[] step, double[] value) {

  public Curve {
    if (step.length != value.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d steps and %d values do not fit", step.length, value.length));
    }
  }

  /// The points of an even grid that ends at `last`: last·g / points for g = 1 … points.
  public static double[] grid(double last, int points) {
    if (!(last > 0 && last < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a grid must end at a positive step, got " + last);
    }
    if (points < 1) {
      throw new IllegalArgumentException("a grid needs at least 1 point, got " + points);
    }
    double[] grid = new double[points];
    for (int g = 0; g < points; g++) {
      grid[g] = last * (g + 1) / points;
    }
    return grid;
  }

  /// The curve on `grid`, which rises, of the episodes that ended at the steps `endedAt`, which
  /// never fall. `window` is w, in steps.
  public static Curve of(long[] endedAt, double[] episodeReturn, double[] grid, double window) {
    if (endedAt.length != episodeReturn.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d steps and %d returns do not fit",
              endedAt.length,
              episodeReturn.length));
    }
    if (!(window > 0)) {
      throw new IllegalArgumentException("window must be positive, got " + window);
    }
    double[] value = new double[grid.length];
    int from = 0; // the first episode that ended after x − w
    int to = 0; // the first that ended after x
    for (int g = 0; g < grid.length; g++) {
      while (to < endedAt.length && endedAt[to] <= grid[g]) {
        to++;
      }
      while (from < to && endedAt[from] <= grid[g] - window) {
        from++;
      }
      if (from < to) {
        value[g] = Statistics.mean(Arrays.copyOfRange(episodeReturn, from, to));
      } else {
        value[g] = g == 0 ? Double.NaN : value[g - 1];
      }
    }
    return new Curve(grid, value);
  }

  /// Whether an episode had ended by grid point g.
  public boolean present(int g) {
    return !Double.isNaN(value[g]);
  }
}
