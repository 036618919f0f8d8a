package uphill.explain.page;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import uphill.explain.Explanation;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.figure.Ticks;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.Ledger;
import uphill.push.ScoreModel;

/// π(·|s) before and after the update, in some states: the probability of every action, or mean and
/// standard deviation of every component.
final class PolicyPicture {

  static final int MOST_LINES = 6;
  private static final double LEFT = 0;
  private static final double RIGHT = Plot.WIDTH;
  private static final double INSET = 18; // of the scale
  private static final double LINE = 46; // units of height for an action
  private static final int LABEL = 30; // characters

  private final Explanation explanation;
  private final SampleWords words;
  private final int outputs;
  private final boolean density;

  PolicyPicture(Explanation explanation, SampleWords words) {
    this.explanation = explanation;
    this.words = words;
    outputs = explanation.model().outputs();
    density = explanation.model().family() == ScoreModel.Family.GAUSSIAN;
  }

  /// One action, or one component of it.
  ///
  /// @param spread σ before and after; 0 where there is none
  private record Line(
      String name, boolean taken, double before, double after, double[] spread, double action) {}

  void draw(Markup out, Chosen chosen) {
    out.open("div", "class", "panels");
    for (int k = 0; k < chosen.states().size(); k++) {
      draw(out, "policy-" + (k + 1), chosen.states().get(k));
    }
    out.close();
    out.element(
        "p",
        (density
                ? "A ring is the mean μ before the update, the filled mark the mean after it; the"
                    + " bars reach one standard deviation σ to both sides. A diamond is the action"
                    + " that was drawn."
                : "A ring is the probability before the update, the filled mark the one after it."
                    + " The action that was taken is set in bold.")
            + " Every picture has its own scale, so that small changes can be seen."
            + (outputs > MOST_LINES
                ? String.format(
                    Locale.ROOT,
                    explanation.rollout().choices() > 0
                        ? " At most %d of %d %s are shown, those that changed most."
                        : " The %d of %d %s that changed most are shown.",
                    MOST_LINES,
                    outputs,
                    density ? "components" : "actions")
                : "")
            + (explanation.rollout().choices() > 0
                ? " What a state does not allow is left out: its probability is 0."
                : ""),
        "class",
        "note");
  }

  private void draw(Markup out, String id, Chosen.State state) {
    int[] allowed = IntStream.range(0, outputs).filter(b -> allowed(state.row(), b)).toArray();
    Line[] lines =
        IntStream.of(allowed)
            .mapToObj(b -> line(state.row(), b))
            .sorted(Comparator.comparingDouble(line -> -Math.abs(line.after - line.before)))
            .limit(MOST_LINES)
            .toArray(Line[]::new);
    if (allowed.length <= MOST_LINES) {
      lines = IntStream.of(allowed).mapToObj(b -> line(state.row(), b)).toArray(Line[]::new);
    }
    StringJoiner told = new StringJoiner("; ", "", ".");
    for (Line line : lines) {
      told.add(sentence(line));
    }
    double height = 8 + LINE * lines.length + 24;
    out.open("figure");
    out.open("figcaption").element("h3", words.state(state.row()));
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "Sample %d: %s, %s.",
            state.row(),
            words.action(state.row()),
            state.why()));
    out.close();
    Picture.open(
        out,
        id,
        Plot.WIDTH,
        height,
        String.format(Locale.ROOT, "Policy before and after the update, sample %d", state.row()),
        told.toString());
    Ticks ticks = ticks(lines);
    double bottom = 8 + LINE * lines.length;
    for (BigDecimal tick : ticks.values()) {
      double at = across(ticks, tick.doubleValue());
      Plot.line(out, "grid", at, 8, at, bottom);
      Plot.label(out, "tick middle", at, bottom + 17, ticks.label(tick));
    }
    for (int k = 0; k < lines.length; k++) {
      draw(out, ticks, lines[k], 8 + LINE * k);
    }
    out.close().close();
  }

  /// Whether a state allows a choice.
  private boolean allowed(int row, int b) {
    int choices = explanation.rollout().choices();
    return choices == 0 || explanation.rollout().mask[row * choices + b] == 0;
  }

  private Line line(int row, int b) {
    Ledger ledger = explanation.ledger();
    double before = ledger.before().head()[row * outputs + b];
    double after = ledger.after().head()[row * outputs + b];
    if (density) {
      double action = ledger.step().samples().action()[row * outputs + b];
      int logStd = explanation.model().logStdAt() + b;
      double[] spread = {
        StrictMath.exp(ledger.step().before()[logStd]),
        StrictMath.exp(ledger.step().after()[logStd])
      };
      String name = outputs == 1 ? "action" : "action " + (b + 1);
      return new Line(name, true, before, after, spread, action);
    }
    boolean taken = (int) ledger.step().samples().action()[row] == b;
    return new Line(
        words.choice(b), taken, StrictMath.exp(before), StrictMath.exp(after), new double[2], 0);
  }

  private Ticks ticks(Line... lines) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      double spread = Math.max(line.spread[0], line.spread[1]);
      min = Math.min(min, Math.min(line.before, line.after) - spread);
      max = Math.max(max, Math.max(line.before, line.after) + spread);
      if (density) {
        min = Math.min(min, line.action);
        max = Math.max(max, line.action);
      }
    }
    return Double.isFinite(max - min) && min < max
        ? Ticks.covering(min, max, 4)
        : Ticks.covering(0, 1, 4);
  }

  private static double across(Ticks ticks, double value) {
    return LEFT
        + INSET
        + (RIGHT - LEFT - 2 * INSET) * (value - ticks.first()) / (ticks.last() - ticks.first());
  }

  private void draw(Markup out, Ticks ticks, Line line, double top) {
    Digits.Pair pair = Digits.Pair.of(line.before, line.after);
    Digits.Pair spread = Digits.Pair.rounded(line.spread[0], line.spread[1]);
    String name = Shown.text(line.name, LABEL);
    Plot.label(
        out,
        line.taken && !density ? "name bold" : "name",
        LEFT,
        top + 14,
        density ? name + ", σ " + moved(spread) : name);
    String mean = density ? "μ " : "";
    Plot.label(out, "name end", RIGHT, top + 14, mean + pair.before() + " → " + pair.after());
    double x = across(ticks, line.before);
    double y = top + 31;
    double after = across(ticks, line.after);
    if (density) {
      bar(out, "spread before", ticks, line.before, line.spread[0], y - 4);
      bar(out, "spread after", ticks, line.after, line.spread[1], y + 4);
      mark(out, "ring", x, y - 4);
      mark(out, "spot", after, y + 4);
      double a = across(ticks, line.action);
      out.empty(
          "path",
          "class",
          "diamond",
          "d",
          "M%s %sl5 6l-5 6l-5-6z".formatted(Plot.place(a), Plot.place(y - 6)));
    } else {
      Plot.line(out, line.after < line.before ? "down" : "up", x, y, after, y);
      mark(out, "ring", x, y);
      mark(out, line.after < line.before ? "spot down" : "spot up", after, y);
    }
  }

  private static String moved(Digits.Pair pair) {
    return pair.before().equals(pair.after())
        ? pair.before()
        : pair.before() + " → " + pair.after();
  }

  private static void bar(
      Markup out, String kind, Ticks ticks, double mean, double spread, double y) {
    Plot.line(out, kind, across(ticks, mean - spread), y, across(ticks, mean + spread), y);
  }

  private static void mark(Markup out, String kind, double x, double y) {
    out.empty("circle", "class", kind, "cx", Plot.place(x), "cy", Plot.place(y), "r", "5");
  }

  private String sentence(Line line) {
    Digits.Pair pair = Digits.Pair.of(line.before, line.after);
    if (!density) {
      return "%s%s: %s before, %s after"
          .formatted(line.name, line.taken ? " (taken)" : "", pair.before(), pair.after());
    }
    Digits.Pair spread = Digits.Pair.of(line.spread[0], line.spread[1]);
    return "%s: mean %s before, %s after; standard deviation %s before, %s after; drawn %s"
        .formatted(
            line.name,
            pair.before(),
            pair.after(),
            spread.before(),
            spread.after(),
            Digits.three(line.action));
  }
}
