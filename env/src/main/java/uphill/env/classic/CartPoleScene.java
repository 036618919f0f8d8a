package uphill.env.classic;

import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [CartPole] looks like, in Gymnasium's measures.
final class CartPoleScene {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double FRAMES_PER_SECOND = 50;
  private static final double SCALE = WIDTH / 4.8; // pixels per metre

  private static final double TRACK = 100;
  private static final double CART_WIDTH = 50;
  private static final double CART_HEIGHT = 30;
  private static final double POLE_LENGTH = SCALE;
  private static final double POLE_WIDTH = 10;
  private static final double AXLE = TRACK + CART_HEIGHT / 4;
  private static final double AXLE_RADIUS = POLE_WIDTH / 2;

  private static final Colour POLE = Colour.of(202, 152, 101);
  private static final Colour AXLE_COLOUR = Colour.of(129, 132, 203);
  private static final Shape LINE =
      Pygame.line(Colour.BLACK, new Point(0, TRACK), new Point(WIDTH, TRACK));

  private CartPoleScene() {}

  static Scene of(double position, double theta) {
    double x = position * SCALE + WIDTH / 2;
    Point axle = new Point(x, AXLE);
    double w = CART_WIDTH / 2;
    double h = CART_HEIGHT / 2;
    double half = POLE_WIDTH / 2;
    return new Scene(
        WIDTH,
        HEIGHT,
        Colour.WHITE,
        List.of(
            LINE,
            Pygame.rectangle(Colour.BLACK, -w, -h, w, h, /* angle= */ 0, new Point(x, TRACK)),
            Pygame.rectangle(POLE, -half, -half, half, POLE_LENGTH - half, -theta, axle),
            Pygame.circle(AXLE_COLOUR, axle, AXLE_RADIUS)),
        FRAMES_PER_SECOND);
  }
}
