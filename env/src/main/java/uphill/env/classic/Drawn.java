package uphill.env.classic;

import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Shape;

/// How Gymnasium's pictures are drawn, by pygame: coordinates are rounded down to pixels, of which
/// each stands for its middle, and an area has the pixels of its edge too.
final class Drawn {

  static final double LINE = 1; // width of a line, and of the edge of an area

  private Drawn() {}

  /// The middle of the pixel that a coordinate lies in.
  static double middle(double coordinate) {
    return Math.floor(coordinate) + 0.5;
  }

  /// A rectangle that is turned about the origin and then moved.
  ///
  /// @param angle in rad, counterclockwise
  /// @param to where the origin goes
  static Shape rectangle(
      Colour colour, double left, double bottom, double right, double top, double angle, Point to) {
    return area(
        Shape.Polygon.rectangle(colour, left, bottom, right, top)
            .turned(angle)
            .moved(to.x(), to.y()));
  }

  /// An area with its edge.
  static Shape area(Shape.Polygon area) {
    return new Shape.Polygon(
            area.corners().stream().map(Drawn::middle).toList(), area.fill(), area.outline())
        .outlined(area.fill(), LINE);
  }

  /// A circle with its edge.
  static Shape circle(Colour colour, Point centre, double radius) {
    Point middle = middle(centre);
    return Shape.Circle.of(colour, middle.x(), middle.y(), Math.floor(radius))
        .outlined(colour, LINE);
  }

  /// A horizontal or vertical line.
  static Shape line(Point from, Point to) {
    return Shape.Line.of(Colour.BLACK, LINE, middle(from), middle(to));
  }

  private static Point middle(Point point) {
    return new Point(middle(point.x()), middle(point.y()));
  }
}
