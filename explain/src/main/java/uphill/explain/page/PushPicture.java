package uphill.explain.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.explain.Answer;
import uphill.explain.Explanation;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.kernel.Shown;
import uphill.push.Ledger;
import uphill.push.Regression;

/// How far each sample was pushed, against its weight: by the plain step, and by the one taken.
final class PushPicture {

  private PushPicture() {}

  static void draw(Markup out, Explanation explanation, Chosen chosen) {
    Ledger ledger = explanation.ledger();
    int[] drawn = chosen.drawn();
    out.open("div", "class", "panels");
    boolean several = explanation.severalSteps();
    panel(
        out,
        "plain",
        several ? "Plain steps" : "The plain step",
        several
            ? "Predicted for steps along what the loss wanted of the actions alone, α times it,"
                + " with no optimizer, entropy or clipping between."
            : "Predicted for the step α·c·Σ w·g alone, with no optimizer, entropy or clipping"
                + " between.",
        cloud(explanation, drawn, ledger.plain()),
        explanation.plain());
    panel(
        out,
        "taken",
        several ? "The steps taken" : "The step taken",
        "Measured: log π after the update minus log π before it.",
        cloud(explanation, drawn, ledger.actual()),
        explanation.taken());
    out.close();
    Cloud.legend(out);
    StringBuilder note = new StringBuilder(note(drawn.length, ledger.actual().length));
    for (String more : List.of(Answer.derived(ledger), Answer.leftOut(explanation))) {
      note.append(more.isEmpty() ? "" : " " + more);
    }
    out.element("p", note.toString(), "class", "note");
  }

  private static Cloud cloud(Explanation explanation, int[] drawn, double[] push) {
    double[] weight = explanation.ledger().weight();
    double[] x = Arrays.stream(drawn).mapToDouble(i -> weight[i]).toArray();
    double[] y = Arrays.stream(drawn).mapToDouble(i -> push[i]).toArray();
    return new Cloud(Plot.covering(x, y), drawn, weight, push);
  }

  private static void panel(
      Markup out, String id, String title, String what, Cloud cloud, Regression line) {
    String found = Cloud.sentence(line);
    out.open("figure");
    out.open("figcaption").element("h3", title).element("p", what).close();
    Picture.open(
        out,
        id,
        Plot.WIDTH,
        Plot.HEIGHT,
        title + ": change of log π against weight",
        String.format(
            Locale.ROOT,
            "A cloud of %s with its regression line. %s",
            Shown.count(cloud.drawn().length, "point"),
            found));
    cloud.plot().axes(out, "weight of the sample", "change of log π");
    cloud.draw(out, id, line);
    out.close();
    out.element("p", found, "class", "found");
    out.close();
  }

  /// What is drawn and what is not.
  static String note(int drawn, int rows) {
    return drawn == rows
        ? "%s drawn. The two pictures have their own vertical scales."
            .formatted(rows == 1 ? "The only sample is" : "All " + rows + " samples are")
        : String.format(
            Locale.ROOT,
            "%d of %d samples are drawn, evenly spaced in the batch; lines and numbers are of all."
                + " The two pictures have their own vertical scales.",
            drawn,
            rows);
  }
}
