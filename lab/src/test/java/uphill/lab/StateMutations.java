package uphill.lab;

import java.util.Arrays;
import java.util.function.Function;
import uphill.kernel.Rng;

/// Saved states, made hostile: words that are counts, lengths, bits of numbers that are not finite.
final class StateMutations {

  private static final int MOST_CHANGES = 4;

  private static final long[] WORDS = {
    0,
    1,
    2,
    -1,
    4,
    5,
    7,
    1L << 31,
    (1L << 31) - 1,
    (1L << 31) - 4,
    (1L << 32) + 2,
    1L << 62,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    0x7ff8000000000000L,
    0x7ff0000000000000L,
    0xfff0000000000000L,
    0x7fefffffffffffffL,
    0xffefffffffffffffL,
    0x7fc000007fc00000L,
    0x7f8000007f800000L,
    0xff800000ff800000L,
    0x3ff0000000000000L,
    0x40c3880000000000L,
    0x40c3870000000000L,
  };

  private StateMutations() {}

  /// Saved states with a few changes.
  static Function<Rng, long[]> of(long[]... valid) {
    return random -> {
      long[] words = valid[random.choice(valid.length)].clone();
      for (int left = 1 + random.choice(MOST_CHANGES); left > 0; left--) {
        int at = random.choice(words.length + 1);
        int to = Math.min(words.length, at + random.choice(6));
        switch (random.choice(6)) {
          case 0 -> words = Arrays.copyOf(words, at);
          case 1 -> words = Arrays.copyOf(words, words.length + random.choice(20));
          case 2 -> words = spliced(words, at, to);
          case 3 -> words = spliced(words, to, at);
          case 4 -> set(words, at, WORDS[random.choice(WORDS.length)]);
          default -> set(words, at, at < words.length ? words[at] ^ 1L << random.choice(64) : 0);
        }
      }
      return words;
    };
  }

  private static void set(long[] words, int at, long word) {
    if (at < words.length) {
      words[at] = word;
    }
  }

  /// The words before `end`, then those from `begin` on.
  private static long[] spliced(long[] words, int end, int begin) {
    long[] spliced = Arrays.copyOf(words, end + words.length - begin);
    System.arraycopy(words, begin, spliced, end, words.length - begin);
    return spliced;
  }
}
