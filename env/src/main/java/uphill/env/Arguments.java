package uphill.env;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;

/// What a world is made with, by name, where it is not made as registered: Gymnasium's keyword
/// arguments, by Gymnasium's names.
///
/// A provider takes what its world has, and thereby says what that is; a given argument that nobody
/// takes is a mistake.
public final class Arguments {

  private final String world;
  private final Map<String, ?> given;
  private final TreeSet<String> taken = new TreeSet<>();

  Arguments(String world, Map<String, ?> given) {
    this.world = world;
    this.given = given;
  }

  /// A switch.
  ///
  /// @throws IllegalArgumentException if it is given and not a boolean
  public boolean flag(String name, boolean otherwise) {
    taken.add(name);
    return switch (given.get(name)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case Object other -> throw wrong(name, "true or false", other);
    };
  }

  /// A finite number.
  ///
  /// @throws IllegalArgumentException if it is given and not a finite number
  public double number(String name, double otherwise) {
    taken.add(name);
    return switch (given.get(name)) {
      case null -> otherwise;
      case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
      case Object other -> throw wrong(name, "a finite number", other);
    };
  }

  /// A number that may not be any.
  ///
  /// @param good says which it may be
  /// @param expected says so in words: `from 0 to 1`
  /// @throws IllegalArgumentException if it is given and not such a number
  public double number(String name, double otherwise, DoublePredicate good, String expected) {
    double number = number(name, otherwise);
    if (given.containsKey(name) && !good.test(number)) {
      throw wrong(name, expected, Objects.requireNonNull(given.get(name)));
    }
    return number;
  }

  /// A probability.
  ///
  /// @throws IllegalArgumentException if it is given and not from 0 to 1
  public double probability(String name, double otherwise) {
    return number(name, otherwise, p -> p >= 0 && p <= 1, "from 0 to 1");
  }

  /// A text.
  ///
  /// @throws IllegalArgumentException if it is given and not a text
  public String text(String name, String otherwise) {
    taken.add(name);
    return switch (given.get(name)) {
      case null -> otherwise;
      case String text -> text;
      case Object other -> throw wrong(name, "text", other);
    };
  }

  /// A list of texts; empty if it is not given.
  ///
  /// @throws IllegalArgumentException if it is given and not a list of texts
  public List<String> texts(String name) {
    taken.add(name);
    return switch (given.get(name)) {
      case null -> List.of();
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case String text -> List.of(text.split("/", -1));
      case Object other -> throw wrong(name, "a list of texts", other);
    };
  }

  /// As many finite numbers as are given here.
  ///
  /// @throws IllegalArgumentException if it is given and not a list of as many finite numbers
  public double[] numbers(String name, double... otherwise) {
    taken.add(name);
    return switch (given.get(name)) {
      case null -> otherwise.clone();
      case List<?> list
          when list.size() == otherwise.length && list.stream().allMatch(Arguments::isFinite) ->
          list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
      case String text when numbers(text).length == otherwise.length -> numbers(text);
      case Object other ->
          throw wrong(
              name,
              String.format(Locale.ROOT, "a list of %d finite numbers", otherwise.length),
              other);
    };
  }

  /// Numbers with slashes between them; none if something else is there.
  private static double[] numbers(String text) {
    try {
      double[] numbers = Stream.of(text.split("/", -1)).mapToDouble(Double::parseDouble).toArray();
      return DoubleStream.of(numbers).allMatch(Double::isFinite) ? numbers : new double[0];
    } catch (NumberFormatException e) {
      return new double[0];
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private IllegalArgumentException wrong(String name, String expected, Object value) {
    return new IllegalArgumentException(
        "%s: argument \"%s\" must be %s, got %s"
            .formatted(world, name, expected, Shown.text(String.valueOf(value))));
  }

  /// That everything given has been taken.
  void requireAllTaken() {
    for (String name : given.keySet()) {
      if (!taken.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no argument \"%s\".%s It takes %s."
                .formatted(
                    world,
                    Shown.text(name),
                    Nearest.hint(name, taken),
                    taken.isEmpty() ? "none" : String.join(", ", taken)));
      }
    }
  }
}
