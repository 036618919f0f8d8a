package uphill.cli.option;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import uphill.lab.config.SeedList;
import uphill.rl.setting.Counts;

/// How seeds and counts are written on the command line.
public final class Seeds {

  private Seeds() {}

  /// `0..9`, `3`, `1,5,7`.
  public static final class ListOf implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      try {
        return SeedList.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// `3`.
  public static final class One implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      try {
        return SeedList.parseOne(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// `3`, which is 0..2, or which ones: `5..9`, `1,5,7`.
  public static final class HowMany implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      String list = text.strip();
      try {
        if (list.matches("[0-9]{1,18}")) {
          long count = Long.parseLong(list);
          if (count < 1) {
            throw new TypeConversionException(
                "expected how many seeds, such as 3, or which, such as 5..9, got " + list);
          }
          list = "0.." + (count - 1);
        }
        return SeedList.parse(list);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    /// The text that is converted to these.
    public static String text(SeedList seeds) {
      String text = seeds.text();
      return seeds.seeds().size() == 1 ? text + ".." + text : text;
    }
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
