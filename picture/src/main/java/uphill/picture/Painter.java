package uphill.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// Paints scenes with Java2D, with smooth edges. It uses no font and no display, so the pixels
/// depend on the scene and the JDK alone.
public final class Painter {

  private static final float MITER_LIMIT = 10; // unused: corners are round

  private Painter() {}

  /// The picture, a pixel for each of the scene's.
  public static BufferedImage paint(Scene scene) {
    BufferedImage image =
        new BufferedImage(scene.width(), scene.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      paint(scene, graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /// Paints a scene into the rectangle from (0, 0) to its width and height, y downwards, of a
  /// surface, and nothing outside of it.
  static void paint(Scene scene, Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.clipRect(0, 0, scene.width(), scene.height());
    graphics.setColor(colour(scene.background()));
    graphics.fillRect(0, 0, scene.width(), scene.height());
    graphics.translate(0, scene.height());
    graphics.scale(1, -1);
    for (Shape shape : scene.shapes()) {
      paint(shape, graphics);
    }
  }

  private static void paint(Shape shape, Graphics2D graphics) {
    switch (shape) {
      case Shape.Polygon polygon -> {
        Path2D path = path(polygon.corners());
        path.closePath();
        area(path, polygon.fill(), polygon.outline(), graphics);
      }
      case Shape.Circle circle -> {
        double radius = circle.radius();
        double left = circle.centre().x() - radius;
        double bottom = circle.centre().y() - radius;
        var disc = new Ellipse2D.Double(left, bottom, 2 * radius, 2 * radius);
        area(disc, circle.fill(), circle.outline(), graphics);
      }
      case Shape.Line line -> {
        graphics.setColor(colour(line.colour()));
        graphics.setStroke(stroke(line.width(), BasicStroke.CAP_SQUARE));
        graphics.draw(path(line.points()));
      }
    }
  }

  private static void area(
      java.awt.Shape area, Colour fill, Shape.Outline outline, Graphics2D graphics) {
    graphics.setColor(colour(fill));
    graphics.fill(area);
    if (outline.width() > 0) {
      graphics.setColor(colour(outline.colour()));
      graphics.setStroke(stroke(outline.width(), BasicStroke.CAP_BUTT));
      graphics.draw(area);
    }
  }

  private static BasicStroke stroke(double width, int cap) {
    return new BasicStroke((float) width, cap, BasicStroke.JOIN_ROUND, MITER_LIMIT);
  }

  private static Path2D path(List<Point> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.getFirst().x(), points.getFirst().y());
    for (Point point : points.subList(1, points.size())) {
      path.lineTo(point.x(), point.y());
    }
    return path;
  }

  private static Color colour(Colour colour) {
    return new Color(
        colour.red(), colour.green(), colour.blue(), (int) Math.round(255 * colour.opacity()));
  }
}
