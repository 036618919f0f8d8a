package uphill.explain.page;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import uphill.explain.Answer;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.kernel.Digits;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.rl.setting.Settings;

/// Who pushed: the size of each part of the push, over all samples, as bars.
final class PartsPicture {

  private static final double LINE = 38;
  private static final double RIGHT = Plot.WIDTH;
  private static final double LEFT = 0;

  private PartsPicture() {}

  /// What the bars are, in words.
  static String what(Ledger ledger) {
    String said = Answer.clipping(ledger);
    String clipped =
        said.isEmpty()
            ? ""
            : " %s; shown is what each part pushed after that.".formatted(Answer.capital(said));
    String why = Answer.whyApart(ledger);
    return "The parts of the predicted push. They sum to it for every sample; the bars are their"
        + " root mean squares over %s, in log-probability.".formatted(Answer.apart(ledger))
        + clipped
        + (why.isEmpty() ? "" : " " + why);
  }

  /// @param kind how it is painted
  private record Bar(String name, String kind, double size) {}

  static void draw(Markup out, Ledger ledger) {
    List<Bar> bars = bars(ledger);
    double longest = bars.stream().mapToDouble(Bar::size).max().orElse(0);
    StringJoiner told =
        new StringJoiner(", ", "Root mean square over %s: ".formatted(Answer.apart(ledger)), ".");
    bars.forEach(bar -> told.add(bar.name + " " + Digits.three(bar.size)));
    out.open("figure");
    Picture.open(out, "parts", Plot.WIDTH, LINE * bars.size() + 6, "Who pushed", told.toString());
    for (int k = 0; k < bars.size(); k++) {
      Bar bar = bars.get(k);
      double top = LINE * k;
      Plot.label(out, "name", LEFT, top + 15, bar.name);
      Plot.label(out, "name end", RIGHT, top + 15, Digits.three(bar.size));
      double width = longest > 0 ? (RIGHT - LEFT) * bar.size / longest : 0;
      out.empty(
          "rect",
          "class",
          "bar " + bar.kind,
          "x",
          Plot.place(LEFT),
          "y",
          Plot.place(top + 21),
          "width",
          Plot.place(Math.max(width, 1)),
          "height",
          "10",
          "rx",
          "2");
    }
    out.close().close();
  }

  private static List<Bar> bars(Ledger ledger) {
    List<Bar> bars = new ArrayList<>();
    for (Part part : Part.values()) {
      double size = ledger.size(ledger.clipped(part));
      if (size > 0) {
        bars.add(new Bar(Settings.word(part).replace('_', ' '), "part", size));
      }
    }
    bars.add(new Bar("predicted, their sum", "sum", ledger.size(ledger.predicted())));
    bars.add(new Bar("actual", "sum", ledger.size(ledger.actual())));
    bars.add(new Bar("residual, the curvature", "sum", ledger.size(ledger.residual())));
    return bars;
  }
}
