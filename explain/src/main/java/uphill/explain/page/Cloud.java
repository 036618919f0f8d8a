package uphill.explain.page;

import java.util.List;
import uphill.explain.Answer;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.push.Regression;

/// A cloud of points: how far each sample was pushed, against its weight. What went with the sign
/// of its weight is a dot, what went against it a cross; what has no sign, or did not move, a ring.
///
/// @param plot the axes
/// @param drawn which samples
record Cloud(Plot plot, int[] drawn, double[] weight, double[] push) {

  private static final double ARM = 3; // of a cross, in units
  private static final double RADIUS = 2.5; // of a ring
  private static final String RING = "a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0";

  /// What is drawn, as paths of SVG.
  ///
  /// @param fit the line through all of them
  record Paths(String dots, String crosses, String rings, String fit) {}

  /// The points, and the line through all of them.
  Paths paths(Regression line) {
    StringBuilder dots = new StringBuilder();
    StringBuilder crosses = new StringBuilder();
    StringBuilder rings = new StringBuilder();
    for (int i : drawn) {
      if (!Plot.drawable(weight[i], push[i])) {
        continue;
      }
      double x = plot.across(weight[i]);
      double y = plot.down(push[i]);
      double sign = Math.signum(weight[i]) * Math.signum(push[i]);
      if (sign < 0) {
        crosses.append("M%s %sl6 6m0-6l-6 6".formatted(Plot.place(x - ARM), Plot.place(y - ARM)));
      } else if (sign == 0) {
        rings.append("M%s %s%s".formatted(Plot.place(x - RADIUS), Plot.place(y), RING));
      } else {
        dots.append("M%s %sh0".formatted(Plot.place(x), Plot.place(y)));
      }
    }
    return new Paths(dots.toString(), crosses.toString(), rings.toString(), fit(line));
  }

  private String fit(Regression line) {
    double from = plot.x().first();
    double to = plot.x().last();
    return Plot.drawable(line.slope(), line.intercept())
        ? plot.segment(
            from, line.intercept() + line.slope() * from, to, line.intercept() + line.slope() * to)
        : "";
  }

  /// Draws them.
  ///
  /// @param id what the ids of its parts begin with
  void draw(Markup out, String id, Regression line) {
    Paths paths = paths(line);
    out.empty("path", "id", id + "-rings", "class", "rings", "d", paths.rings);
    out.empty("path", "id", id + "-dots", "class", "dots", "d", paths.dots);
    out.empty("path", "id", id + "-crosses", "class", "crosses", "d", paths.crosses);
    out.empty("path", "id", id + "-fit", "class", "fit", "d", paths.fit);
  }

  /// What the marks mean.
  static void legend(Markup out) {
    out.open("ul", "class", "legend");
    for (List<String> entry :
        List.of(
            List.of("dots", "M7 7h0", "moved with the sign of its weight"),
            List.of("crosses", "M4 4l6 6m0-6l-6 6", "moved against it"),
            List.of("rings", "M4.5 7" + RING, "has weight 0, or did not move"),
            List.of("fit", "M0 11L14 3", "regression line of all samples that could be moved"))) {
      out.open("li");
      out.open("svg", "viewBox", "0 0 14 14", "aria-hidden", "true");
      out.empty("path", "class", entry.get(0), "d", entry.get(1));
      out.close();
      out.element("span", entry.get(2)).close();
    }
    out.close();
  }

  /// The line and what it explains, in sentences.
  static String sentence(Regression line) {
    return "%s. %s."
        .formatted(Answer.capital(Answer.line(line)), Answer.capital(Answer.against(line)));
  }
}
