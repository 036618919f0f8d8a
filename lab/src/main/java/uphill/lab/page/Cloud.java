package uphill.lab.page;

import java.util.List;
import uphill.push.Regression;

/// A cloud of points: how far each sample was pushed, against its weight. What went against its
/// weight is a cross, the rest are dots.
///
/// @param plot the axes
/// @param drawn which samples
record Cloud(Plot plot, int[] drawn, double[] weight, double[] push) {

  private static final double ARM = 3; // of a cross, in units

  /// What is drawn, as paths of SVG.
  ///
  /// @param fit the line through all of them
  record Paths(String dots, String crosses, String fit) {}

  /// The points, and the line through all of them.
  Paths paths(Regression line) {
    StringBuilder dots = new StringBuilder();
    StringBuilder crosses = new StringBuilder();
    for (int i : drawn) {
      if (!Plot.drawable(weight[i], push[i])) {
        continue;
      }
      double x = plot.across(weight[i]);
      double y = plot.down(push[i]);
      if (weight[i] * push[i] < 0) {
        crosses.append("M%s %sl6 6m0-6l-6 6".formatted(Plot.place(x - ARM), Plot.place(y - ARM)));
      } else {
        dots.append("M%s %sh0".formatted(Plot.place(x), Plot.place(y)));
      }
    }
    return new Paths(dots.toString(), crosses.toString(), fit(line));
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
            List.of("fit", "M0 11L14 3", "regression line of all samples"))) {
      out.open("li");
      out.open("svg", "viewBox", "0 0 14 14", "aria-hidden", "true");
      out.empty("path", "class", entry.get(0), "d", entry.get(1));
      out.close();
      out.element("span", entry.get(2)).close();
    }
    out.close();
  }

  /// The line and what it explains, in a sentence.
  static String sentence(Regression line) {
    return "Change of log π = %s × weight %s %s. The weight explains %s of it (R²); %s moved against the sign of their weight."
        .formatted(
            Digits.three(line.slope()),
            line.intercept() < 0 ? "−" : "+",
            Digits.three(Math.abs(line.intercept())),
            Digits.percent(line.rSquared()),
            Digits.percent(line.wrongSign()));
  }
}
