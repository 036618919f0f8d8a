package uphill.box2d;

import java.util.ArrayList;
import java.util.List;
import uphill.box2d.engine.Part;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Pygame;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [BipedalWalker] looks like, in Gymnasium's measures: the picture goes along with the hull,
/// and the clouds half as fast. One of the rays is seen, another one each frame, in 20 of 100
/// frames.
final class WalkerScene {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double SCALE = Drawing.SCALE;
  private static final double BEHIND = 4; // m of picture behind the hull
  private static final int RAY_PERIOD = 100; // frames

  private static final Colour SKY = Colour.of(215, 215, 255);
  private static final Colour GROUND = Colour.of(102, 153, 76);
  private static final Colour BLOCK_EDGE = Colour.of(153, 153, 153);
  private static final Colour HULL = Colour.of(127, 51, 229);
  private static final Colour HULL_EDGE = Colour.of(76, 76, 127);
  private static final Colour RAY = Colour.of(255, 0, 0);
  private static final Colour FLAG = Colour.of(230, 51, 0);
  private static final double FLAG_AT = 3 * Terrain.STEP; // m
  private static final double FLAG_POLE = 50;

  private final double shift; // what lies left of the picture, in pixels
  private final List<Shape> shapes = new ArrayList<>();

  private WalkerScene(double hull) {
    shift = Math.floor(SCALE * Math.max(0, hull - BEHIND));
  }

  /// @param hull its corners, in m: x₀, y₀, x₁, …
  /// @param legs half of the width of an upper and of a lower one, and of the height of both, in m
  /// @param parts hull, then upper and lower of one leg, then of the other
  /// @param rays where they end, in m: x₀, y₀, x₁, …
  /// @param steps since the reset
  static Scene of(
      Terrain terrain,
      Clouds clouds,
      double[] hull,
      double[] legs,
      List<Part> parts,
      double[] rays,
      long steps) {
    Part body = parts.getFirst();
    WalkerScene scene = new WalkerScene(body.x());
    scene.clouds(clouds);
    scene.ground(terrain);
    scene.ray(body, rays, (int) ((steps + 1) % RAY_PERIOD));
    scene.surface(terrain);
    for (int i = 1; i < parts.size(); i++) {
      int side = i < 3 ? 1 : -1; // of the first leg, colours are brighter
      scene.shapes.add(
          Pygame.area(
              Drawing.box(
                      parts.get(i),
                      legs[(i + 1) % 2],
                      legs[2],
                      Colour.of(153 + 25 * side, 76 + 25 * side, 127 + 25 * side),
                      scene.shift)
                  .outlined(Colour.of(102 + 25 * side, 51 + 25 * side, 76 + 25 * side), 1)));
    }
    scene.shapes.add(
        Pygame.area(Drawing.polygon(body, hull, HULL, scene.shift).outlined(HULL_EDGE, 1)));
    scene.flag();
    return new Scene(WIDTH, HEIGHT, SKY, scene.shapes, Walk.FPS);
  }

  private boolean seen(double left, double right) {
    return right >= 0 && left <= WIDTH;
  }

  private void clouds(Clouds clouds) {
    for (int i = 0; i < Clouds.COUNT; i++) {
      List<Point> corners = new ArrayList<>();
      for (double[] corner : clouds.corners(i)) {
        corners.add(new Point(SCALE * corner[0] + shift / 2 - shift, SCALE * corner[1]));
      }
      double left = corners.stream().mapToDouble(Point::x).min().orElseThrow();
      double right = corners.stream().mapToDouble(Point::x).max().orElseThrow();
      if (seen(left, right)) {
        shapes.add(Pygame.area(new Shape.Polygon(corners, Colour.WHITE, Shape.Outline.NONE)));
      }
    }
  }

  private double x(int corner) {
    return SCALE * Terrain.x(corner) - shift;
  }

  private Point corner(Terrain terrain, int i) {
    return new Point(x(i), SCALE * terrain.y(i));
  }

  /// All below the surface.
  private void ground(Terrain terrain) {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < Terrain.LENGTH; i++) {
      if (seen(x(i) - SCALE * Terrain.STEP, x(i) + SCALE * Terrain.STEP)) {
        corners.add(corner(terrain, i));
      }
    }
    if (corners.size() > 1) {
      corners.add(new Point(corners.getLast().x(), 0));
      corners.add(new Point(corners.getFirst().x(), 0));
      shapes.add(Pygame.area(new Shape.Polygon(corners, GROUND, Shape.Outline.NONE)));
    }
  }

  /// Its edges, of two colours in turn, and what stands on it.
  private void surface(Terrain terrain) {
    for (int i = Terrain.LENGTH - 2; i >= 0; i--) {
      if (seen(x(i), x(i + 1))) {
        Colour colour = Colour.of(76, i % 2 == 0 ? 255 : 204, 76);
        shapes.add(Pygame.smoothLine(colour, corner(terrain, i), corner(terrain, i + 1)));
      }
    }
    for (double[] block : terrain.blocks().reversed()) {
      List<Point> corners = new ArrayList<>();
      for (int k = 0; k < block.length; k += 2) {
        corners.add(new Point(Drawing.pixels(block[k]) - shift, Drawing.pixels(block[k + 1])));
      }
      if (seen(corners.get(0).x(), corners.get(1).x())) {
        shapes.add(
            Pygame.area(
                new Shape.Polygon(corners, Colour.WHITE, new Shape.Outline(BLOCK_EDGE, 1))));
      }
    }
  }

  private void ray(Part body, double[] rays, int frame) {
    int count = rays.length / 2;
    if (frame < 2 * count) {
      int i = frame < count ? frame : 2 * count - 1 - frame;
      shapes.add(
          Pygame.line(
              RAY,
              new Point(SCALE * body.x() - shift, SCALE * body.y()),
              new Point(SCALE * rays[2 * i] - shift, SCALE * rays[2 * i + 1])));
    }
  }

  private void flag() {
    Point foot = new Point(SCALE * FLAG_AT - shift, SCALE * Terrain.HEIGHT);
    if (seen(foot.x(), foot.x() + 25)) {
      Point top = foot.moved(0, FLAG_POLE);
      shapes.add(Pygame.line(Colour.BLACK, foot, top));
      Shape.Polygon flag = Pygame.flag(FLAG, top);
      shapes.add(Pygame.area(flag));
      for (int k = 0; k < 3; k++) {
        Point to = flag.corners().get((k + 1) % 3);
        shapes.add(Pygame.line(Colour.BLACK, flag.corners().get(k), to));
      }
    }
  }
}
