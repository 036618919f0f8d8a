package uphill.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// θ: named matrices in one flat array, so that an optimizer's step, a norm, a checkpoint or a
/// direction is a single pass.
///
/// Matrices are added while a network is built; once [#values()] has been asked for, or a [Program]
/// that reads it has been built, the set is complete.
public final class Parameters {

  private static final int MOST = Integer.MAX_VALUE - 8;

  private final List<Parameter> entries = new ArrayList<>();
  private float[] values = {};
  private int size;
  private boolean complete;

  /// An empty set.
  public Parameters() {}

  /// Adds a matrix of zeros.
  ///
  /// @throws IllegalArgumentException for a name that is taken, or a shape without elements
  /// @throws IllegalStateException once the set is complete
  public Parameter add(String name, int rows, int columns) {
    if (complete) {
      throw new IllegalStateException(
          "parameters are complete: %s must be added before values() or a program".formatted(name));
    }
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: shape [%d, %d] has no elements", name, rows, columns));
    }
    if (entries.stream().anyMatch(entry -> entry.name().equals(name))) {
      throw new IllegalArgumentException("parameter %s exists already".formatted(name));
    }
    if (size + (long) rows * columns > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: with its %d × %d there are more than the %d parameters that an array holds",
              name,
              rows,
              columns,
              MOST));
    }
    var entry = new Parameter(this, name, rows, columns, size);
    entries.add(entry);
    size += entry.size();
    return entry;
  }

  /// All elements, the matrices one after another in the order they were added. The array itself:
  /// whoever changes it learns.
  public float[] values() {
    complete();
    return values;
  }

  /// Makes the set complete. A program does so before its threads share the values.
  void complete() {
    if (!complete) {
      values = new float[size];
      complete = true;
    }
  }

  /// Number of elements, |θ|.
  public int size() {
    return size;
  }

  /// The matrices, in the order they were added.
  public List<Parameter> entries() {
    return List.copyOf(entries);
  }

  /// A copy of all elements, to compare with later.
  public float[] snapshot() {
    return values().clone();
  }

  /// Sets all elements.
  ///
  /// @throws IllegalArgumentException if there are more or fewer of them
  public void assign(float[] elements) {
    if (elements.length != size) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "parameters have %d elements, got %d", size, elements.length));
    }
    System.arraycopy(elements, 0, values(), 0, size);
  }

  @Override
  public String toString() {
    return "Parameters" + Arrays.toString(entries.toArray());
  }
}
