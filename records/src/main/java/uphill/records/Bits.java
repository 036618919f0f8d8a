package uphill.records;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import uphill.kernel.Shown;

/// Raw 64-bit words as text, so that JSON keeps every bit.
public final class Bits {

  private static final int HEX = 16; // digits of a word

  private Bits() {}

  public static String hex(long[] words) {
    return Arrays.stream(words)
        .mapToObj(word -> String.format(Locale.ROOT, "%016x", word))
        .collect(Collectors.joining(" "));
  }

  /// The only word of a text.
  public static long one(String hex) {
    long[] words = words(hex);
    if (words.length != 1) {
      throw new IllegalArgumentException(
          "expected one word, got \"%s\"".formatted(uphill.kernel.Shown.text(hex)));
    }
    return words[0];
  }

  /// The words of a text.
  ///
  /// @throws IllegalArgumentException for anything but words
  public static long[] words(String hex) {
    return Arrays.stream(hex.split(" "))
        .filter(word -> !word.isEmpty())
        .mapToLong(Bits::word)
        .toArray();
  }

  private static long word(String hex) {
    if (hex.length() != HEX || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected words of %d hexadecimal digits, got \"%s\"",
              HEX,
              Shown.text(hex)));
    }
    return HexFormat.fromHexDigitsToLong(hex);
  }
}
