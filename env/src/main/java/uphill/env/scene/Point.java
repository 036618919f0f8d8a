package uphill.env.scene;

import uphill.kernel.Angle;

/// A place in a picture, in pixels; y points up.
public record Point(double x, double y) {

  /// Checks that it is somewhere.
  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException(
          "a point is at (%s, %s), which is nowhere".formatted(x, y));
    }
  }

  /// The point so far from this one.
  public Point moved(double right, double up) {
    return new Point(x + right, y + up);
  }

  /// This point turned about the origin.
  ///
  /// @param angle in rad, counterclockwise
  public Point turned(double angle) {
    double cos = Angle.cos(angle);
    double sin = Angle.sin(angle);
    return new Point(cos * x - sin * y, sin * x + cos * y);
  }
}
