package uphill.env.scene;

/// How Gymnasium's pictures are drawn, by pygame: coordinates are rounded down to pixels, of which
/// each stands for its middle, and an area has the pixels of its edge too.
public final class Pygame {

  /// The width of a line, and of the edge of an area.
  private static final double LINE = 1;

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

  /// A line from pixel to pixel.
  public static Shape line(Colour colour, Point from, Point to) {
    return Shape.Line.of(colour, LINE, middle(from), middle(to));
  }

  /// A triangular flag that is blown to the right.
  ///
  /// @param top of its pole
  public static Shape flag(Colour colour, Point top) {
    return area(Shape.Polygon.of(colour, top, top.moved(0, -10), top.moved(25, -5)));
  }
}
