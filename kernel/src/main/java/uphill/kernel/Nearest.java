package uphill.kernel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that someone probably meant.
///
/// Distance is that of Damerau and Levenshtein between lower-case words: insert, delete, replace,
/// or swap neighbours, one each. A candidate is near if at most a third of the given letters are
/// wrong as a beginning of it: a missing ending, such as a version, is no mistake.
public final class Nearest {

  private Nearest() {}

  /// The nearest candidate, if one is near; of several, the one with the least left over, then the
  /// first in the alphabet.
  public static Optional<String> to(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    Optional<String> nearest = Optional.empty();
    int least = Integer.MAX_VALUE;
    int leastOfAll = Integer.MAX_VALUE;
    for (String candidate : candidates.stream().sorted().toList()) {
      if (3L * (wanted.length() - candidate.length()) > wanted.length()) {
        continue; // so much longer that it is not near, whatever its letters
      }
      int[] distance = distances(wanted, candidate.toLowerCase(Locale.ROOT));
      int asBeginning = Arrays.stream(distance).min().orElseThrow();
      int asWhole = distance[distance.length - 1];
      boolean nearer = asBeginning < least || (asBeginning == least && asWhole < leastOfAll);
      if (nearer && !wanted.isEmpty() && 3 * asBeginning <= wanted.length()) {
        least = asBeginning;
        leastOfAll = asWhole;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /// ` Did you mean X?`, with a space before it, or nothing if no candidate is near.
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(" Did you mean %s?"::formatted).orElse("");
  }

  /// The distances of `a` from the beginnings of `b`, of length 0, 1, ….
  private static int[] distances(String a, String b) {
    int[] twoAgo = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        current[j] =
            Math.min(previous[j - 1] + (same ? 0 : 1), Math.min(previous[j], current[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], twoAgo[j - 2] + 1);
        }
      }
      int[] spare = twoAgo;
      twoAgo = previous;
      previous = current;
      current = spare;
    }
    return previous;
  }
}
