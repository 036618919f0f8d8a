package uphill.env.scene;

import java.util.Arrays;
import java.util.List;

/// A part of a picture. Coordinates and lengths are in pixels, from the lower left corner.
public sealed interface Shape {

  /// The area within these corners.
  record Polygon(List<Point> corners, Colour fill, Outline outline) implements Shape {

    /// Checks that there are three corners.
    public Polygon {
      corners = requirePoints("a polygon", 3, corners);
    }

    /// One without an outline.
    public static Polygon of(Colour fill, Point... corners) {
      return new Polygon(Arrays.asList(corners), fill, Outline.NONE);
    }

    /// A rectangle without an outline.
    public static Polygon rectangle(
        Colour fill, double left, double bottom, double right, double top) {
      return of(
          fill,
          new Point(left, bottom),
          new Point(left, top),
          new Point(right, top),
          new Point(right, bottom));
    }

    /// The same area with this line around it.
    public Polygon outlined(Colour colour, double width) {
      return new Polygon(corners, fill, new Outline(colour, width));
    }

    /// The same, so much further.
    public Polygon moved(double right, double up) {
      return new Polygon(
          corners.stream().map(corner -> corner.moved(right, up)).toList(), fill, outline);
    }

    /// The same, turned about the origin.
    ///
    /// @param angle in rad, counterclockwise
    public Polygon turned(double angle) {
      return new Polygon(
          corners.stream().map(corner -> corner.turned(angle)).toList(), fill, outline);
    }
  }

  /// The area within a radius.
  record Circle(Point centre, double radius, Colour fill, Outline outline) implements Shape {

    /// Checks the radius.
    public Circle {
      requireLength("a circle's radius", radius);
    }

    /// One without an outline.
    public static Circle of(Colour fill, double x, double y, double radius) {
      return new Circle(new Point(x, y), radius, fill, Outline.NONE);
    }

    /// The same area with this line around it.
    public Circle outlined(Colour colour, double width) {
      return new Circle(centre, radius, fill, new Outline(colour, width));
    }
  }

  /// A line from point to point, with square ends that reach half its width beyond.
  record Line(List<Point> points, Colour colour, double width) implements Shape {

    /// Checks that it leads somewhere.
    public Line {
      points = requirePoints("a line", 2, points);
      requireLength("a line's width", width);
    }

    /// A line through these.
    public static Line of(Colour colour, double width, Point... points) {
      return new Line(Arrays.asList(points), colour, width);
    }
  }

  /// The line around an area: half of its width lies outside.
  ///
  /// @param width none is drawn if it is 0
  record Outline(Colour colour, double width) {

    /// None.
    public static final Outline NONE = new Outline(Colour.BLACK, 0);

    /// Checks the width.
    public Outline {
      requireLength("an outline's width", width);
    }
  }

  private static List<Point> requirePoints(String what, int least, List<Point> points) {
    if (points.size() < least) {
      throw new IllegalArgumentException(
          "%s has %s points at least, got %s"
              .formatted(what, Integer.toString(least), Integer.toString(points.size())));
    }
    return List.copyOf(points);
  }

  private static void requireLength(String what, double length) {
    if (!(length >= 0 && length < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s is finite and not negative, got %s".formatted(what, length));
    }
  }
}
