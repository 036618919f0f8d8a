package uphill.derive.picture;

import java.util.List;
import uphill.derive.number.Decimals;
import uphill.derive.step.Illustration;

/// The variance of one evening's estimate, weight by weight, as bars.
public final class LadderPicture {

  private static final List<String> NAMES =
      List.of(
          "return R(τ)", "reward-to-go", "minus a constant", "minus the value V", "advantage A");
  private static final double LEFT = 150;
  private static final double ROW = 34;
  private static final double WIDTH = 480;

  private LadderPicture() {}

  /// Draws them.
  ///
  /// @param variances one for each name
  public static Illustration draw(double[] variances) {
    StringBuilder numbers = new StringBuilder();
    for (int k = 0; k < variances.length; k++) {
      numbers
          .append(k == 0 ? "" : ", ")
          .append(NAMES.get(k))
          .append(' ')
          .append(Decimals.of(variances[k], 1));
    }
    String description =
        "Bars of the variance of one evening's estimate of the gradient, by weight: %s. All have the same mean."
            .formatted(numbers);
    Svg svg = new Svg(720, 250, "The variance ladder", description);
    svg.text(
        16, 28, 15, "start", Svg.INK, "Variance of one evening's estimate; all have the same mean");
    for (int k = 0; k < variances.length; k++) {
      double y = 50 + k * ROW;
      double length = WIDTH * variances[k] / variances[0];
      svg.text(LEFT - 10, y + 17, 13, "end", Svg.INK, NAMES.get(k));
      svg.rectangle(LEFT, y, length, 24, k == 0 ? Svg.ORANGE : Svg.BLUE);
      svg.text(LEFT + length + 8, y + 17, 13, "start", Svg.INK, Decimals.of(variances[k], 1));
    }
    svg.line(LEFT, 44, LEFT, 50 + variances.length * ROW, Svg.QUIET, 1);
    return new Illustration("derive-variance.svg", description, svg.end());
  }
}
