package uphill.derive.picture;

import uphill.derive.number.Decimals;

/// Collects a small picture on a white ground, so that it is read in light and dark alike.
final class Svg {

  static final String INK = "#1a1a1a";
  static final String QUIET = "#555555";
  static final String BLUE = "#2563a8";
  static final String ORANGE = "#c2570c";
  static final String PALE = "#dbe7f3";
  static final String GRID = "#bbbbbb";

  private final StringBuilder out = new StringBuilder();

  Svg(double width, double height, String title, String description) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" font-family="Helvetica Neue, Arial, DejaVu Sans, sans-serif">
        <title>%3$s</title>
        <desc>%4$s</desc>
        <rect width="%1$s" height="%2$s" rx="6" fill="#ffffff"/>
        """
            .formatted(at(width), at(height), content(title), content(description)));
  }

  Svg text(double x, double y, double size, String anchor, String colour, String text) {
    out.append(
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
            .formatted(at(x), at(y), at(size), anchor, colour, content(text)));
    return this;
  }

  Svg rectangle(double x, double y, double width, double height, String colour) {
    out.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
            .formatted(at(x), at(y), at(width), at(height), colour));
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String colour, double width) {
    out.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>\n"
            .formatted(at(x1), at(y1), at(x2), at(y2), colour, at(width)));
    return this;
  }

  Svg spot(double x, double y, double radius, String colour) {
    out.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" fill-opacity=\"0.75\"/>\n"
            .formatted(at(x), at(y), at(radius), colour));
    return this;
  }

  Svg disc(double x, double y, double radius, String name) {
    out.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2\"/>\n"
            .formatted(at(x), at(y), at(radius), PALE, INK));
    return text(x, y + 5, 16, "middle", INK, name);
  }

  /// A curve from one point to another, bent towards two more, with a head at its end.
  Svg arrow(double[] x, double[] y, String colour) {
    out.append(
        "<path d=\"M%s %sC%s %s %s %s %s %s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n"
            .formatted(
                at(x[0]), at(y[0]), at(x[1]), at(y[1]), at(x[2]), at(y[2]), at(x[3]), at(y[3]),
                colour));
    double length = StrictMath.hypot(x[3] - x[2], y[3] - y[2]);
    double dx = (x[3] - x[2]) / length;
    double dy = (y[3] - y[2]) / length;
    out.append(
        "<path d=\"M%s %sL%s %sL%s %sZ\" fill=\"%s\"/>\n"
            .formatted(
                at(x[3] + 3 * dx),
                at(y[3] + 3 * dy),
                at(x[3] - 9 * dx - 5 * dy),
                at(y[3] - 9 * dy + 5 * dx),
                at(x[3] - 9 * dx + 5 * dy),
                at(y[3] - 9 * dy - 5 * dx),
                colour));
    return this;
  }

  String end() {
    return out.append("</svg>\n").toString();
  }

  /// To the tenth of a pixel.
  private static String at(double value) {
    String text = Decimals.plain(value, 1).replaceAll("\\.0$", "");
    return text.equals("-0") ? "0" : text;
  }

  /// Text between the tags of an element.
  private static String content(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
