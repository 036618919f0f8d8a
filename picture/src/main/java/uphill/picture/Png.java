package uphill.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import uphill.env.scene.Scene;

/// A PNG of a film: up to eight of its frames, evenly spread from the first to the last, in rows of
/// four from the upper left, at half their size. A single frame is as large as its scene.
public final class Png {

  private static final int MOST = 8;
  private static final int COLUMNS = 4;
  private static final double SCALE = 0.5;
  private static final int GAP = 4; // pixels
  private static final Color BETWEEN = new Color(200, 200, 200);

  private Png() {}

  /// How many of a film's frames it shows.
  public static int shown(List<Film.Frame> frames) {
    return Math.min(MOST, frames.size());
  }

  /// The file's bytes.
  ///
  /// @throws IllegalArgumentException for no frame
  public static byte[] of(List<Film.Frame> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a film has at least one frame");
    }
    return bytes(
        frames.size() == 1 ? Painter.paint(frames.getFirst().scene()) : tiled(chosen(frames)));
  }

  private static List<Scene> chosen(List<Film.Frame> frames) {
    int count = shown(frames);
    List<Scene> chosen = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int number = (int) Math.round(k * (frames.size() - 1.0) / (count - 1));
      chosen.add(frames.get(number).scene());
    }
    return chosen;
  }

  private static BufferedImage tiled(List<Scene> scenes) {
    int width = scenes.stream().mapToInt(scene -> half(scene.width())).max().orElseThrow();
    int height = scenes.stream().mapToInt(scene -> half(scene.height())).max().orElseThrow();
    int columns = Math.min(COLUMNS, scenes.size());
    int rows = Math.ceilDiv(scenes.size(), columns);
    BufferedImage image =
        new BufferedImage(
            columns * (width + GAP) - GAP, rows * (height + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(BETWEEN);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      for (int k = 0; k < scenes.size(); k++) {
        Graphics2D tile = (Graphics2D) graphics.create();
        tile.translate(k % columns * (width + GAP), k / columns * (height + GAP));
        tile.scale(SCALE, SCALE);
        Painter.paint(scenes.get(k), tile);
        tile.dispose();
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static int half(int pixels) {
    return (int) Math.ceil(pixels * SCALE);
  }

  private static byte[] bytes(BufferedImage image) {
    var bytes = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
