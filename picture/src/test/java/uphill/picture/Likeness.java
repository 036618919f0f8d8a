package uphill.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// Whether a picture looks like a reference that another program drew of the same scene, whose
/// edges it smooths in its own way.
///
/// 1. Both are smoothed: every pixel becomes the mean of those within one pixel. Then of the pixels
///    that are not background, 97 % have one of the same colour, ± 24 a channel, within a pixel in
///    the other picture; and the reverse.
/// 2. Where a shape is to be seen, and two pixels around, there is as much of its colour in both,
///    within 3 %, and the centroids of that lie within half a pixel, or a thousandth of the shape's
///    length if that is more: lines across the picture are not equally thick in all places. Small
///    shapes that lie upon each other differ along their edges: then by a share of a pixel for each
///    pixel of them, and centroids as far as those move them.
final class Likeness {

  private static final int TOLERANCE = 24; // of a channel
  private static final double LEAST_SHARE = 0.97;
  private static final double MOST_AREA = 0.03;
  private static final double MOST_DISTANCE = 0.5; // pixels
  private static final double MOST_OF_LENGTH = 0.001;
  private static final int AROUND = 2; // pixels

  /// A shape, its colour, and where it is seen, and around.
  private record Place(Shape shape, int rgb, boolean[] region) {}

  private final int width;
  private final int height;
  private final int background;
  private final double edge;
  private final int[] reference;
  private final int[] smoothReference;
  private final List<Place> places;

  /// @param edge how much may differ for each pixel of a shape's edge, in pixels
  Likeness(Scene scene, BufferedImage reference, double edge) {
    this.edge = edge;
    this.width = scene.width();
    this.height = scene.height();
    this.background = rgb(scene.background());
    this.reference = pixels(reference);
    this.smoothReference = smoothed(this.reference);
    this.places =
        scene.shapes().stream()
            .map(shape -> new Place(shape, rgb(fill(shape)), region(shape, scene)))
            .toList();
  }

  /// What is amiss; nothing if it looks like it.
  List<String> faults(BufferedImage image) {
    int[] picture = pixels(image);
    int[] smooth = smoothed(picture);
    List<String> faults = new ArrayList<>();
    double there = share(smooth, smoothReference);
    double back = share(smoothReference, smooth);
    if (Math.min(there, back) < LEAST_SHARE) {
      faults.add(String.format(Locale.ROOT, "like: %.4f and %.4f", there, back));
    }
    for (Place place : places) {
      compare(place, picture, faults);
    }
    return faults;
  }

  private int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, width, height, null, 0, width);
  }

  /// Every pixel is the mean of those within one pixel of it, and itself.
  private int[] smoothed(int[] pixels) {
    int[] smooth = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int[] sums = new int[3];
      int count = 0;
      for (int j = Math.max(0, i / width - 1); j <= Math.min(height - 1, i / width + 1); j++) {
        for (int k = Math.max(0, i % width - 1); k <= Math.min(width - 1, i % width + 1); k++) {
          count++;
          for (int c = 0; c < 3; c++) {
            sums[c] += channel(pixels[j * width + k], c);
          }
        }
      }
      smooth[i] = ((sums[0] / count) << 16) | ((sums[1] / count) << 8) | (sums[2] / count);
    }
    return smooth;
  }

  private double share(int[] from, int[] to) {
    int all = 0;
    int like = 0;
    for (int i = 0; i < from.length; i++) {
      if (!near(from[i], background)) {
        all++;
        like += isThere(from[i], i % width, i / width, to) ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) like / all;
  }

  private boolean isThere(int rgb, int x, int y, int[] pixels) {
    for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
        if (near(rgb, pixels[j * width + i])) {
          return true;
        }
      }
    }
    return false;
  }

  private void compare(Place place, int[] picture, List<String> faults) {
    double[] ours = amount(place, picture);
    double[] theirs = amount(place, reference);
    double area = Math.abs(ours[0] - theirs[0]);
    double most = Math.max(MOST_AREA * theirs[0], edge * perimeter(place.shape()));
    double x = ours[1] - theirs[1];
    double y = ours[2] - theirs[2];
    double distance = Math.sqrt(x * x + y * y);
    boolean seen = theirs[0] > most; // else there is no centroid to speak of
    if (!(area <= most && (!seen || distance <= mostDistance(place, most / theirs[0])))) {
      faults.add(
          String.format(
              Locale.ROOT,
              "area %.1f instead of %.1f, centroid %.2f pixels away: %s",
              ours[0],
              theirs[0],
              distance,
              place.shape()));
    }
  }

  /// @param share of its area that may lie elsewhere
  private double mostDistance(Place place, double share) {
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    for (int i = 0; i < place.region().length; i++) {
      if (place.region()[i]) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = Math.min(top, i / width);
        bottom = Math.max(bottom, i / width);
      }
    }
    double within = Math.max(MOST_DISTANCE, MOST_OF_LENGTH * (right - left));
    return edge == 0 ? within : Math.max(within, share * Math.max(right - left, bottom - top) / 2);
  }

  private static double perimeter(Shape shape) {
    return switch (shape) {
      case Shape.Polygon polygon -> length(polygon.corners(), true);
      case Shape.Circle circle -> 2 * Math.PI * circle.radius();
      case Shape.Line line -> 2 * length(line.points(), false);
    };
  }

  private static double length(List<Point> points, boolean closed) {
    double length = 0;
    for (int i = closed ? 0 : 1; i < points.size(); i++) {
      Point from = points.get(i == 0 ? points.size() - 1 : i - 1);
      double x = points.get(i).x() - from.x();
      double y = points.get(i).y() - from.y();
      length += Math.sqrt(x * x + y * y);
    }
    return length;
  }

  /// How much there is of a shape's colour where it is seen, in pixels, and the centroid of that.
  private double[] amount(Place place, int[] picture) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < picture.length; i++) {
      double part = place.region()[i] ? part(place.rgb(), picture[i], i) : 0;
      sum += part;
      int x = i % width;
      int y = i / width;
      sumX += part * x;
      sumY += part * y;
    }
    return new double[] {sum, sumX / sum, sumY / sum};
  }

  /// How much of a colour a pixel has: the t of the mixture (1 − t)·other + t·colour, where the
  /// other colour is the background's or that of a shape that is seen there, whichever fits best.
  private double part(int colour, int rgb, int i) {
    if (near(rgb, colour)) {
      return 1;
    }
    double[] best = {TOLERANCE, 0}; // its error, and t
    mix(colour, background, rgb, best);
    for (Place place : places) {
      if (place.region()[i] && place.rgb() != colour) {
        if (near(rgb, place.rgb())) {
          return 0;
        }
        mix(colour, place.rgb(), rgb, best);
      }
    }
    return best[1];
  }

  private static void mix(int colour, int other, int rgb, double[] best) {
    double along = 0;
    double length = 0;
    for (int c = 0; c < 3; c++) {
      double direction = channel(colour, c) - channel(other, c);
      along += direction * (channel(rgb, c) - channel(other, c));
      length += direction * direction;
    }
    double t = Math.clamp(along / length, 0.0, 1.0);
    double error = 0;
    for (int c = 0; c < 3; c++) {
      double mixed = (1 - t) * channel(other, c) + t * channel(colour, c);
      error = Math.max(error, Math.abs(mixed - channel(rgb, c)));
    }
    if (error < best[0]) {
      best[0] = error;
      best[1] = t;
    }
  }

  private boolean[] region(Shape shape, Scene scene) {
    int[] alone =
        pixels(Painter.paint(new Scene(width, height, scene.background(), List.of(shape), 1)));
    boolean[] region = new boolean[alone.length];
    for (int i = 0; i < alone.length; i++) {
      if (!near(alone[i], background)) {
        mark(i % width, i / width, region);
      }
    }
    return region;
  }

  private void mark(int x, int y, boolean[] region) {
    for (int j = Math.max(0, y - AROUND); j <= Math.min(height - 1, y + AROUND); j++) {
      for (int i = Math.max(0, x - AROUND); i <= Math.min(width - 1, x + AROUND); i++) {
        region[j * width + i] = true;
      }
    }
  }

  /// The colour of a shape.
  static Colour fill(Shape shape) {
    return switch (shape) {
      case Shape.Polygon polygon -> polygon.fill();
      case Shape.Circle circle -> circle.fill();
      case Shape.Line line -> line.colour();
    };
  }

  private static int rgb(Colour colour) {
    return colour.red() << 16 | colour.green() << 8 | colour.blue();
  }

  private static boolean near(int rgb, int other) {
    return Math.abs(channel(rgb, 0) - channel(other, 0)) <= TOLERANCE
        && Math.abs(channel(rgb, 1) - channel(other, 1)) <= TOLERANCE
        && Math.abs(channel(rgb, 2) - channel(other, 2)) <= TOLERANCE;
  }

  private static int channel(int rgb, int c) {
    return (rgb >> (8 * (2 - c))) & 0xFF;
  }
}
