package uphill.figure;

import java.math.BigDecimal;

/// A picture with two axes, 360 units wide: as wide as a phone, so that its text can be read there.
///
/// @param x the ticks that its width covers
/// @param y the ticks that its height covers
public record Plot(Ticks x, Ticks y, double left) {

  public static final double WIDTH = 360;
  public static final double HEIGHT = 280;
  private static final double TOP = 34;
  private static final double BOTTOM = HEIGHT - 46;
  private static final double RIGHT = WIDTH - 12;
  private static final int INTERVALS = 4;
  private static final double DIGIT = 7.2; // units that a character of a tick's label takes

  /// One whose axes cover these numbers, and zero. What is not finite is passed over.
  public static Plot covering(double[] x, double... y) {
    Ticks yTicks = ticks(y);
    int longest = yTicks.values().stream().mapToInt(t -> yTicks.label(t).length()).max().orElse(1);
    return new Plot(ticks(x), yTicks, 10 + DIGIT * longest);
  }

  private static Ticks ticks(double... values) {
    double min = 0;
    double max = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return min < max ? Ticks.covering(min, max, INTERVALS) : Ticks.covering(-1, 1, 2);
  }

  /// Where a number lies, from the left.
  public double across(double value) {
    return left + (RIGHT - left) * (value - x.first()) / (x.last() - x.first());
  }

  /// Where a number lies, from the top.
  public double down(double value) {
    return BOTTOM - (BOTTOM - TOP) * (value - y.first()) / (y.last() - y.first());
  }

  private static String label(Ticks ticks, BigDecimal tick) {
    return ticks.label(tick).replace('-', '−');
  }

  /// Draws the grid, the axes, and what they are of.
  public void axes(Markup out, String xName, String yName) {
    for (BigDecimal tick : y.values()) {
      double at = down(tick.doubleValue());
      line(out, tick.signum() == 0 ? "zero" : "grid", left, at, RIGHT, at);
      label(out, "tick end", left - 6, at + 4, label(y, tick));
    }
    for (BigDecimal tick : x.values()) {
      double at = across(tick.doubleValue());
      line(out, tick.signum() == 0 ? "zero" : "grid", at, TOP, at, BOTTOM);
      label(out, "tick middle", at, BOTTOM + 17, label(x, tick));
    }
    label(out, "name", 0, 16, yName);
    label(out, "name end", RIGHT, HEIGHT - 8, xName);
  }

  /// A straight line between two points, in the axes' numbers, as a path.
  public String segment(double x1, double y1, double x2, double y2) {
    return "M%s %sL%s %s"
        .formatted(place(across(x1)), place(down(y1)), place(across(x2)), place(down(y2)));
  }

  /// An upright line through the whole height, as a path.
  public String upright(double value) {
    return "M%s %sV%s".formatted(place(across(value)), place(TOP), place(BOTTOM));
  }

  /// Whether both numbers can be drawn.
  public static boolean drawable(double x, double y) {
    return Double.isFinite(x) && Double.isFinite(y);
  }

  public static void line(Markup out, String kind, double x1, double y1, double x2, double y2) {
    out.empty(
        "line", "class", kind, "x1", place(x1), "y1", place(y1), "x2", place(x2), "y2", place(y2));
  }

  public static void label(Markup out, String kind, double x, double y, String text) {
    out.element("text", text, "class", kind, "x", place(x), "y", place(y)).raw("\n");
  }

  /// A place in the picture, to the tenth of a unit.
  public static String place(double value) {
    return Xml.number(Math.round(value * 10) / 10.0);
  }
}
