package uphill.derive.step;

import java.util.List;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;

/// A claim of a step about its numbers, decided when it is made. Every number that is shown with it
/// is one of those that the condition is about; math in sentence and names stands between dollar
/// signs.
///
/// @param sentence what is claimed
/// @param kind how its numbers are to each other
/// @param values the numbers that it is about
/// @param condition what must hold, in words
/// @param error how far the numbers are from the claim
/// @param bound the largest error that passes
public record Check(
    String sentence, Kind kind, List<Value> values, String condition, double error, double bound) {

  /// How the numbers of a claim are to each other.
  public enum Kind {
    /// They agree.
    EQUAL(" = "),
    /// Each is smaller than the next.
    RISING(" < "),
    /// Each of them for itself is about what the condition says.
    NEAR(", ");

    private final String between;

    Kind(String between) {
      this.between = between;
    }

    /// What stands between two of them.
    public String between() {
      return between;
    }
  }

  /// A number with its name.
  ///
  /// @param decimals that are shown
  public record Value(String name, double number, int decimals) {

    /// The number as it is shown.
    public String shown() {
      return Decimals.of(number, decimals);
    }
  }

  private static final int SHOWN = 4;

  /// Copies the numbers.
  public Check {
    values = List.copyOf(values);
  }

  /// Whether it holds; with a NaN it does not.
  public boolean passed() {
    return error <= bound;
  }

  public static Value value(String name, double number) {
    return new Value(name, number, SHOWN);
  }

  /// Vectors that must agree entry by entry.
  ///
  /// @param values one entry of each, in the same place
  /// @param difference the largest of all entries
  public static Check equal(String sentence, List<Value> values, double difference, double bound) {
    return new Check(
        sentence,
        Kind.EQUAL,
        values,
        "and all other entries, to within " + Decimals.bound(bound),
        difference,
        bound);
  }

  /// The same, two vectors.
  public static Check equal(
      String sentence, List<Value> values, double[] one, double[] other, double bound) {
    return equal(sentence, values, VectorMath.distance(one, other), bound);
  }

  /// Single numbers that must agree.
  public static Check same(String sentence, List<Value> values, double bound) {
    return new Check(
        sentence,
        Kind.EQUAL,
        values,
        "to within " + Decimals.bound(bound),
        farthest(values, values.getFirst().number()),
        bound);
  }

  /// Numbers too small to be shown, the largest of which is zero but for rounding.
  ///
  /// @param what they are
  public static Check zero(String sentence, String what, double largest, double bound) {
    return new Check(
        sentence,
        Kind.NEAR,
        List.of(),
        "%s ≤ %s".formatted(what, Decimals.bound(bound)),
        Math.abs(largest),
        bound);
  }

  /// Numbers that must grow strictly from first to last.
  public static Check rising(String sentence, List<Value> values) {
    double worst = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < values.size(); i++) {
      worst = Math.max(worst, values.get(i - 1).number() - values.get(i).number());
    }
    return new Check(sentence, Kind.RISING, values, "", worst, -Double.MIN_VALUE);
  }

  /// Numbers that must all be about this large.
  public static Check near(String sentence, List<Value> values, double about, double by) {
    return new Check(
        sentence,
        Kind.NEAR,
        values,
        "within %s of %s".formatted(Decimals.bound(by), Decimals.bound(about)),
        farthest(values, about),
        by);
  }

  /// A count that must be this one.
  public static Check exactly(String sentence, String name, double count, double expected) {
    return new Check(
        sentence,
        Kind.NEAR,
        List.of(new Value(name, count, 0)),
        "exactly",
        Math.abs(count - expected),
        0);
  }

  private static double farthest(List<Value> values, double from) {
    double worst = 0;
    for (Value value : values) {
      worst = Math.max(worst, Math.abs(value.number() - from));
    }
    return worst;
  }
}
