package uphill.autodiff;

import java.util.Arrays;
import java.util.SortedSet;

/// The numbers that sums are divided by: each is given before the first run that divides by it, and
/// holds until it is given anew.
final class Divisors {

  private final String[] names;
  private final double[] values;

  Divisors(SortedSet<String> names) {
    this.names = names.toArray(String[]::new);
    this.values = new double[this.names.length];
    Arrays.fill(values, Double.NaN);
  }

  void give(String name, double value) {
    int index = index(name);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be positive and finite, got %s".formatted(name, value));
    }
    values[index] = value;
  }

  /// Divides by the numbers that another divides by.
  void like(Divisors other) {
    for (int i = 0; i < names.length; i++) {
      values[i] = other.values[other.index(names[i])];
    }
  }

  double of(Scalar.Term term, int rows) {
    if (term.perRow()) {
      return rows;
    }
    if (!term.perGiven()) {
      return 1;
    }
    return of(term.divisor());
  }

  double of(String name) {
    double value = values[index(name)];
    if (Double.isNaN(value)) {
      throw new IllegalStateException("divideBy(\"%s\", …) was not called".formatted(name));
    }
    return value;
  }

  private int index(String name) {
    int index = Arrays.binarySearch(names, name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "nothing is divided by %s; this program divides by %s"
              .formatted(name, Arrays.toString(names)));
    }
    return index;
  }
}
