package uphill.lab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import uphill.kernel.Shown;

/// Seeds, in the order in which they were given: `0..9`, `3`, `1,5,7`.
public record SeedList(List<Long> seeds) {

  private static final int MOST = 10_000;

  private static final String LARGEST = Long.toUnsignedString(-1) + " (2^64 - 1)";

  /// Copies the list.
  public SeedList {
    seeds = List.copyOf(seeds);
  }

  /// The seeds that a text lists.
  ///
  /// @throws IllegalArgumentException if it is no such list, names a seed twice, or has too many
  public static SeedList parse(String text) {
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      add(part, text, seeds);
    }
    Set<Long> different = new HashSet<>();
    for (long seed : seeds) {
      if (!different.add(seed)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "\"%s\" has the seed %s twice: equal seeds give equal runs, so give it once",
                Shown.text(text),
                Long.toUnsignedString(seed)));
      }
    }
    return new SeedList(seeds);
  }

  /// The one seed that a text is.
  ///
  /// @throws IllegalArgumentException if it is none
  public static SeedList parseOne(String text) {
    try {
      return new SeedList(List.of(seed(text)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a seed: a whole number from 0 to %s".formatted(Shown.text(text), LARGEST),
          e);
    }
  }

  private static void add(String part, String text, List<Long> seeds) {
    int dots = part.indexOf("..");
    long from = seed(dots < 0 ? part : part.substring(0, dots), text);
    long to = dots < 0 ? from : seed(part.substring(dots + 2), text);
    if (Long.compareUnsigned(to, from) < 0) {
      throw new IllegalArgumentException(
          "\"%s\": a range goes up, such as %s..%s"
              .formatted(Shown.text(text), Long.toUnsignedString(to), Long.toUnsignedString(from)));
    }
    if (Long.compareUnsigned(to - from, MOST - seeds.size()) >= 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "\"%s\": at most %d seeds at a time", Shown.text(text), MOST));
    }
    LongStream.rangeClosed(0, to - from).forEach(i -> seeds.add(from + i));
  }

  private static long seed(String one, String text) {
    try {
      return seed(one);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a list of seeds such as 0..9 or 1,5,7: whole numbers from 0 to %s"
              .formatted(Shown.text(text), LARGEST),
          e);
    }
  }

  /// One of the whole numbers from 0 to 2⁶⁴ − 1 that all seeds are.
  private static long seed(String text) {
    return Long.parseUnsignedLong(text.strip());
  }

  /// As [#parse] takes it, in rising order: `0..4`, or `1,5,7`.
  public String text() {
    List<Long> rising = seeds.stream().sorted(Long::compareUnsigned).toList();
    long first = rising.getFirst();
    boolean inOrder = rising.size() > 1 && rising.getLast() - first == rising.size() - 1;
    return inOrder
        ? Long.toUnsignedString(first) + ".." + Long.toUnsignedString(rising.getLast())
        : rising.stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
  }
}
