package uphill.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import uphill.figure.Drawing.Shape;

/// Paints a drawing with Java2D; needs no display, but the JVM's sans-serif font.
final class PngDrawing {

  private static final float[] DASHES = {6, 4};

  private PngDrawing() {}

  static byte[] of(Drawing drawing, int scale) {
    if (scale < 1) {
      throw new IllegalArgumentException("scale must be at least 1, got " + scale);
    }
    var image =
        new BufferedImage(
            (int) Math.round(drawing.width() * scale),
            (int) Math.round(drawing.height() * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(scale, scale);
      for (Shape shape : drawing.shapes()) {
        paint(shape, graphics);
      }
    } finally {
      graphics.dispose();
    }
    var bytes = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void paint(Shape shape, Graphics2D graphics) {
    switch (shape) {
      case Shape.Area area -> {
        Path2D path = path(area.x(), area.y());
        path.closePath();
        graphics.setColor(colour(area.rgb(), area.opacity()));
        graphics.fill(path);
      }
      case Shape.Stroke stroke -> {
        graphics.setColor(colour(stroke.rgb(), stroke.opacity()));
        graphics.setStroke(
            new BasicStroke(
                (float) stroke.width(),
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                /* miterlimit= */ 10,
                stroke.dashed() ? DASHES : null,
                /* dash_phase= */ 0));
        graphics.draw(path(stroke.x(), stroke.y()));
      }
      case Shape.Spots spots -> {
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double radius = spots.radius();
        for (int i = 0; i < spots.x().length; i++) {
          double left = spots.x()[i] - radius;
          double top = spots.y()[i] - radius;
          all.append(new Ellipse2D.Double(left, top, 2 * radius, 2 * radius), false);
        }
        graphics.setColor(colour(spots.rgb(), spots.opacity()));
        graphics.fill(all);
      }
      case Shape.Text text -> paintText(text, graphics);
    }
  }

  /// Fills the outlines of the letters, which scale without the rounding of screen fonts.
  private static void paintText(Shape.Text text, Graphics2D graphics) {
    Font font =
        new Font(Font.SANS_SERIF, text.bold() ? Font.BOLD : Font.PLAIN, 1)
            .deriveFont((float) text.size());
    var glyphs = font.createGlyphVector(graphics.getFontRenderContext(), text.text());
    double width = glyphs.getLogicalBounds().getWidth();
    double before =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    var turned = graphics.getTransform();
    graphics.translate(text.x(), text.y());
    if (text.upwards()) {
      graphics.rotate(-Math.PI / 2);
    }
    graphics.translate(-before, 0);
    graphics.setColor(colour(text.rgb(), 1));
    graphics.fill(glyphs.getOutline());
    graphics.setTransform(turned);
  }

  private static Path2D path(double[] x, double[] y) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < x.length; i++) {
      if (i == 0) {
        path.moveTo(x[i], y[i]);
      } else {
        path.lineTo(x[i], y[i]);
      }
    }
    return path;
  }

  private static Color colour(int rgb, double opacity) {
    return new Color(
        rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, (int) Math.round(255 * opacity));
  }
}
