package uphill.box2d;

import java.util.ArrayList;
import java.util.List;
import uphill.box2d.engine.Part;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Shape;

/// Parts as shapes, 30 pixels a metre.
final class Drawing {

  static final double SCALE = 30;

  private Drawing() {}

  /// Box2D's metres in pixels, in its float32: rounded down, they are Gymnasium's.
  static double pixels(double metres) {
    return (float) metres * (float) SCALE;
  }

  /// A polygon of a part.
  ///
  /// @param corners in m, where the part is at the origin: x₀, y₀, x₁, …
  /// @param shift what lies left of the picture, in pixels
  static Shape.Polygon polygon(Part part, double[] corners, Colour fill, double shift) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < corners.length; i += 2) {
      points.add(new Point(SCALE * corners[i], SCALE * corners[i + 1]));
    }
    return new Shape.Polygon(points, fill, Shape.Outline.NONE)
        .turned(part.angle())
        .moved(pixels(part.x()) - shift, pixels(part.y()));
  }

  /// A box of a part, with its centre at the part's origin.
  static Shape.Polygon box(
      Part part, double halfWidth, double halfHeight, Colour fill, double shift) {
    double w = halfWidth;
    double h = halfHeight;
    return polygon(part, new double[] {-w, -h, -w, h, w, h, w, -h}, fill, shift);
  }
}
