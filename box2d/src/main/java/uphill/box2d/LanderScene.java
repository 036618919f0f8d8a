package uphill.box2d;

import java.util.ArrayList;
import java.util.List;
import uphill.box2d.engine.Part;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [LunarLander] looks like, in Gymnasium's measures.
final class LanderScene {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double FLAG_POLE = 50;
  private static final Colour HULL = Colour.of(128, 102, 230);
  private static final Colour EDGE = Colour.of(77, 77, 128);
  private static final Colour FLAG = Colour.of(204, 204, 0);

  private final List<Shape> shapes = new ArrayList<>();

  private LanderScene() {}

  /// @param ground heights of its corners, in m, from the left to the right
  /// @param body its corners, in m: x₀, y₀, x₁, …
  /// @param leg half of its width and of its height, in m
  static Scene of(double[] ground, double[] body, double[] leg, List<Part> parts, Exhaust exhaust) {
    LanderScene scene = new LanderScene();
    scene.ground(ground);
    exhaust.forEach(
        (x, y, left) -> {
          if (y > height(ground, x) && Landing.SCALE * y < HEIGHT) {
            scene.puff(x, y, left);
          }
        });
    scene.part(Drawing.polygon(parts.getFirst(), body, HULL, 0));
    for (Part part : parts.subList(1, parts.size())) {
      scene.part(Drawing.box(part, leg[0], leg[1], HULL, 0));
    }
    int middle = ground.length / 2;
    for (int i = 0; i < parts.size(); i++) { // once for each, so their edges are bold
      scene.flag(x(middle - 1, ground));
      scene.flag(x(middle + 1, ground));
    }
    return new Scene(WIDTH, HEIGHT, Colour.BLACK, scene.shapes, Landing.FPS);
  }

  /// What is not sky, which has the pixels of the line between them.
  private void ground(double[] ground) {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < ground.length; i++) {
      corners.add(new Point(x(i, ground), Landing.SCALE * ground[i] - 1));
    }
    corners.add(new Point(WIDTH, 0));
    corners.add(new Point(0, 0));
    shapes.add(Pygame.area(new Shape.Polygon(corners, Colour.WHITE, Shape.Outline.NONE)));
  }

  private void part(Shape.Polygon polygon) {
    shapes.add(Pygame.area(polygon));
    shapes.addAll(Pygame.smoothLoop(EDGE, polygon.corners()));
  }

  private static double x(int i, double[] ground) {
    return (double) WIDTH / (ground.length - 1) * i;
  }

  /// Of the ground below a place, in m.
  private static double height(double[] ground, double x) {
    double at = Math.clamp(x * Landing.SCALE / WIDTH, 0, 1) * (ground.length - 1);
    int i = Math.min(ground.length - 2, (int) at);
    return ground[i] + (at - i) * (ground[i + 1] - ground[i]);
  }

  private void puff(double x, double y, double left) {
    int red = (int) (Math.max(0.2, 0.15 + left) * 255);
    int other = (int) (Math.max(0.2, 0.5 * left) * 255);
    Point centre = new Point(Landing.SCALE * x, Landing.SCALE * y);
    shapes.add(Pygame.dot(Colour.of(Math.min(255, red), other, other), centre));
  }

  private void flag(double x) {
    Point foot = new Point(x, Landing.SCALE * Landing.PAD);
    Point top = foot.moved(0, FLAG_POLE);
    shapes.add(Pygame.line(Colour.WHITE, foot, top));
    shapes.add(Pygame.area(Pygame.flag(FLAG, top)));
  }
}
