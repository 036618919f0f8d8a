package uphill.lab;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Raw 64-bit words as text, so that JSON keeps every bit.
final class Bits {

  private static final int HEX = 16;

  private Bits() {}

  static String hex(long[] words) {
    return Arrays.stream(words)
        .mapToObj(word -> String.format("%016x", word))
        .collect(Collectors.joining(" "));
  }

  /// The only word of a text.
  static long one(String hex) {
    long[] words = words(hex);
    if (words.length != 1) {
      throw new IllegalArgumentException("expected one word, got \"%s\"".formatted(hex));
    }
    return words[0];
  }

  static long[] words(String hex) {
    return Arrays.stream(hex.split(" "))
        .filter(word -> !word.isEmpty())
        .mapToLong(word -> Long.parseUnsignedLong(word, HEX))
        .toArray();
  }
}
