package uphill.figure;

import java.util.ArrayList;
import java.util.List;

/// How wide text is, estimated without a font, so that a layout is the same on every machine.
///
/// The numbers are the advance widths of DejaVu Sans, the widest of the fonts that an SVG of ours
/// asks for: text takes up to the room it is given, seldom more.
final class TextWidth {

  private static final char FIRST = ' ';

  /// Thousandths of the font size, for the characters from space to tilde.
  private static final int[] ADVANCE = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, // up to /
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, // 0 to ?
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, // @ to O
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, // P to _
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, // ` to o
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838 // p to ~
  };

  private static final int OTHER = 700;
  private static final int WIDE_FROM = 0x2E80; // Chinese, Japanese, Korean, emoji
  private static final int WIDE = 1000;
  private static final double BOLD = 1.12; // of DejaVu Sans Bold, on average
  private static final String ELLIPSIS = "…";

  private TextWidth() {}

  static double of(String text, double size, boolean bold) {
    double thousandths = text.codePoints().map(TextWidth::advance).asLongStream().sum();
    return thousandths / 1000 * size * (bold ? BOLD : 1);
  }

  private static int advance(int c) {
    if (c >= WIDE_FROM) {
      return WIDE;
    }
    return c >= FIRST && c - FIRST < ADVANCE.length ? ADVANCE[c - FIRST] : OTHER;
  }

  /// The text, shortened with an ellipsis if it is wider than `room`.
  static String cut(String text, double size, boolean bold, double room) {
    if (of(text, size, bold) <= room) {
      return text;
    }
    String kept = text;
    while (!kept.isEmpty() && of(kept + ELLIPSIS, size, bold) > room) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept.stripTrailing() + ELLIPSIS;
  }

  /// The text in lines no wider than `room`, broken at white space, or within words that are too
  /// wide alone.
  static List<String> wrap(String text, double size, boolean bold, double room) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (of(longer, size, bold) <= room) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (of(line, size, bold) > room && line.codePointCount(0, line.length()) > 1) {
        int fits = line.offsetByCodePoints(0, 1);
        while (of(line.substring(0, line.offsetByCodePoints(fits, 1)), size, bold) <= room) {
          fits = line.offsetByCodePoints(fits, 1);
        }
        lines.add(line.substring(0, fits));
        line = line.substring(fits);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }
}
