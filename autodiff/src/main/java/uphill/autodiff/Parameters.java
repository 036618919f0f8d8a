package uphill.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uphill.kernel.Kernels;

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

  /// A set of its own with the same names, shapes and values: a network's target, say. It is
  /// complete.
  public Parameters copy() {
    var copy = new Parameters();
    for (Parameter entry : entries) {
      copy.add(entry.name(), entry.rows(), entry.columns());
    }
    copy.assign(values());
    return copy;
  }

  /// Follows other parameters: θ̄ ← θ̄ + share·(θ − θ̄), Polyak averaging where the share is small.
  /// A share of 1 makes them equal to the bit.
  ///
  /// @throws IllegalArgumentException if the names or shapes of the others differ, or the share is
  ///   not in [0, 1]; then these stay as they were
  public void follow(Parameters other, double share, Kernels kernels) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("follow: a share lies in [0, 1], got " + share);
    }
    checkLayout(other);
    if (share == 1) {
      assign(other.values());
    } else {
      kernels.approach(size, (float) share, other.values(), 0, values(), 0);
    }
  }

  private void checkLayout(Parameters other) {
    int most = Math.max(entries.size(), other.entries.size());
    for (int i = 0; i < most; i++) {
      Parameter here = i < entries.size() ? entries.get(i) : null;
      Parameter there = i < other.entries.size() ? other.entries.get(i) : null;
      if (here == null || there == null || !here.isShapedAs(there)) {
        throw new IllegalArgumentException(
            "parameters follow those of the same names and shapes; here is %s, there %s"
                .formatted(orNothing(here), orNothing(there)));
      }
    }
  }

  private static String orNothing(@Nullable Parameter parameter) {
    return parameter == null ? "nothing" : parameter.toString();
  }

  @Override
  public String toString() {
    return "Parameters" + Arrays.toString(entries.toArray());
  }
}
