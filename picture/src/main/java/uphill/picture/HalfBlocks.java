package uphill.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Scene;

/// A picture as lines of a terminal: each character is the upper half of a cell in one colour of 24
/// bits, on the lower half in another, so that a cell holds two pixels, which are about square.
///
/// The picture is as large as fits, in its own shape, and never larger than it is; a pixel is the
/// mean of those that it stands for.
public final class HalfBlocks {

  private static final String ESCAPE = "\u001b[";
  private static final char UPPER_HALF = '▀';
  private static final int NONE = -1;

  private HalfBlocks() {}

  /// The lines, from the upper one down; each begins and ends in the terminal's own colours.
  ///
  /// @param columns of the terminal that it may take
  /// @param rows of the terminal that it may take
  public static List<String> of(Scene scene, int columns, int rows) {
    int[][] pixels = scaled(Painter.paint(scene), columns, 2 * rows);
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < pixels.length; y += 2) {
      lines.add(line(pixels[y], pixels[y + 1]));
    }
    return lines;
  }

  private static String line(int[] upper, int[] lower) {
    StringBuilder line = new StringBuilder();
    int front = NONE;
    int back = NONE;
    for (int x = 0; x < upper.length; x++) {
      if (upper[x] != front) {
        front = upper[x];
        colour(38, front, line);
      }
      if (lower[x] != back) {
        back = lower[x];
        colour(48, back, line);
      }
      line.append(UPPER_HALF);
    }
    return line.append(ESCAPE).append("0m").toString();
  }

  private static void colour(int kind, int rgb, StringBuilder line) {
    line.append(ESCAPE).append(kind).append(";2;").append(rgb >> 16).append(';');
    line.append((rgb >> 8) & 0xFF).append(';').append(rgb & 0xFF).append('m');
  }

  /// Rows of pixels, an even number of them.
  private static int[][] scaled(BufferedImage image, int mostWide, int mostHigh) {
    double scale =
        Math.min(
            1,
            Math.min(
                (double) Math.max(1, mostWide) / image.getWidth(),
                (double) Math.max(2, mostHigh) / image.getHeight()));
    int width = Math.max(1, (int) Math.floor(image.getWidth() * scale));
    int height = Math.max(2, (int) Math.floor(image.getHeight() * scale) / 2 * 2);
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int[][] pixels = new int[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y][x] =
            mean(
                all,
                image.getWidth(),
                new int[] {x * image.getWidth() / width, (x + 1) * image.getWidth() / width},
                new int[] {y * image.getHeight() / height, (y + 1) * image.getHeight() / height});
      }
    }
    return pixels;
  }

  /// The mean of a rectangle, a channel at a time.
  ///
  /// @param columns from, to
  /// @param rows from, to
  private static int mean(int[] pixels, int width, int[] columns, int[] rows) {
    long red = 0;
    long green = 0;
    long blue = 0;
    int count = 0;
    for (int y = rows[0]; y < Math.max(rows[1], rows[0] + 1); y++) {
      for (int x = columns[0]; x < Math.max(columns[1], columns[0] + 1); x++) {
        int rgb = pixels[y * width + x];
        red += (rgb >> 16) & 0xFF;
        green += (rgb >> 8) & 0xFF;
        blue += rgb & 0xFF;
        count++;
      }
    }
    return (int) ((red / count) << 16 | (green / count) << 8 | (blue / count));
  }
}
