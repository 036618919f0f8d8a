package uphill.figure;

import java.util.List;
import uphill.figure.Drawing.Anchor;
import uphill.figure.Drawing.Shape;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Series;

/// One row of swatches and labels above the frame, or more where one is too short.
final class Legend {

  private static final int TEXT = 0x1A1A1A;
  private static final double SIZE = 11.5;
  private static final double ROW = 19;
  private static final double SWATCH = 24;
  private static final double SWATCH_GAP = 7;
  private static final double ENTRY_GAP = 22;
  private static final double BAND_HEIGHT = 10;

  private Legend() {}

  /// Adds the entries between `left` and `right`, from `top` on; returns where they end.
  static double add(
      List<Series> series, double left, double right, double top, List<Shape> shapes) {
    double x = left;
    double y = top + ROW / 2;
    double end = top;
    for (Series one : series) {
      if (one.label().isEmpty()) {
        continue;
      }
      double room = right - left - SWATCH - SWATCH_GAP;
      String label = TextWidth.cut(one.label(), SIZE, false, room);
      double width = SWATCH + SWATCH_GAP + TextWidth.of(label, SIZE, false);
      if (x > left && x + width > right) {
        x = left;
        y += ROW;
      }
      addSwatch(one, x, y, shapes);
      shapes.add(
          Drawing.text(x + SWATCH + SWATCH_GAP, y + 0.36 * SIZE, label, SIZE, Anchor.START, TEXT));
      x += width + ENTRY_GAP;
      end = y + ROW / 2;
    }
    return end;
  }

  private static void addSwatch(Series series, double x, double y, List<Shape> shapes) {
    int rgb = series.ink().rgb();
    if (series.marks().stream().anyMatch(Mark.Band.class::isInstance)) {
      double half = BAND_HEIGHT / 2;
      double[] across = {x, x + SWATCH, x + SWATCH, x};
      double[] down = {y - half, y - half, y + half, y + half};
      shapes.add(new Shape.Area(across, down, rgb, DataShapes.BAND_OPACITY));
    }
    if (series.marks().stream().anyMatch(Mark.Dots.class::isInstance)) {
      double[] across = {x + 4, x + SWATCH / 2, x + SWATCH - 4};
      double[] down = {y + 2, y - 2, y + 1};
      shapes.add(
          new Shape.Spots(across, down, rgb, DataShapes.DOT_RADIUS, 2 * DataShapes.DOT_OPACITY));
    }
    if (series.marks().stream().anyMatch(Mark.Line.class::isInstance)) {
      shapes.add(Drawing.segment(x, y, x + SWATCH, y, rgb, DataShapes.LINE_WIDTH, series.dashed()));
    }
  }
}
