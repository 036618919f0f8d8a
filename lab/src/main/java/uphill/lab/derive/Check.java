package uphill.lab.derive;

import java.util.List;

/// A claim of a step about its numbers, decided when it is made.
///
/// @param sentence what is claimed
/// @param values the numbers that it is about
/// @param condition what must hold, in words
/// @param error how far the numbers are from the claim
/// @param bound the largest error that passes
public record Check(
    String sentence, List<Value> values, String condition, double error, double bound) {

  /// A number with its name.
  ///
  /// @param decimals that are shown
  public record Value(String name, double number, int decimals) {

    /// The number as it is shown.
    public String shown() {
      return Digits.of(number, decimals);
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

  static Value value(String name, double number) {
    return new Value(name, number, SHOWN);
  }

  /// Numbers that must agree.
  static Check equal(String sentence, List<Value> values, double difference, double bound) {
    return new Check(
        sentence, values, "largest difference ≤ " + Digits.bound(bound), difference, bound);
  }

  /// Numbers that must agree entry by entry.
  static Check equal(
      String sentence, List<Value> values, double[] one, double[] other, double bound) {
    return equal(sentence, values, Vectors.distance(one, other), bound);
  }

  /// A number that must be zero.
  static Check zero(String sentence, List<Value> values, double number, double bound) {
    return new Check(
        sentence, values, "distance from 0 ≤ " + Digits.bound(bound), Math.abs(number), bound);
  }

  /// Numbers that must grow strictly from first to last.
  static Check rising(String sentence, List<Value> values) {
    double worst = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < values.size(); i++) {
      worst = Math.max(worst, values.get(i - 1).number() - values.get(i).number());
    }
    return new Check(sentence, values, "in this order", worst, -Double.MIN_VALUE);
  }

  /// A number that must be about this large.
  static Check near(String sentence, List<Value> values, double number, double about, double by) {
    return new Check(
        sentence,
        values,
        "within %s of %s".formatted(Digits.bound(by), Digits.bound(about)),
        Math.abs(number - about),
        by);
  }
}
