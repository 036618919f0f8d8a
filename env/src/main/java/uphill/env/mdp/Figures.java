package uphill.env.mdp;

import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Shape;

/// Who and what stands on the squares of FrozenLake and CliffWalking, in the colours that
/// Gymnasium's pictures have on average; the shapes are our own.
///
/// @param left of the square, in pixels
/// @param bottom of the square, in pixels
/// @param width of the square, in pixels
/// @param height of the square, in pixels
record Figures(double left, double bottom, double width, double height) {

  private static final Colour ELF = Colour.of(140, 100, 75);
  private static final Colour HAT = Colour.of(96, 70, 52);
  private static final Colour STOOL = Colour.of(131, 75, 79);
  private static final Colour PRESENT = Colour.of(139, 110, 89);
  private static final Colour RIBBON = Colour.of(200, 60, 60);
  private static final Colour COOKIE = Colour.of(190, 135, 80);
  private static final Colour CHIP = Colour.of(92, 56, 34);

  /// An elf whose hat points where they go: right and up are −1, 0 or 1.
  void elf(int right, int up, List<Shape> shapes) {
    double across = 0.19 * width; // half of the hat's foot
    double aside = 0.19 * height;
    shapes.add(circle(ELF, 0.5, 0.5, 0.3));
    shapes.add(
        Shape.Polygon.of(
            HAT,
            at(0.5, 0.5).moved(0.44 * width * right, 0.44 * height * up),
            at(0.5, 0.5).moved(-across * up, aside * right),
            at(0.5, 0.5).moved(across * up, -aside * right)));
  }

  /// What the way begins at.
  void stool(List<Shape> shapes) {
    shapes.add(box(STOOL, 0.22, 0.52, 0.78, 0.64));
    shapes.add(box(STOOL, 0.28, 0.2, 0.36, 0.52));
    shapes.add(box(STOOL, 0.64, 0.2, 0.72, 0.52));
  }

  /// The goal of the lake.
  void present(List<Shape> shapes) {
    shapes.add(box(PRESENT, 0.2, 0.18, 0.8, 0.7));
    shapes.add(box(RIBBON, 0.45, 0.18, 0.55, 0.7));
    shapes.add(Shape.Polygon.of(RIBBON, at(0.5, 0.7), at(0.32, 0.86), at(0.32, 0.72)));
    shapes.add(Shape.Polygon.of(RIBBON, at(0.5, 0.7), at(0.68, 0.86), at(0.68, 0.72)));
  }

  /// The goal of the walk.
  void cookie(List<Shape> shapes) {
    shapes.add(circle(COOKIE, 0.5, 0.5, 0.34));
    shapes.add(circle(CHIP, 0.38, 0.58, 0.06));
    shapes.add(circle(CHIP, 0.58, 0.64, 0.06));
    shapes.add(circle(CHIP, 0.52, 0.42, 0.06));
    shapes.add(circle(CHIP, 0.36, 0.36, 0.05));
    shapes.add(circle(CHIP, 0.68, 0.46, 0.05));
  }

  /// The whole square in this colour.
  Shape.Polygon ground(Colour colour) {
    return box(colour, 0, 0, 1, 1);
  }

  /// A rectangle, in parts of the square.
  Shape.Polygon box(Colour colour, double left, double bottom, double right, double top) {
    return Shape.Polygon.of(
        colour, at(left, bottom), at(left, top), at(right, top), at(right, bottom));
  }

  /// A circle, in parts of the square.
  Shape.Circle circle(Colour colour, double x, double y, double radius) {
    Point centre = at(x, y);
    return Shape.Circle.of(colour, centre.x(), centre.y(), radius * Math.min(width, height));
  }

  /// A line, in parts of the square, of so many pixels.
  Shape.Line line(Colour colour, double pixels, double x1, double y1, double x2, double y2) {
    return Shape.Line.of(colour, pixels, at(x1, y1), at(x2, y2));
  }

  /// A point, in parts of the square.
  Point at(double x, double y) {
    return new Point(left + x * width, bottom + y * height);
  }
}
