package uphill.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// At most 256 colours for a film. Where it has more, those are left out that differ in no channel
/// by more than e from one of more pixels, with the smallest e that will do; they become the
/// nearest.
final class Palette {

  private static final int MOST = 256;

  private final int[] colours;
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private Palette(List<Integer> colours) {
    this.colours = colours.stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < this.colours.length; i++) {
      numbers.put(this.colours[i], i);
    }
  }

  /// The colours that stay.
  ///
  /// @param counts pixels by colour, 0xRRGGBB
  static Palette of(Map<Integer, Long> counts) {
    List<Integer> all =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    for (int e = 0; ; e++) {
      List<Integer> chosen = apart(all, e);
      if (chosen.size() <= MOST) {
        return new Palette(chosen);
      }
    }
  }

  /// Those that differ by more than e from all that come before and stay; one too many at most.
  private static List<Integer> apart(List<Integer> all, int e) {
    List<Integer> chosen = new ArrayList<>();
    for (int rgb : all) {
      if (chosen.stream().noneMatch(other -> largestDifference(rgb, other) <= e)) {
        chosen.add(rgb);
        if (chosen.size() > MOST) {
          break;
        }
      }
    }
    return chosen;
  }

  private static int largestDifference(int one, int other) {
    int largest = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      largest = Math.max(largest, Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)));
    }
    return largest;
  }

  /// Adds the pixels of an image to counts by colour.
  static void count(BufferedImage image, Map<Integer, Long> counts) {
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      int from = 0;
      for (int x = 1; x <= row.length; x++) {
        if (x == row.length || row[x] != row[from]) {
          counts.merge(row[from] & 0xFFFFFF, (long) (x - from), Long::sum);
          from = x;
        }
      }
    }
  }

  /// The image in these colours.
  BufferedImage indexed(BufferedImage image) {
    int width = image.getWidth();
    var indexed =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model());
    byte[] numbersOfRow = new byte[width];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        numbersOfRow[x] =
            x > 0 && row[x] == row[x - 1] ? numbersOfRow[x - 1] : (byte) number(row[x] & 0xFFFFFF);
      }
      indexed.getRaster().setDataElements(0, y, width, 1, numbersOfRow);
    }
    return indexed;
  }

  private int number(int rgb) {
    return numbers.computeIfAbsent(rgb, this::nearest);
  }

  private int nearest(int rgb) {
    int best = 0;
    for (int i = 1; i < colours.length; i++) {
      if (distance(colours[i], rgb) < distance(colours[best], rgb)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (one >> shift & 0xFF) - (other >> shift & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }

  private IndexColorModel model() {
    byte[] red = new byte[colours.length];
    byte[] green = new byte[colours.length];
    byte[] blue = new byte[colours.length];
    for (int i = 0; i < colours.length; i++) {
      red[i] = (byte) (colours[i] >> 16);
      green[i] = (byte) (colours[i] >> 8);
      blue[i] = (byte) colours[i];
    }
    return new IndexColorModel(8, colours.length, red, green, blue);
  }
}
