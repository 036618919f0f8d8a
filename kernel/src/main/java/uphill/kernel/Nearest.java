package uphill.kernel;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that someone probably meant.
///
/// Distance is that of Damerau and Levenshtein between lower-case words (insert, delete, replace,
/// or swap neighbours, one each). A candidate counts if at most a third of its letters are wrong,
/// or if one word begins with the other.
public final class Nearest {

  private static final int SHORTEST_PREFIX = 3;

  private Nearest() {}

  /// The nearest candidate, if one is near; of several, the first in the alphabet.
  public static Optional<String> to(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates.stream().sorted().toList()) {
      String name = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, name);
      if (distance < least && (3 * distance <= name.length() || prefixes(wanted, name))) {
        least = distance;
        nearest = candidate;
      }
    }
    return least == Integer.MAX_VALUE ? Optional.empty() : Optional.of(nearest);
  }

  /// ` Did you mean X?`, with a space before it, or nothing if no candidate is near.
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(" Did you mean %s?"::formatted).orElse("");
  }

  private static boolean prefixes(String a, String b) {
    return Math.min(a.length(), b.length()) >= SHORTEST_PREFIX
        && (a.startsWith(b) || b.startsWith(a));
  }

  private static int distance(String a, String b) {
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
    return previous[b.length()];
  }
}
