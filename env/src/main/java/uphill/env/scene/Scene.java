package uphill.env.scene;

import java.util.List;
import java.util.Locale;

/// What a world looks like at one moment.
///
/// The pixel in column i and row j, both from 0 from the lower left, covers [i, i + 1] × [j, j +
/// 1]; what lies outside of the picture is not seen. The same state gives the same scene, bit for
/// bit.
///
/// @param width in pixels
/// @param height in pixels
/// @param background what is seen where there is no shape
/// @param shapes from back to front
/// @param framesPerSecond how fast scenes of one step after another are to be shown
public record Scene(
    int width, int height, Colour background, List<Shape> shapes, double framesPerSecond) {

  /// Pixels of a side, at most.
  public static final int MOST_PIXELS = 4096;

  /// Checks the sizes.
  public Scene {
    if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a scene has 1 to %d pixels a side, got %d x %d",
              MOST_PIXELS,
              width,
              height));
    }
    if (!(framesPerSecond > 0 && framesPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a scene has a positive number of frames per second, got " + framesPerSecond);
    }
    shapes = List.copyOf(shapes);
  }
}
