package uphill.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What came from elsewhere, as errors show it: on one line, not too long, and without the control
/// characters that would command a terminal; and as a shell takes it, in commands.
public final class Shown {

  private static final int MOST_OF_TEXT = 100;
  private static final int MOST_OF_SENTENCE = 500;

  private static final int ASCII = 128;
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

  private Shown() {}

  /// A name or a value as it was written.
  public static String text(String text) {
    return text(text, MOST_OF_TEXT);
  }

  /// How many of something: `1 step`, `2 steps`.
  ///
  /// @param one the word for one of them; the plural ends in s
  public static String count(long number, String one) {
    return String.format(Locale.ROOT, "%d %s%s", number, one, number == 1 ? "" : "s");
  }

  /// The sentence of an error, which may quote from what came from elsewhere.
  public static String sentence(Throwable error) {
    String message = error.getMessage();
    return sentence(message == null ? error.toString() : message);
  }

  /// A sentence that may quote from what came from elsewhere.
  public static String sentence(String sentence) {
    return text(sentence, MOST_OF_SENTENCE);
  }

  /// The first characters of a text, at most so many.
  public static String text(String text, int most) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      char c = text.charAt(i);
      boolean commands =
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
          };
      shown.append(commands ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
    }
    return shown.append(text.length() > most ? "…" : "").toString();
  }

  /// A command that can be typed as it is printed, in a POSIX shell: a word that the shell would
  /// split or expand is quoted, and a path that begins like an option is written as `./-path`.
  ///
  /// @param words what makes up the command: strings, numbers, and paths as such
  public static String command(Object... words) {
    return Arrays.stream(words).map(Shown::word).collect(Collectors.joining(" "));
  }

  private static String word(Object word) {
    String text = word.toString();
    if (!(word instanceof String || word instanceof Number) && text.startsWith("-")) {
      text = "./" + text;
    }
    return isPlain(text) ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /// Whether no shell makes anything else of a word. (`=ls` is a path to zsh.)
  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.charAt(0) != '='
        && word.codePoints()
            .allMatch(c -> c < ASCII ? PLAIN.indexOf(c) >= 0 : Character.isLetterOrDigit(c));
  }
}
