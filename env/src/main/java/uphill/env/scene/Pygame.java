package uphill.env.scene;

import java.util.ArrayList;
import java.util.List;

/// How Gymnasium's pictures are drawn, by pygame: coordinates are rounded down to pixels, of which
/// each stands for its middle, and an area has the pixels of its edge too.
public final class Pygame {

  /// The width of a line, and of the edge of an area.
  private static final double LINE = 1;

  private static final double LOOP = 0.77; // as wide as lines around something come out
  private static final double DOT_RADIUS = Math.sqrt(12 / Math.PI);

  private Pygame() {}

  /// The middle of the pixel that a coordinate lies in.
  private static double middle(double coordinate) {
    return Math.floor(coordinate) + 0.5;
  }

  private static Point middle(Point point) {
    return new Point(middle(point.x()), middle(point.y()));
  }

  /// A rectangle that is turned about the origin and then moved.
  ///
  /// @param angle in rad, counterclockwise
  /// @param to where the origin goes
  public static Shape rectangle(
      Colour colour, double left, double bottom, double right, double top, double angle, Point to) {
    return area(
        Shape.Polygon.rectangle(colour, left, bottom, right, top)
            .turned(angle)
            .moved(to.x(), to.y()));
  }

  /// An area with its edge, in its own colour unless it has an outline.
  public static Shape area(Shape.Polygon area) {
    return new Shape.Polygon(
            area.corners().stream().map(Pygame::middle).toList(), area.fill(), area.outline())
        .outlined(area.outline().width() > 0 ? area.outline().colour() : area.fill(), LINE);
  }

  /// A circle with its edge.
  public static Shape circle(Colour colour, Point centre, double radius) {
    Point middle = middle(centre);
    return Shape.Circle.of(colour, middle.x(), middle.y(), Math.floor(radius))
        .outlined(colour, LINE);
  }

  /// A circle of radius 2, which pygame makes of twelve pixels.
  public static Shape dot(Colour colour, Point centre) {
    return Shape.Circle.of(colour, Math.floor(centre.x()), Math.floor(centre.y()), DOT_RADIUS);
  }

  /// A line from pixel to pixel.
  public static Shape line(Colour colour, Point from, Point to) {
    return band(colour, LINE, middle(from), middle(to));
  }

  /// A line from place to place, with smooth edges.
  public static Shape smoothLine(Colour colour, Point from, Point to) {
    return smoothLine(colour, LINE, from, to);
  }

  private static Shape smoothLine(Colour colour, double width, Point from, Point to) {
    return band(colour, width, from.moved(0.5, 0.5), to.moved(0.5, 0.5));
  }

  /// Smooth lines from corner to corner and back to the first.
  public static List<Shape> smoothLoop(Colour colour, List<Point> corners) {
    List<Shape> lines = new ArrayList<>();
    Point from = corners.getLast();
    for (Point corner : corners) {
      lines.add(smoothLine(colour, LOOP, from, corner));
      from = corner;
    }
    return lines;
  }

  /// A line has a pixel in each column, or in each row if it is steep: so it is as high as a pixel,
  /// or as wide, and not as thick.
  private static Shape band(Colour colour, double width, Point from, Point to) {
    double x = width / 2;
    double y = width / 2;
    if (Math.abs(to.x() - from.x()) >= Math.abs(to.y() - from.y())) {
      Point left = from.x() <= to.x() ? from : to;
      Point right = from.x() <= to.x() ? to : from;
      return Shape.Polygon.of(
          colour, left.moved(-x, -y), left.moved(-x, y), right.moved(x, y), right.moved(x, -y));
    }
    Point low = from.y() <= to.y() ? from : to;
    Point high = from.y() <= to.y() ? to : from;
    return Shape.Polygon.of(
        colour, low.moved(-x, -y), low.moved(x, -y), high.moved(x, y), high.moved(-x, y));
  }

  /// A triangular flag that is blown to the right.
  ///
  /// @param top of its pole
  public static Shape.Polygon flag(Colour colour, Point top) {
    return Shape.Polygon.of(colour, top, top.moved(0, -10), top.moved(25, -5));
  }
}
