package uphill.env.classic;

import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.kernel.Angle;

/// What [Pendulum] looks like, in Gymnasium's measures; the arrow that shows the torque is our own:
/// three quarters of a circle, in the direction of the torque, and as large.
final class PendulumScene {

  private static final int SIZE = 500;
  private static final double FRAMES_PER_SECOND = 30;
  private static final double SCALE = SIZE / 4.4; // pixels per metre
  private static final Point CENTRE = new Point(SIZE / 2, SIZE / 2);

  private static final double ROD_WIDTH = 0.2 * SCALE;
  private static final double AXLE_RADIUS = 0.05 * SCALE;

  private static final double ARROW_RADIUS = 0.47; // of the arrow's size
  private static final double ARROW_WIDTH = 0.026;
  private static final double TIP_LENGTH = 0.18;
  private static final double TIP_WIDTH = 0.13;
  private static final int ARC_POINTS = 64;
  private static final double ARC = 1.5 * Math.PI; // rad

  private static final Colour ROD = Colour.of(204, 77, 77);

  private PendulumScene() {}

  /// @param torque in N·m; an arrow shows it, if it is not 0
  static Scene of(double theta, double torque) {
    double angle = theta + Math.PI / 2;
    double half = ROD_WIDTH / 2;
    Point tip = new Point(SCALE, 0).turned(angle).moved(CENTRE.x(), CENTRE.y());
    List<Shape> shapes = new ArrayList<>();
    shapes.add(Pygame.rectangle(ROD, 0, -half, SCALE, half, angle, CENTRE));
    shapes.add(Pygame.circle(ROD, CENTRE, half));
    shapes.add(Pygame.circle(ROD, tip, half));
    if (torque != 0) {
      arrow(SCALE * Math.abs(torque) / Pendulum.MAX_TORQUE, torque > 0 ? 1 : -1, shapes);
    }
    shapes.add(Pygame.circle(Colour.BLACK, CENTRE, AXLE_RADIUS));
    return new Scene(SIZE, SIZE, Colour.WHITE, shapes, FRAMES_PER_SECOND);
  }

  /// From straight up around to the side.
  ///
  /// @param direction 1 counterclockwise, −1 clockwise
  private static void arrow(double size, int direction, List<Shape> shapes) {
    double radius = ARROW_RADIUS * size;
    List<Point> arc = new ArrayList<>();
    for (int k = 0; k <= ARC_POINTS; k++) {
      double turn = ARC * k / ARC_POINTS;
      arc.add(onCircle(radius, direction * turn));
    }
    shapes.add(new Shape.Line(arc, Colour.BLACK, ARROW_WIDTH * size));
    Point end = arc.getLast();
    double half = TIP_WIDTH / 2 * size;
    shapes.add(
        Shape.Polygon.of(
            Colour.BLACK,
            end.moved(-half, 0),
            end.moved(half, 0),
            end.moved(0, TIP_LENGTH * size)));
  }

  private static Point onCircle(double radius, double turn) {
    return new Point(-Angle.sin(turn) * radius, Angle.cos(turn) * radius)
        .moved(CENTRE.x(), CENTRE.y());
  }
}
