package uphill.figure;

import java.util.List;

/// A picture as shapes at pixels, from back to front; y grows downwards.
record Drawing(double width, double height, List<Shape> shapes) {

  Drawing {
    shapes = List.copyOf(shapes);
  }

  enum Anchor {
    START,
    MIDDLE,
    END
  }

  sealed interface Shape {

    /// A filled polygon.
    record Area(double[] x, double[] y, int rgb, double opacity) implements Shape {}

    /// An open line through points.
    record Stroke(double[] x, double[] y, int rgb, double width, double opacity, boolean dashed)
        implements Shape {}

    /// Discs of one size; where they overlap they are no darker.
    record Spots(double[] x, double[] y, int rgb, double radius, double opacity) implements Shape {}

    /// A line of text on the base line y; `upwards` turns it to read from below.
    record Text(
        double x,
        double y,
        String text,
        double size,
        boolean bold,
        Anchor anchor,
        boolean upwards,
        int rgb)
        implements Shape {}
  }

  static Shape.Area rectangle(double left, double top, double right, double bottom, int rgb) {
    return new Shape.Area(
        new double[] {left, right, right, left}, new double[] {top, top, bottom, bottom}, rgb, 1);
  }

  static Shape.Stroke segment(
      double x1, double y1, double x2, double y2, int rgb, double width, boolean dashed) {
    return new Shape.Stroke(
        new double[] {x1, x2}, new double[] {y1, y2}, rgb, width, /* opacity= */ 1, dashed);
  }

  static Shape.Text text(double x, double y, String text, double size, Anchor anchor, int rgb) {
    return new Shape.Text(x, y, text, size, /* bold= */ false, anchor, /* upwards= */ false, rgb);
  }
}
