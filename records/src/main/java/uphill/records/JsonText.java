package uphill.records;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.Shown;

/// Reads one text of JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)). Of any other it
/// says at which place what was expected, and what came.
///
/// Whole numbers of 64 bits are [Long], or [BigInteger] from 2⁶³ on, all others [Double]. A byte
/// order mark may come first.
final class JsonText {

  /// How deep brackets may stand in brackets.
  private static final int MOST_DEEP = 500;

  /// The most values, names and brackets: every pair of brackets takes memory, and a compressed
  /// file holds millions of them in a few bytes.
  private static final int MOST_PARTS = 10_000_000;

  /// The most characters of a number.
  private static final int MOST_OF_NUMBER = 1000;

  /// What some editors write before a text in UTF-8.
  static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final int MOST_SHOWN = 20;

  private final String text;
  private final String source;
  private final boolean line;
  private int at;
  private int depth;
  private int parts;

  private JsonText(String text, String source, boolean line) {
    this.text = text;
    this.source = source;
    this.line = line;
  }

  /// The value that a text holds.
  ///
  /// @param source where it is from, for errors
  static Object read(String text, String source) {
    return new JsonText(text, source, false).whole();
  }

  /// The value of a line that Python may have written: NaN and infinities are numbers.
  ///
  /// @param place where it is from, for errors: its file and number
  static Object readLine(String text, String place) {
    return new JsonText(text, place, true).whole();
  }

  private Object whole() {
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      at = 1;
    }
    if (next() < 0) {
      throw new IllegalArgumentException(source + ": empty, expected JSON");
    }
    Object value = value("a value");
    if (next() >= 0) {
      throw expected("nothing after the value");
    }
    return value;
  }

  /// The next character that is no white space, not taken; −1 at the end.
  private int next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return here();
  }

  private int here() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  /// Takes the next character if it is this one.
  private boolean take(char wanted) {
    boolean there = next() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private Object value(String expected) {
    count();
    int first = next();
    if (first == '{' || first == '[') {
      at++;
      if (++depth > MOST_DEEP) {
        throw error(
            String.format(Locale.ROOT, "brackets stand more than %d deep in brackets", MOST_DEEP));
      }
      count(); // the closing one
      Object inside = first == '{' ? object() : array();
      depth--;
      return inside;
    } else if (first == '"') {
      return string();
    } else if (first == '-' || isDigit(first)) {
      return number();
    }
    return word(expected);
  }

  private void count() {
    if (++parts > MOST_PARTS) {
      throw error(
          String.format(
              Locale.ROOT, "it holds more than %,d values, names and brackets", MOST_PARTS));
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (take('}')) {
      return map;
    }
    do {
      count();
      if (next() != '"') {
        throw expected(
            map.isEmpty() ? "a name in double quotes, or '}'" : "a name in double quotes");
      }
      int before = at;
      String name = string();
      if (map.containsKey(name)) {
        at = before;
        throw error("the name \"%s\" comes twice in one object".formatted(Shown.text(name)));
      }
      if (!take(':')) {
        throw expected("':' after the name \"%s\"".formatted(Shown.text(name)));
      }
      map.put(name, value("a value"));
    } while (take(','));
    if (!take('}')) {
      throw expected("',' or '}'");
    }
    return map;
  }

  private List<Object> array() {
    List<Object> list = new ArrayList<>();
    if (take(']')) {
      return list;
    }
    do {
      list.add(value(list.isEmpty() ? "a value, or ']'" : "a value"));
    } while (take(','));
    if (!take(']')) {
      throw expected("',' or ']'");
    }
    return list;
  }

  private String string() {
    int from = ++at;
    while (here() >= ' ' && here() != '"' && here() != '\\') {
      at++;
    }
    if (here() == '"') {
      return text.substring(from, at++);
    }
    StringBuilder string = new StringBuilder(text.substring(from, at));
    while (here() != '"') {
      if (here() < ' ') {
        throw expected("'\"' at the end of a text");
      }
      string.append(here() == '\\' ? escaped() : text.charAt(at));
      at++;
    }
    at++;
    return string.toString();
  }

  /// The character that an escape stands for; its last character is not taken yet.
  private char escaped() {
    at++;
    return switch (here()) {
      case '"', '\\', '/' -> (char) here();
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int k = 0; k < 4; k++) {
          at++;
          int digit = here() > 'f' ? -1 : Character.digit(here(), 16);
          if (digit < 0) {
            throw expected("four hexadecimal digits after \\u");
          }
          code = 16 * code + digit;
        }
        yield (char) code;
      }
      default -> throw expected("one of \" \\ / b f n r t u after \\");
    };
  }

  private Object number() {
    int from = at;
    if (here() == '-') {
      at++;
      if (line && here() == 'I' && wordHere().equals("Infinity")) {
        at += "Infinity".length();
        return Double.NEGATIVE_INFINITY;
      }
    }
    if (here() == '0') {
      at++;
      if (isDigit(here())) {
        throw expected("a number that does not begin with 0");
      }
    } else {
      digits("'-'");
    }
    boolean whole = true;
    if (here() == '.') {
      whole = false;
      at++;
      digits("'.'");
    }
    if (here() == 'e' || here() == 'E') {
      whole = false;
      at++;
      at += here() == '+' || here() == '-' ? 1 : 0;
      digits("the e of a number");
    }
    String number = text.substring(from, at);
    if (number.length() > MOST_OF_NUMBER) {
      throw error(
          String.format(
              Locale.ROOT,
              "a number has %,d characters, expected at most %,d",
              number.length(),
              MOST_OF_NUMBER));
    }
    if (whole) {
      try {
        return Long.parseLong(number);
      } catch (NumberFormatException _) {
        BigInteger large = new BigInteger(number);
        if (large.signum() > 0 && large.bitLength() <= Long.SIZE) {
          return large;
        }
      }
    }
    return Double.parseDouble(number);
  }

  private void digits(String after) {
    if (!isDigit(here())) {
      throw expected("a digit after " + after);
    }
    while (isDigit(here())) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return '0' <= c && c <= '9';
  }

  private Object word(String expected) {
    String word = wordHere();
    Object value =
        switch (word) {
          case "true" -> true;
          case "false" -> false;
          case "null" -> Json.NULL;
          case "NaN" -> Double.NaN;
          case "Infinity" -> Double.POSITIVE_INFINITY;
          default -> throw expected(expected);
        };
    if (value instanceof Double && !line) {
      throw error("expected a number, got %s, which JSON does not have".formatted(word));
    }
    at += word.length();
    return value;
  }

  /// The letters and digits that come next.
  private String wordHere() {
    int to = at;
    while (to < text.length() && to - at <= MOST_SHOWN && isOfWord(text.charAt(to))) {
      to++;
    }
    return text.substring(at, to);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private IllegalArgumentException expected(String what) {
    String got = "the end";
    if (at < text.length()) {
      String word = wordHere();
      String one = word.isEmpty() ? Character.toString(text.codePointAt(at)) : word;
      got = one.equals("\n") || one.equals("\r") ? "a line break" : "'" + Shown.text(one) + "'";
    }
    return error("expected %s, got %s".formatted(what, got));
  }

  private IllegalArgumentException error(String why) {
    int begin = text.lastIndexOf('\n', at - 1) + 1;
    int column = text.codePointCount(begin, at) + 1;
    if (line) {
      return new IllegalArgumentException(
          String.format(Locale.ROOT, "%s, column %d: not JSON: %s", source, column, why));
    }
    long number = text.substring(0, begin).chars().filter(c -> c == '\n').count() + 1;
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s: not JSON: %s (line %d, column %d)", source, why, number, column));
  }
}
