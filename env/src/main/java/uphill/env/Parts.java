package uphill.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import uphill.kernel.Nearest;

/// An observation of several parts with names, side by side in one row: Gymnasium's `Dict` and
/// `Tuple` spaces, flattened as its `flatten` does.
///
/// ```java
/// private static final Parts SEES =
///     new Parts().with("position", Space.Box.of(-1, 1, 2)).with("gear", new Space.Discrete(3));
///
/// SEES.space();                                   // Box of five components
/// SEES.write(observation, "position", x, y);
/// SEES.write(observation, "gear", 2);             // one-hot: 0, 0, 1
/// ```
///
/// ```text
/// Box, MultiBinary   as it is
/// Discrete(n)        one-hot: n components, 1 at the index, else 0
/// MultiDiscrete(nⱼ)  one-hot for each, side by side: Σ nⱼ components
/// ```
///
/// Parts stand in the order in which they are added; Gymnasium sorts the names of a `Dict` that was
/// made of a plain one.
public final class Parts {

  private final List<Part> parts;

  /// One part.
  ///
  /// @param name of its own
  /// @param space what it shows
  /// @param at where its first component stands
  private record Part(String name, Space space, int at) {

    /// How many values each one-hot group has; empty where components are as they are.
    int[] groups() {
      return switch (space) {
        case Space.Box _, Space.MultiBinary _ -> new int[0];
        case Space.Discrete discrete -> new int[] {discrete.n()};
        case Space.MultiDiscrete several -> several.n();
      };
    }

    int start() {
      return space instanceof Space.Discrete discrete ? discrete.start() : 0;
    }

    int width() {
      int[] groups = groups();
      return groups.length == 0 ? space.size() : Arrays.stream(groups).sum();
    }
  }

  /// None yet.
  public Parts() {
    this(List.of());
  }

  private Parts(List<Part> parts) {
    this.parts = parts;
  }

  /// These, and one more behind them.
  ///
  /// @throws IllegalArgumentException if the name is empty, or there already
  public Parts with(String name, Space space) {
    if (name.isEmpty() || parts.stream().anyMatch(part -> part.name().equals(name))) {
      throw new IllegalArgumentException(
          "a part needs a name of its own, got \"%s\"".formatted(name));
    }
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(name, space, size()));
    return new Parts(List.copyOf(more));
  }

  /// Components in all.
  public int size() {
    return parts.isEmpty() ? 0 : parts.getLast().at() + parts.getLast().width();
  }

  /// The names, in their order.
  public List<String> names() {
    return parts.stream().map(Part::name).toList();
  }

  /// What all of it lies in.
  ///
  /// @throws IllegalStateException if there are no parts
  public Space.Box space() {
    if (parts.isEmpty()) {
      throw new IllegalStateException("no parts: add them by with(name, space)");
    }
    float[] low = new float[size()];
    float[] high = new float[low.length];
    Arrays.fill(high, 1);
    for (Part part : parts) {
      if (part.space() instanceof Space.Box box) {
        System.arraycopy(box.low(), 0, low, part.at(), part.width());
        System.arraycopy(box.high(), 0, high, part.at(), part.width());
      }
    }
    return new Space.Box(low, high);
  }

  /// Writes a part where it stands: the numbers of its space, which is an index for each component
  /// of a finite one.
  ///
  /// @throws IllegalArgumentException for an unknown name, or values that its space does not have
  public void write(float[] observation, String name, float... values) {
    Part part = part(name);
    if (values.length != part.space().size() || !part.space().contains(values, 0)) {
      throw new IllegalArgumentException(
          "\"%s\" is of %s, got %s".formatted(name, part.space(), Arrays.toString(values)));
    }
    int[] groups = part.groups();
    if (groups.length == 0) {
      System.arraycopy(values, 0, observation, part.at(), values.length);
      return;
    }
    Arrays.fill(observation, part.at(), part.at() + part.width(), 0);
    int at = part.at();
    for (int j = 0; j < groups.length; j++) {
      observation[at + (int) values[j] - part.start()] = 1;
      at += groups[j];
    }
  }

  /// The values of a part, as they were written, of an observation that begins at `at`.
  ///
  /// @throws IllegalArgumentException for an unknown name
  public float[] read(float[] observation, int at, String name) {
    Part part = part(name);
    int[] groups = part.groups();
    int from = at + part.at();
    if (groups.length == 0) {
      return Arrays.copyOfRange(observation, from, from + part.width());
    }
    float[] values = new float[groups.length];
    for (int j = 0; j < groups.length; j++) {
      int index = 0;
      while (index < groups[j] - 1 && observation[from + index] != 1) {
        index++;
      }
      values[j] = (float) index + part.start();
      from += groups[j];
    }
    return values;
  }

  /// All parts by name, for people: `position (0.1, -0.5), gear 2`.
  public String describe(float[] observation, int at) {
    StringJoiner words = new StringJoiner(", ");
    for (Part part : parts) {
      float[] values = read(observation, at, part.name());
      StringJoiner numbers = new StringJoiner(", ");
      for (float value : values) {
        numbers.add(value == (int) value ? Integer.toString((int) value) : Words.number(value));
      }
      words.add(part.name() + (values.length == 1 ? " " + numbers : " (" + numbers + ")"));
    }
    return words.toString();
  }

  private Part part(String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no part \"%s\".%s There are %s."
                        .formatted(name, Nearest.hint(name, names()), String.join(", ", names()))));
  }
}
