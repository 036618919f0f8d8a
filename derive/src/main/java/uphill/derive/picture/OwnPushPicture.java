package uphill.derive.picture;

import java.util.Arrays;
import uphill.derive.evening.Batch;
import uphill.derive.evening.EightTables;
import uphill.derive.number.Decimals;
import uphill.derive.step.Illustration;

/// The predicted push of each row against its weight: where nothing is shared, and in a real batch.
public final class OwnPushPicture {

  private static final double TOP = 60;
  private static final double BOTTOM = 270;
  private static final double PANEL = 270;
  private static final double MOST_PAGES = 24;

  private OwnPushPicture() {}

  /// Draws both panels.
  ///
  /// @param learningRate of both steps
  /// @param predicted the push of each row of the batch
  public static Illustration draw(
      EightTables tables, Batch batch, double learningRate, double[] predicted) {
    double[] apart = tables.predicted(learningRate);
    long fell = Arrays.stream(predicted).filter(push -> push < 0).count();
    String description =
        "Two panels, the predicted change of a log-probability against the return of its evening. Left: eight rows that share nothing lie on a line through the origin. Right: the %s rows of a real batch scatter, and %s of them are below zero."
            .formatted(predicted.length, fell);
    Svg svg = new Svg(720, 330, "Push against weight", description);
    panel(svg, 70, "Nothing shared: in proportion", tables.weight(), apart, Svg.BLUE);
    panel(svg, 430, "A real batch: not", batch.weight(), predicted, Svg.ORANGE);
    return new Illustration("derive-own-push.svg", description, svg.end());
  }

  private static void panel(
      Svg svg, double left, String title, double[] weight, double[] push, String colour) {
    double high = Arrays.stream(push).max().orElse(0) * 1.15;
    double low = Math.min(0, Arrays.stream(push).min().orElse(0) * 1.15);
    svg.text(left, 30, 15, "start", Svg.INK, title);
    svg.text(left, 48, 12, "start", Svg.QUIET, "predicted push");
    double zero = y(0, low, high);
    svg.line(left, TOP, left, BOTTOM, Svg.QUIET, 1);
    svg.line(left, zero, left + PANEL, zero, Svg.QUIET, 1);
    svg.text(left - 6, zero + 4, 12, "end", Svg.QUIET, "0");
    double most = Arrays.stream(push).max().orElse(0);
    svg.text(left - 6, y(most, low, high) + 4, 12, "end", Svg.QUIET, Decimals.of(most, 3));
    if (low < 0) {
      double least = Arrays.stream(push).min().orElse(0);
      svg.text(left - 6, y(least, low, high) + 4, 12, "end", Svg.QUIET, Decimals.of(least, 3));
    }
    for (int pages = 0; pages <= MOST_PAGES; pages += 4) {
      double x = left + pages / MOST_PAGES * PANEL;
      svg.line(x, BOTTOM, x, BOTTOM + 5, Svg.QUIET, 1);
      svg.text(x, BOTTOM + 20, 12, "middle", Svg.QUIET, String.valueOf(pages));
    }
    svg.text(
        left + PANEL / 2, BOTTOM + 42, 12, "middle", Svg.QUIET, "return of its evening, pages");
    if (low == 0) {
      double pages = MOST_PAGES * 1.04;
      double at = most / Arrays.stream(weight).max().orElse(1) * pages;
      svg.line(left, zero, left + PANEL * 1.04, y(at, low, high), Svg.GRID, 2);
    }
    for (int i = 0; i < weight.length; i++) {
      svg.spot(left + weight[i] / MOST_PAGES * PANEL, y(push[i], low, high), 5, colour);
    }
  }

  private static double y(double push, double low, double high) {
    return BOTTOM - (push - low) / (high - low) * (BOTTOM - TOP);
  }
}
