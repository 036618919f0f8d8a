package uphill.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import uphill.kernel.Shown;
import uphill.rl.Counts;

/// How seeds and counts are written on the command line.
final class Seeds {

  private static final int MOST = 10_000;

  private Seeds() {}

  /// `0..9`, `3`, `1,5,7`.
  static final class ListOf implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      try {
        return new SeedList(Stream.of(text.split(",", -1)).flatMap(Seeds::range).toList());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "\"%s\" is not a list of seeds such as 0..9 or 1,5,7".formatted(text));
      }
    }
  }

  /// `3`.
  static final class One implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      try {
        return new SeedList(List.of(seed(text)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "\"%s\" is not a seed: a whole number from 0 to 18446744073709551615 (2^64 - 1)"
                .formatted(Shown.text(text)));
      }
    }
  }

  /// Seeds in the order they were given.
  record SeedList(List<Long> seeds) {}

  private static Stream<Long> range(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      return Stream.of(seed(text));
    }
    long from = seed(text.substring(0, dots));
    long to = seed(text.substring(dots + 2));
    if (Long.compareUnsigned(to, from) < 0 || Long.compareUnsigned(to - from, MOST) >= 0) {
      throw new NumberFormatException(text);
    }
    return LongStream.rangeClosed(0, to - from).mapToObj(i -> from + i);
  }

  /// The whole number from 0 to 2⁶⁴ − 1 that all seeds are, as text and in `--seed` alike.
  private static long seed(String text) {
    return Long.parseUnsignedLong(text.strip());
  }

  /// `500000`, `1e6`, `200k`, `2M`.
  static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Counts.parse(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// The count that an option was given.
  ///
  /// @throws IllegalArgumentException if it is none, below 1, or beyond an `int`
  static int count(String option, String text) {
    long count;
    try {
      count = Counts.parse(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
    if (count < 1 || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes a number from 1 to %d, got %s",
              option,
              Integer.MAX_VALUE,
              text));
    }
    return (int) count;
  }
}
