package uphill.rl.data;

import java.util.Arrays;
import java.util.List;

/// Named numbers of one update, each the mean over what was added since they were cleared. Whoever
/// computes them neither prints nor stores them. The object belongs to the algorithm, which fills
/// it anew at each update.
public final class Metrics {

  private final String[] names;
  private final double[] sums;
  private final long[] counts;

  /// Metrics of these names, all NaN: not measured.
  public Metrics(List<String> names) {
    this.names = names.toArray(String[]::new);
    this.sums = new double[this.names.length];
    this.counts = new long[this.names.length];
  }

  /// Marks all as not measured.
  public void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
  }

  /// Adds a number to one of them.
  ///
  /// @throws IllegalArgumentException for a name that is not one of [#names()]
  public void add(String name, double value) {
    int index = index(name);
    sums[index] = counts[index]++ == 0 ? value : sums[index] + value;
  }

  /// One of them; NaN where it was not measured.
  public double get(String name) {
    int index = index(name);
    return counts[index] == 0 ? Double.NaN : sums[index] / counts[index];
  }

  /// Whether anything was added to it since they were cleared.
  public boolean measured(String name) {
    return counts[index(name)] > 0;
  }

  /// The names, in snake_case, in the order they are recorded.
  public List<String> names() {
    return List.of(names);
  }

  private int index(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no metric " + name + " in " + Arrays.toString(names));
  }
}
