package uphill.env;

import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import uphill.kernel.Shown;

/// A wrapper that any environment's name may ask for: `Pendulum-v1:frame_stack=4`.
///
/// @param name the argument
/// @param takes what its value may be, in words
/// @param does what it does, in a clause
/// @param put puts it around a world
public record WrapperSpec(String name, String takes, String does, Put put) {

  /// Puts a wrapper around a world.
  @FunctionalInterface
  public interface Put {
    /// The world in the wrapper.
    ///
    /// @throws IllegalArgumentException for a value that it cannot have, or a world that it does
    ///   not fit
    Env around(Env world, Value value);
  }

  /// What the wrapper is given.
  ///
  /// @param spec the wrapper
  /// @param given the value: a boolean, a number or a text
  public record Value(WrapperSpec spec, Object given) {

    /// Whether it is `true`.
    public boolean isTrue() {
      return Boolean.TRUE.equals(given);
    }

    /// That it is `true`.
    ///
    /// @throws IllegalArgumentException if not
    public void requireTrue() {
      if (!isTrue()) {
        throw wrong();
      }
    }

    /// A finite number.
    ///
    /// @throws IllegalArgumentException if it is none
    public double number() {
      if (given instanceof Number number && Double.isFinite(number.doubleValue())) {
        return number.doubleValue();
      }
      throw wrong();
    }

    /// A whole number.
    ///
    /// @throws IllegalArgumentException if it is none
    public int whole() {
      double number = number();
      if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
        throw wrong();
      }
      return (int) number;
    }

    /// Two numbers with a slash between them.
    ///
    /// @throws IllegalArgumentException if it is not that
    public double[] two() {
      if (given instanceof String text) {
        String[] parts = text.split("/", -1);
        try {
          double[] numbers = Stream.of(parts).mapToDouble(Double::parseDouble).toArray();
          if (numbers.length == 2 && DoubleStream.of(numbers).allMatch(Double::isFinite)) {
            return numbers;
          }
        } catch (NumberFormatException _) {
          throw wrong();
        }
      }
      throw wrong();
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes %s, got %s",
              spec.name(),
              spec.takes(),
              Shown.text(String.valueOf(given))));
    }
  }
}
