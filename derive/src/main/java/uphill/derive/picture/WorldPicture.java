package uphill.derive.picture;

import static uphill.derive.evening.StudyEvening.POLICY;

import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.step.Illustration;

/// The two states, and where actions lead.
public final class WorldPicture {

  private static final double Y = 150;
  private static final double FRESH_X = 190;
  private static final double TIRED_X = 530;
  private static final double RADIUS = 44;

  private WorldPicture() {}

  public static Illustration draw() {
    String description =
        "Two circles, fresh and tired. When fresh, reading (chosen with %s, 8 pages) leads to tired with %s and back to fresh with %s; resting (%s, 1 page) stays fresh. When tired, reading (%s, 2 pages) stays tired; resting (%s, 1 page) leads to fresh with %s and stays tired with %s."
            .formatted(
                Decimals.of(POLICY.probability(0, 0), 1),
                Decimals.of(StudyEvening.TIRING, 1),
                Decimals.of(1 - StudyEvening.TIRING, 1),
                Decimals.of(POLICY.probability(0, 1), 1),
                Decimals.of(POLICY.probability(1, 0), 1),
                Decimals.of(POLICY.probability(1, 1), 1),
                Decimals.of(StudyEvening.REFRESHING, 2),
                Decimals.of(1 - StudyEvening.REFRESHING, 2));
    Svg svg = new Svg(720, 300, "The study evening", description);
    svg.text(360, 26, 15, "middle", Svg.INK, "What an hour does");
    loop(svg, FRESH_X, -1, Svg.BLUE);
    loop(svg, FRESH_X, 1, Svg.ORANGE);
    loop(svg, TIRED_X, -1, Svg.BLUE);
    loop(svg, TIRED_X, 1, Svg.ORANGE);
    svg.arrow(
        new double[] {FRESH_X + 40, FRESH_X + 110, TIRED_X - 110, TIRED_X - 42},
        new double[] {Y - 20, Y - 55, Y - 55, Y - 22},
        Svg.BLUE);
    svg.arrow(
        new double[] {TIRED_X - 40, TIRED_X - 110, FRESH_X + 110, FRESH_X + 42},
        new double[] {Y + 20, Y + 55, Y + 55, Y + 22},
        Svg.ORANGE);
    svg.disc(FRESH_X, Y, RADIUS, "fresh").disc(TIRED_X, Y, RADIUS, "tired");
    svg.text(360, Y - 56, 13, "middle", Svg.BLUE, "read: in 0.6 of cases, 8 pages");
    svg.text(360, Y + 68, 13, "middle", Svg.ORANGE, "rest: in 0.75 of cases, 1 page");
    svg.text(FRESH_X, 52, 13, "middle", Svg.BLUE, "read: in 0.4 of cases, 8 pages");
    svg.text(FRESH_X, 262, 13, "middle", Svg.ORANGE, "rest: always, 1 page");
    svg.text(TIRED_X, 52, 13, "middle", Svg.BLUE, "read: always, 2 pages");
    svg.text(TIRED_X, 262, 13, "middle", Svg.ORANGE, "rest: in 0.25 of cases, 1 page");
    habit(svg, 16, "start", 0);
    habit(svg, 704, "end", 1);
    return new Illustration("derive-world.svg", description, svg.end());
  }

  private static void habit(Svg svg, double x, String anchor, int state) {
    svg.text(x, Y - 8, 12, anchor, Svg.QUIET, "the student");
    svg.text(
        x, Y + 9, 12, anchor, Svg.BLUE, "reads: " + Decimals.of(POLICY.probability(state, 0), 1));
    svg.text(
        x,
        Y + 26,
        12,
        anchor,
        Svg.ORANGE,
        "rests: " + Decimals.of(POLICY.probability(state, 1), 1));
  }

  /// From a state to itself, above it (−1) or below (+1).
  private static void loop(Svg svg, double x, int side, String colour) {
    svg.arrow(
        new double[] {x - 20, x - 60, x + 60, x + 21},
        new double[] {Y + side * 40, Y + side * 110, Y + side * 110, Y + side * 42},
        colour);
  }
}
