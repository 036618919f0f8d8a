package uphill.derive.picture;

import static uphill.derive.evening.StudyEvening.CHOICES;

import uphill.derive.number.Decimals;
import uphill.derive.step.Illustration;
import uphill.oracle.TabularPolicy;

/// Probabilities before and after one step: who pays.
public final class PayPicture {

  private static final double BOTTOM = 240;
  private static final double HEIGHT = 215; // of probability 1
  private static final double BAR = 60;

  private PayPicture() {}

  public static Illustration draw(TabularPolicy before, TabularPolicy after) {
    StringBuilder numbers = new StringBuilder();
    for (int a = 0; a < CHOICES.size(); a++) {
      numbers
          .append(a == 0 ? "" : ", ")
          .append(
              "%s %s to %s"
                  .formatted(
                      CHOICES.get(a),
                      Decimals.of(before.probability(0, a), 3),
                      Decimals.of(after.probability(0, a), 3)));
    }
    String description =
        "Bars of the probabilities before and after a step on one sample, rest, with a positive return: %s. Only read falls."
            .formatted(numbers);
    Svg svg = new Svg(720, 300, "Who pays", description);
    svg.text(16, 28, 15, "start", Svg.INK, "One sample, rest, with a positive return: who pays?");
    svg.rectangle(16, 44, 12, 12, Svg.PALE).text(34, 55, 12, "start", Svg.QUIET, "before");
    svg.rectangle(90, 44, 12, 12, Svg.BLUE).text(108, 55, 12, "start", Svg.QUIET, "after, risen");
    svg.rectangle(200, 44, 12, 12, Svg.ORANGE)
        .text(218, 55, 12, "start", Svg.QUIET, "after, fallen");
    for (int a = 0; a < CHOICES.size(); a++) {
      double x = 90 + a * 210;
      double old = before.probability(0, a);
      double now = after.probability(0, a);
      bar(svg, x, old, Svg.PALE);
      bar(svg, x + BAR + 8, now, now > old ? Svg.BLUE : Svg.ORANGE);
      svg.text(x + BAR + 4, BOTTOM + 24, 14, "middle", Svg.INK, CHOICES.get(a));
      svg.text(
          x + BAR + 4,
          BOTTOM + 44,
          12,
          "middle",
          Svg.QUIET,
          "change of log: " + Decimals.signed(after.logProb(0, a) - before.logProb(0, a), 3));
    }
    svg.line(60, BOTTOM, 660, BOTTOM, Svg.QUIET, 1);
    return new Illustration("derive-who-pays.svg", description, svg.end());
  }

  private static void bar(Svg svg, double x, double probability, String colour) {
    double height = HEIGHT * probability;
    svg.rectangle(x, BOTTOM - height, BAR, height, colour);
    svg.text(x + BAR / 2, BOTTOM - height - 6, 12, "middle", Svg.INK, Decimals.of(probability, 3));
  }
}
