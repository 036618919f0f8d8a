package uphill.mujoco;

import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Shape;

/// The floor of a robot, at z = 0, with marks at places that do not move.
///
/// @param body where the camera's robot is
record Floor(View view, double[] body) {

  private double middle(int axis) {
    return view.centre()[axis] + (view.follows()[axis] ? body[axis] : 0);
  }

  private int first(double place) {
    return (int) Math.floor(place / view.tile());
  }

  private Point seen(double x, double y) {
    return view.seen(new double[] {x, y, 0}, body);
  }

  /// From the side: stretches of two colours in turn, each as long as a tile, below a line.
  void edge(Colour[] colours, Colour line, List<Shape> shapes) {
    double reach = view.width() / view.scale() / 2;
    for (int i = first(middle(0) - reach); i <= first(middle(0) + reach); i++) {
      Point left = seen(i * view.tile(), 0);
      Point right = seen((i + 1) * view.tile(), 0);
      shapes.add(
          Shape.Polygon.rectangle(colours[Math.floorMod(i, 2)], left.x(), 0, right.x(), right.y()));
    }
    double height = seen(0, 0).y();
    shapes.add(Shape.Line.of(line, 1, new Point(0, height), new Point(view.width(), height)));
  }

  /// Every other tile, as on a chessboard.
  void tiles(Colour colour, List<Shape> shapes) {
    double size = view.tile();
    double reach = view.radius();
    for (int i = first(middle(0) - reach); i <= first(middle(0) + reach); i++) {
      for (int j = first(middle(1) - reach); j <= first(middle(1) + reach); j++) {
        if (Math.floorMod(i + j, 2) == 0) {
          Point a = seen(i * size, j * size);
          Point b = seen((i + 1) * size, j * size);
          Point c = seen((i + 1) * size, (j + 1) * size);
          Point d = seen(i * size, (j + 1) * size);
          if (meets(a, b, c, d)) {
            shapes.add(Shape.Polygon.of(colour, a, b, c, d));
          }
        }
      }
    }
  }

  /// Whether the upright box around corners has a part in the picture.
  private boolean meets(Point... corners) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (Point corner : corners) {
      left = Math.min(left, corner.x());
      right = Math.max(right, corner.x());
      bottom = Math.min(bottom, corner.y());
      top = Math.max(top, corner.y());
    }
    return right > 0 && left < view.width() && top > 0 && bottom < view.height();
  }
}
