package uphill.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uphill.figure.Drawing.Shape;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Series;
import uphill.figure.FigureLayout.Frame;

/// Turns marks into shapes. Bands and dots of all series are behind the lines of all series.
final class DataShapes {

  static final double LINE_WIDTH = 2;
  static final double BAND_OPACITY = 0.18;
  static final double DOT_RADIUS = 1.5;
  static final double DOT_OPACITY = 0.4;
  private static final double THIN_LINE_WIDTH = 0.8;
  private static final double THIN_LINE_OPACITY = 0.45;
  private static final double DOT_GRID = 0.5; // pixels; dots nearer than this are one

  private DataShapes() {}

  static List<Shape> behind(List<Series> series, Frame frame) {
    List<Shape> shapes = new ArrayList<>();
    for (Series one : series) {
      for (Mark mark : one.marks()) {
        switch (mark) {
          case Mark.Band band -> addBand(band, one.ink().rgb(), frame, shapes);
          case Mark.Dots dots -> shapes.add(spots(dots, one.ink().rgb(), frame));
          case Mark.Line _, Mark.ThinLine _ -> {}
        }
      }
    }
    return shapes;
  }

  static List<Shape> inFront(List<Series> series, Frame frame) {
    List<Shape> thin = new ArrayList<>();
    List<Shape> thick = new ArrayList<>();
    for (Series one : series) {
      int rgb = one.ink().rgb();
      for (Mark mark : one.marks()) {
        switch (mark) {
          case Mark.ThinLine(var x, var y) -> {
            for (Stretch stretch : stretches(x, y)) {
              thin.add(
                  stroke(stretch, x, y, rgb, THIN_LINE_WIDTH, THIN_LINE_OPACITY, false, frame));
            }
          }
          case Mark.Line(var x, var y) -> {
            for (Stretch stretch : stretches(x, y)) {
              thick.add(stroke(stretch, x, y, rgb, LINE_WIDTH, 1, one.dashed(), frame));
            }
          }
          case Mark.Band _, Mark.Dots _ -> {}
        }
      }
    }
    thin.addAll(thick);
    return thin;
  }

  /// Neighbouring points that all have a value.
  private record Stretch(int from, int to) {

    int length() {
      return to - from;
    }
  }

  private static List<Stretch> stretches(double[] x, double[] y) {
    List<Stretch> stretches = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= x.length; i++) {
      if (i == x.length || Double.isNaN(y[i])) {
        if (from < i) {
          stretches.add(new Stretch(from, i));
        }
        from = i + 1;
      }
    }
    return stretches;
  }

  private static Shape stroke(
      Stretch stretch,
      double[] x,
      double[] y,
      int rgb,
      double width,
      double opacity,
      boolean dashed,
      Frame frame) {
    double[] px = new double[stretch.length()];
    double[] py = new double[stretch.length()];
    for (int i = 0; i < px.length; i++) {
      px[i] = frame.x(x[stretch.from() + i]);
      py[i] = frame.y(y[stretch.from() + i]);
    }
    if (px.length == 1) { // a point alone has no length to draw
      return new Shape.Spots(px, py, rgb, width, opacity);
    }
    return new Shape.Stroke(px, py, rgb, width, opacity, dashed);
  }

  private static void addBand(Mark.Band band, int rgb, Frame frame, List<Shape> shapes) {
    double[] both = new double[band.x().length]; // NaN where either side is
    for (int i = 0; i < both.length; i++) {
      both[i] = band.low()[i] + band.high()[i];
    }
    for (Stretch stretch : stretches(band.x(), both)) {
      int n = stretch.length();
      double[] px = new double[2 * n];
      double[] py = new double[2 * n];
      for (int i = 0; i < n; i++) { // along the lower side and back along the upper
        px[i] = px[2 * n - 1 - i] = frame.x(band.x()[stretch.from() + i]);
        py[i] = frame.y(band.low()[stretch.from() + i]);
        py[2 * n - 1 - i] = frame.y(band.high()[stretch.from() + i]);
      }
      shapes.add(new Shape.Area(px, py, rgb, BAND_OPACITY));
    }
  }

  /// Dots, of which the picture needs only those that are not on one another.
  private static Shape spots(Mark.Dots dots, int rgb, Frame frame) {
    Set<Long> seen = new HashSet<>();
    double[] px = new double[dots.x().length];
    double[] py = new double[dots.x().length];
    int n = 0;
    for (int i = 0; i < dots.x().length; i++) {
      if (Double.isNaN(dots.y()[i])) {
        continue;
      }
      long column = Math.round(frame.x(dots.x()[i]) / DOT_GRID);
      long row = Math.round(frame.y(dots.y()[i]) / DOT_GRID);
      if (seen.add(column << 32 | row)) {
        px[n] = column * DOT_GRID;
        py[n] = row * DOT_GRID;
        n++;
      }
    }
    return new Shape.Spots(
        Arrays.copyOf(px, n), Arrays.copyOf(py, n), rgb, DOT_RADIUS, DOT_OPACITY);
  }
}
