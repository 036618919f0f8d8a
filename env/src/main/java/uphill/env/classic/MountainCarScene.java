package uphill.env.classic;

import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.kernel.Angle;

/// What both mountain cars look like, in Gymnasium's measures.
final class MountainCarScene {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double FRAMES_PER_SECOND = 30;
  private static final double SCALE =
      WIDTH / (MountainCar.MAX_POSITION - MountainCar.MIN_POSITION); // pixels per unit of position

  private static final int HILL_POINTS = 100;
  private static final double HILL_LINE = 1.06; // pygame draws the points of the line twice
  private static final double SWING = 0.45; // of the hill's height, about 0.55
  private static final double CAR_WIDTH = 40;
  private static final double CAR_HEIGHT = 20;
  private static final double CLEARANCE = 10; // of the car over the hill
  private static final double WHEEL_RADIUS = 8;
  private static final double FLAG_POLE = 50;

  private static final Colour WHEEL = Colour.of(128, 128, 128);
  private static final Colour FLAG = Colour.of(204, 204, 0);

  private static final Shape HILL = hill();

  private MountainCarScene() {}

  /// @param goal the position of the flag
  static Scene of(double position, double goal) {
    List<Shape> shapes = new ArrayList<>(List.of(HILL));
    Point foot = new Point(across(position), height(position) + CLEARANCE);
    double slope = Angle.cos(3 * position); // taken for the angle, in rad
    double half = CAR_WIDTH / 2;
    shapes.add(Pygame.rectangle(Colour.BLACK, -half, 0, half, CAR_HEIGHT, slope, foot));
    for (double along : new double[] {half / 2, -half / 2}) {
      Point wheel = new Point(along, 0).turned(slope).moved(foot.x(), foot.y());
      shapes.add(Pygame.circle(WHEEL, wheel, WHEEL_RADIUS));
    }
    flag(across(goal), height(goal), shapes);
    return new Scene(WIDTH, HEIGHT, Colour.WHITE, shapes, FRAMES_PER_SECOND);
  }

  private static void flag(double x, double bottom, List<Shape> shapes) {
    Point top = new Point(x, bottom + FLAG_POLE);
    shapes.add(Pygame.line(Colour.BLACK, new Point(x, bottom), top));
    shapes.add(Pygame.area(Pygame.flag(FLAG, top)));
  }

  /// A band that is as high as a line, or as wide where it is steep: pygame's smooth lines are so.
  private static Shape hill() {
    List<Point> edge = new ArrayList<>();
    double step = (MountainCar.MAX_POSITION - MountainCar.MIN_POSITION) / (HILL_POINTS - 1);
    for (int k = 0; k < HILL_POINTS; k++) {
      double position = MountainCar.MIN_POSITION + k * step;
      double slope = 3 * SWING * Angle.cos(3 * position);
      double half = HILL_LINE / 2 * Math.max(1, Math.abs(slope));
      Point middle = new Point(across(position) + 0.5, height(position) + 0.5);
      edge.addFirst(middle.moved(0, half));
      edge.addLast(middle.moved(0, -half));
    }
    return new Shape.Polygon(edge, Colour.BLACK, Shape.Outline.NONE);
  }

  private static double across(double position) {
    return (position - MountainCar.MIN_POSITION) * SCALE;
  }

  private static double height(double position) {
    return (SWING * Angle.sin(3 * position) + 0.55) * SCALE;
  }
}
