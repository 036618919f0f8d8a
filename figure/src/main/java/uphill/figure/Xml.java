package uphill.figure;

/// Text and numbers as XML holds them: for pictures and pages.
public final class Xml {

  private Xml() {}

  /// A number to the hundredth, without trailing zeros.
  public static String number(double value) {
    long hundredths = Math.round(value * 100);
    long whole = Math.abs(hundredths) / 100;
    long rest = Math.abs(hundredths) % 100;
    String sign = hundredths < 0 ? "-" : "";
    if (rest == 0) {
      return sign + whole;
    }
    if (rest % 10 == 0) {
      return sign + whole + "." + rest / 10;
    }
    return sign + whole + (rest < 10 ? ".0" : ".") + rest;
  }

  /// Text as XML may hold it; what XML cannot hold becomes �.
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /// The characters of XML 1.0.
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || (0x20 <= c && c <= 0xD7FF)
        || (0xE000 <= c && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
