package uphill.env.classic;

import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [Acrobot] looks like, in Gymnasium's measures.
final class AcrobotScene {

  private static final int SIZE = 500;
  private static final double FRAMES_PER_SECOND = 15;
  private static final double SCALE = SIZE / 4.4; // pixels per metre
  private static final Point PIVOT = new Point(SIZE / 2, SIZE / 2);

  private static final double HALF_WIDTH = 0.1 * SCALE; // of a link

  private static final Colour LINK = Colour.of(0, 204, 204);
  private static final Colour JOINT = Colour.of(204, 204, 0);

  private static final Shape TARGET =
      Pygame.line(
          Colour.BLACK, new Point(0, PIVOT.y() + SCALE), new Point(SIZE, PIVOT.y() + SCALE));

  private AcrobotScene() {}

  static Scene of(double theta1, double theta2) {
    double angle1 = theta1 - Math.PI / 2;
    double angle2 = theta1 + theta2 - Math.PI / 2;
    Point elbow = new Point(SCALE, 0).turned(angle1).moved(PIVOT.x(), PIVOT.y());
    return new Scene(
        SIZE,
        SIZE,
        Colour.WHITE,
        List.of(
            TARGET,
            link(angle1, PIVOT),
            Pygame.circle(JOINT, PIVOT, HALF_WIDTH),
            link(angle2, elbow),
            Pygame.circle(JOINT, elbow, HALF_WIDTH)),
        FRAMES_PER_SECOND);
  }

  private static Shape link(double angle, Point from) {
    return Pygame.rectangle(LINK, 0, -HALF_WIDTH, SCALE, HALF_WIDTH, angle, from);
  }
}
