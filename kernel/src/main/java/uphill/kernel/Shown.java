package uphill.kernel;

import java.util.Locale;

/// What came from elsewhere, as errors show it: on one line, not too long, and without the control
/// characters that would command a terminal.
public final class Shown {

  private static final int MOST_OF_TEXT = 100;
  private static final int MOST_OF_SENTENCE = 500;

  private Shown() {}

  /// A name or a value as it was written.
  public static String text(String text) {
    return text(text, MOST_OF_TEXT);
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
}
