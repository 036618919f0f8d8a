package uphill.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import uphill.figure.Drawing.Anchor;
import uphill.figure.Drawing.Shape;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Reference;
import uphill.figure.Figure.Series;

/// Decides where everything in a figure goes. From top to bottom: title, legend, the frame with the
/// labels of reference lines at its right, tick labels, the label of the x axis, footer. So nothing
/// but data is ever over data.
record FigureLayout(Drawing drawing, Frame frame) {

  private static final int BACKGROUND = 0xFFFFFF;
  private static final int GRID = 0xE8E8E8;
  private static final int AXIS = 0x555555;
  private static final int REFERENCE = 0x777777;
  private static final int TEXT = 0x1A1A1A;
  private static final int QUIET_TEXT = 0x555555;

  private static final double TITLE_SIZE = 15;
  private static final double LABEL_SIZE = 12;
  private static final double TICK_SIZE = 11;
  private static final double FOOTER_SIZE = 9.5;
  private static final double LEADING = 1.35; // line distance over font size
  private static final double CAP_HEIGHT = 0.72; // of a capital letter over font size

  private static final double MARGIN = 16;
  private static final double TICK_LENGTH = 4;
  private static final double REFERENCE_LABEL_ROOM = 150;
  private static final double SMALLEST_FRAME = 80;
  private static final double HORIZONTAL_TICK_DISTANCE = 66;
  private static final double X_SLACK = 0.04; // of the horizontal range
  private static final double VERTICAL_TICK_DISTANCE = 44;

  /// Where data coordinates are in the picture.
  record Frame(
      double left,
      double top,
      double right,
      double bottom,
      double xMin,
      double xMax,
      double yMin,
      double yMax) {

    double x(double value) {
      return left + (value - xMin) / (xMax - xMin) * (right - left);
    }

    double y(double value) {
      return bottom - (value - yMin) / (yMax - yMin) * (bottom - top);
    }
  }

  static FigureLayout of(Figure figure) {
    Extent extent = Extent.of(figure);
    double innerHeight = figure.height() - 130; // about what the frame will have
    int yIntervals = (int) Math.max(2, innerHeight / VERTICAL_TICK_DISTANCE);
    Ticks yTicks = Ticks.covering(extent.yMin(), extent.yMax(), yIntervals);

    double left = MARGIN + LABEL_SIZE + 10 + widest(yTicks) + TICK_LENGTH + 4;
    double right = figure.width() - MARGIN - 4;
    double referenceRoom =
        figure.references().stream()
            .flatMap(reference -> referenceLines(reference).stream())
            .mapToDouble(line -> TextWidth.of(line, TICK_SIZE, false))
            .max()
            .orElse(0);
    if (referenceRoom > 0) {
      right = figure.width() - MARGIN - referenceRoom - 10;
    }

    List<Shape> shapes = new ArrayList<>();
    shapes.add(Drawing.rectangle(0, 0, figure.width(), figure.height(), BACKGROUND));
    double outerRight = figure.width() - MARGIN;
    double top = addTitle(figure.title(), left, outerRight, shapes);
    top = Legend.add(figure.series(), left, outerRight, top, shapes) + 10;
    double bottom = addFooter(figure, left, outerRight, shapes);
    bottom -= figure.xLabel().isEmpty() ? 6 : LABEL_SIZE * LEADING + 8;
    double xLabelAt = bottom + LABEL_SIZE + 2;
    bottom -= TICK_LENGTH + 4 + TICK_SIZE;
    if (right - left < SMALLEST_FRAME || bottom - top < SMALLEST_FRAME) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d × %d pixels leave no room for the axes beside the text. Make it larger, or say"
                  + " less.",
              figure.width(),
              figure.height()));
    }

    Ticks xTicks = xTicks(extent, right - left);
    double xMax = Math.max(extent.xMax(), xTicks.last());
    Frame frame =
        new Frame(left, top, right, bottom, extent.xMin(), xMax, yTicks.first(), yTicks.last());
    addAxes(frame, xTicks, yTicks, shapes);
    addAxisLabels(figure, frame, xLabelAt, shapes);
    shapes.addAll(DataShapes.behind(figure.series(), frame));
    addReferenceLines(figure, frame, shapes);
    shapes.addAll(DataShapes.inFront(figure.series(), frame));
    addReferenceLabels(figure.references(), frame, shapes);
    return new FigureLayout(new Drawing(figure.width(), figure.height(), shapes), frame);
  }

  /// What the axes have to cover.
  private record Extent(double xMin, double xMax, double yMin, double yMax) {

    static Extent of(Figure figure) {
      double[] x = {0, Double.NEGATIVE_INFINITY};
      double[] y = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
      for (Series series : figure.series()) {
        for (Mark mark : series.marks()) {
          switch (mark) {
            case Mark.Dots dots -> include(x, y, dots.x(), dots.y());
            case Mark.Line line -> include(x, y, line.x(), line.y());
            case Mark.ThinLine line -> include(x, y, line.x(), line.y());
            case Mark.Band band -> {
              include(x, y, band.x(), band.low());
              include(x, y, band.x(), band.high());
            }
          }
        }
      }
      if (!(y[0] <= y[1])) {
        throw new IllegalArgumentException("there is nothing to show: no point has a value");
      }
      for (Reference reference : figure.references()) {
        widen(y, reference.y());
      }
      if (y[0] == y[1]) { // a flat line goes into the middle
        double around = Math.max(1, 0.1 * Math.abs(y[0]));
        y[0] -= around;
        y[1] += around;
      }
      return new Extent(x[0], x[1] > x[0] ? x[1] : x[0] + 1, y[0], y[1]);
    }

    private static void include(double[] xRange, double[] yRange, double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        if (!Double.isNaN(y[i])) {
          widen(xRange, x[i]);
          widen(yRange, y[i]);
        }
      }
    }

    private static void widen(double[] range, double value) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
  }

  /// As many ticks as fit with their labels clearly apart; also one just past the end, so that an
  /// axis to 499,983 ends at 500k.
  private static Ticks xTicks(Extent extent, double room) {
    int intervals = (int) Math.max(1, room / HORIZONTAL_TICK_DISTANCE);
    double end = extent.xMax() + X_SLACK * (extent.xMax() - extent.xMin());
    Ticks ticks = Ticks.within(extent.xMin(), end, intervals);
    while (intervals > 1 && (widest(ticks) + 12) * ticks.values().size() > room) {
      intervals--;
      ticks = Ticks.within(extent.xMin(), end, intervals);
    }
    return ticks;
  }

  private static double widest(Ticks ticks) {
    return ticks.values().stream()
        .mapToDouble(tick -> TextWidth.of(ticks.label(tick), TICK_SIZE, false))
        .max()
        .orElse(0);
  }

  /// Returns where the title ends.
  private static double addTitle(String title, double left, double right, List<Shape> shapes) {
    double y = MARGIN;
    for (String line : TextWidth.wrap(title, TITLE_SIZE, true, right - left)) {
      double base = y + CAP_HEIGHT * TITLE_SIZE;
      shapes.add(new Shape.Text(left, base, line, TITLE_SIZE, true, Anchor.START, false, TEXT));
      y += TITLE_SIZE * LEADING;
    }
    return y + 2;
  }

  /// Returns where the footer begins.
  private static double addFooter(Figure figure, double left, double right, List<Shape> shapes) {
    List<String> lines =
        figure.footer().stream()
            .flatMap(line -> TextWidth.wrap(line, FOOTER_SIZE, false, right - left).stream())
            .toList();
    double top = figure.height() - MARGIN + 4 - lines.size() * FOOTER_SIZE * LEADING;
    for (int k = 0; k < lines.size(); k++) {
      double base = top + k * FOOTER_SIZE * LEADING + FOOTER_SIZE;
      shapes.add(Drawing.text(left, base, lines.get(k), FOOTER_SIZE, Anchor.START, QUIET_TEXT));
    }
    return lines.isEmpty() ? top : top - 6;
  }

  private static void addAxes(Frame frame, Ticks xTicks, Ticks yTicks, List<Shape> shapes) {
    for (BigDecimal tick : yTicks.values()) {
      double y = frame.y(tick.doubleValue());
      shapes.add(Drawing.segment(frame.left(), y, frame.right(), y, GRID, 1, false));
      shapes.add(
          Drawing.text(
              frame.left() - TICK_LENGTH - 4,
              y + CAP_HEIGHT * TICK_SIZE / 2,
              yTicks.label(tick),
              TICK_SIZE,
              Anchor.END,
              QUIET_TEXT));
    }
    for (BigDecimal tick : xTicks.values()) {
      double x = frame.x(tick.doubleValue());
      double tickEnd = frame.bottom() + TICK_LENGTH;
      shapes.add(Drawing.segment(x, frame.top(), x, frame.bottom(), GRID, 1, false));
      shapes.add(Drawing.segment(x, frame.bottom(), x, tickEnd, AXIS, 1, false));
      shapes.add(
          Drawing.text(
              x,
              tickEnd + 4 + CAP_HEIGHT * TICK_SIZE,
              xTicks.label(tick),
              TICK_SIZE,
              Anchor.MIDDLE,
              QUIET_TEXT));
    }
    shapes.add(
        Drawing.segment(
            frame.left(), frame.bottom(), frame.right(), frame.bottom(), AXIS, 1, false));
  }

  private static void addAxisLabels(
      Figure figure, Frame frame, double xLabelAt, List<Shape> shapes) {
    double middle = (frame.left() + frame.right()) / 2;
    double width = frame.right() - frame.left();
    String x = TextWidth.cut(figure.xLabel(), LABEL_SIZE, false, width);
    shapes.add(Drawing.text(middle, xLabelAt, x, LABEL_SIZE, Anchor.MIDDLE, TEXT));

    double centre = (frame.top() + frame.bottom()) / 2;
    double height = frame.bottom() - frame.top();
    String y = TextWidth.cut(figure.yLabel(), LABEL_SIZE, false, height);
    double base = MARGIN + CAP_HEIGHT * LABEL_SIZE;
    shapes.add(new Shape.Text(base, centre, y, LABEL_SIZE, false, Anchor.MIDDLE, true, TEXT));
  }

  private static void addReferenceLines(Figure figure, Frame frame, List<Shape> shapes) {
    for (Reference reference : figure.references()) {
      double y = frame.y(reference.y());
      shapes.add(Drawing.segment(frame.left(), y, frame.right(), y, REFERENCE, 1.2, true));
    }
  }

  /// Adds the labels beside the frame at the height of their lines, moved apart where they would
  /// meet.
  private static void addReferenceLabels(
      List<Reference> references, Frame frame, List<Shape> shapes) {
    List<Reference> fromTop =
        references.stream().sorted(Comparator.comparingDouble(Reference::y).reversed()).toList();
    double lineHeight = TICK_SIZE * LEADING;
    double[] half = new double[fromTop.size()];
    double[] centre = new double[fromTop.size()];
    for (int k = 0; k < centre.length; k++) {
      half[k] = referenceLines(fromTop.get(k)).size() * lineHeight / 2;
      double wanted = frame.y(fromTop.get(k).y());
      double above =
          k == 0 ? frame.top() - lineHeight / 2 : centre[k - 1] + half[k - 1]; // where it may begin
      centre[k] = Math.max(wanted, above + half[k]);
    }
    double limit = frame.bottom() + lineHeight / 2;
    for (int k = centre.length - 1; k >= 0; k--) {
      centre[k] = Math.min(centre[k], limit - half[k]);
      limit = centre[k] - half[k];
    }
    for (int k = 0; k < centre.length; k++) {
      double y = frame.y(fromTop.get(k).y());
      shapes.add(
          Drawing.segment(frame.right(), y, frame.right() + 7, centre[k], REFERENCE, 1, false));
      double base = centre[k] - half[k] + lineHeight / 2 + CAP_HEIGHT * TICK_SIZE / 2;
      for (String line : referenceLines(fromTop.get(k))) {
        shapes.add(
            Drawing.text(frame.right() + 10, base, line, TICK_SIZE, Anchor.START, QUIET_TEXT));
        base += lineHeight;
      }
    }
  }

  private static List<String> referenceLines(Reference reference) {
    return TextWidth.wrap(reference.label(), TICK_SIZE, false, REFERENCE_LABEL_ROOM);
  }
}
