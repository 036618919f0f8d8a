package uphill.cli.option;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import uphill.kernel.Shown;
import uphill.rl.setting.Counts;

/// How seeds and counts are written on the command line.
public final class Seeds {

  private static final int MOST = 10_000;

  private static final String LARGEST = Long.toUnsignedString(-1) + " (2^64 - 1)";

  private Seeds() {}

  /// `0..9`, `3`, `1,5,7`.
  public static final class ListOf implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      List<Long> seeds = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        add(part, text, seeds);
      }
      Set<Long> different = new HashSet<>();
      for (long seed : seeds) {
        if (!different.add(seed)) {
          throw new TypeConversionException(
              String.format(
                  Locale.ROOT,
                  "\"%s\" has the seed %s twice: equal seeds give equal runs, so give it once",
                  Shown.text(text),
                  Long.toUnsignedString(seed)));
        }
      }
      return new SeedList(List.copyOf(seeds));
    }

    private static void add(String part, String text, List<Long> seeds) {
      int dots = part.indexOf("..");
      long from = seed(dots < 0 ? part : part.substring(0, dots), text);
      long to = dots < 0 ? from : seed(part.substring(dots + 2), text);
      if (Long.compareUnsigned(to, from) < 0) {
        throw new TypeConversionException(
            "\"%s\": a range goes up, such as %s..%s"
                .formatted(
                    Shown.text(text), Long.toUnsignedString(to), Long.toUnsignedString(from)));
      }
      if (Long.compareUnsigned(to - from, MOST - seeds.size()) >= 0) {
        throw new TypeConversionException(
            String.format(
                Locale.ROOT, "\"%s\": at most %d seeds at a time", Shown.text(text), MOST));
      }
      LongStream.rangeClosed(0, to - from).forEach(i -> seeds.add(from + i));
    }

    private static long seed(String one, String text) {
      try {
        return Seeds.seed(one);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "\"%s\" is not a list of seeds such as 0..9 or 1,5,7: whole numbers from 0 to %s"
                .formatted(Shown.text(text), LARGEST));
      }
    }
  }

  /// `3`.
  public static final class One implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      try {
        return new SeedList(List.of(seed(text)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "\"%s\" is not a seed: a whole number from 0 to %s"
                .formatted(Shown.text(text), LARGEST));
      }
    }
  }

  /// Seeds in the order they were given.
  public record SeedList(List<Long> seeds) {}

  /// One of the whole numbers from 0 to 2⁶⁴ − 1 that all seeds are.
  private static long seed(String text) {
    return Long.parseUnsignedLong(text.strip());
  }

  /// `500000`, `1e6`, `200k`, `2M`.
  public static final class Count implements ITypeConverter<Long> {
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
  public static int count(String option, String text) {
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
