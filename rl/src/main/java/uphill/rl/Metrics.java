package uphill.rl;

import java.util.Arrays;
import java.util.List;

/// Named numbers of one update. Metrics are values: whoever computes them neither prints nor stores
/// them. The object belongs to the algorithm, which fills it anew at each update.
public final class Metrics {

  private final String[] names;
  private final double[] values;

  /// Metrics of these names, all NaN: not measured.
  public Metrics(List<String> names) {
    this.names = names.toArray(String[]::new);
    this.values = new double[this.names.length];
    clear();
  }

  /// Marks all as not measured.
  public void clear() {
    Arrays.fill(values, Double.NaN);
  }

  /// Sets one.
  ///
  /// @throws IllegalArgumentException for a name that is not one of [#names()]
  public void set(String name, double value) {
    values[index(name)] = value;
  }

  /// One of them; NaN where it was not measured.
  public double get(String name) {
    return values[index(name)];
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
