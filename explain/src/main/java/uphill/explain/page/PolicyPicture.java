package uphill.explain.page;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import uphill.explain.Explanation;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.figure.Ticks;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.BernoulliHead;
import uphill.push.GaussianHead;
import uphill.push.Ledger;
import uphill.push.ScoreHead;
import uphill.push.SoftmaxHead;
import uphill.push.SquashedHead;

/// π(·|s) before and after the update, in some states: the probability of every action, value or
/// switch, or mean and standard deviation of every component.
final class PolicyPicture {

  static final int MOST_LINES = 6;
  private static final double LEFT = 0;
  private static final double RIGHT = Plot.WIDTH;
  private static final double INSET = 18; // of the scale
  private static final double LINE = 46; // units of height for an action
  private static final int LABEL = 30; // characters

  private final Explanation explanation;
  private final SampleWords words;
  private final ScoreHead head;
  private final int count; // of lines
  private final boolean density;

  PolicyPicture(Explanation explanation, SampleWords words) {
    this.explanation = explanation;
    this.words = words;
    head = explanation.model().head();
    density = head.density();
    count = density ? head.actionSize() : head.outputs();
  }

  /// One action, or one value, switch or component of it.
  ///
  /// @param before π, or the action that μ stands for
  /// @param spread σ before and after; 0 where there is none
  /// @param bars the actions that μ − σ and μ + σ stand for, before and after
  private record Line(
      String name,
      boolean taken,
      double before,
      double after,
      double[] spread,
      double[] bars,
      double action) {}

  void draw(Markup out, Chosen chosen) {
    out.open("div", "class", "panels");
    for (int k = 0; k < chosen.states().size(); k++) {
      draw(out, "policy-" + (k + 1), chosen.states().get(k));
    }
    out.close();
    out.element(
        "p",
        legend()
            + " Every picture has its own scale, so that small changes can be seen."
            + (count > MOST_LINES
                ? String.format(
                    Locale.ROOT,
                    explanation.rollout().choices() > 0
                        ? " At most %d of %d %s are shown, those that changed most."
                        : " The %d of %d %s that changed most are shown.",
                    MOST_LINES,
                    count,
                    lines())
                : "")
            + (explanation.rollout().choices() > 0
                ? " What a state does not allow is left out: its probability is 0."
                : ""),
        "class",
        "note");
  }

  private String legend() {
    return switch (head) {
      case SoftmaxHead(_, var values) ->
          "A ring is the probability before the update, the filled mark the one after it. "
              + (values.length == 1
                  ? "The action that was taken is set in bold."
                  : "The values that were taken are set in bold.");
      case BernoulliHead _ ->
          "A ring is the probability of 1 before the update, the filled mark the one after it."
              + " Switches that were 1 are set in bold.";
      case GaussianHead _ ->
          "A ring is the mean μ before the update, the filled mark the mean after it; the bars"
              + " reach one standard deviation σ to both sides. A diamond is the action that was"
              + " drawn.";
      case SquashedHead _ ->
          "A ring is the median, the action that μ is squashed to, before the update, the filled"
              + " mark the one after it; the bars reach to what one standard deviation σ to both"
              + " sides of μ is squashed to. A diamond is the action that was drawn.";
    };
  }

  private String lines() {
    return switch (head) {
      case SoftmaxHead(_, var values) -> values.length == 1 ? "actions" : "values";
      case BernoulliHead _ -> "switches";
      case GaussianHead _, SquashedHead _ -> "components";
    };
  }

  private void draw(Markup out, String id, Chosen.State state) {
    int[] allowed = IntStream.range(0, count).filter(b -> allowed(state.row(), b)).toArray();
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
    double[] before = ledger.before().head(row);
    double[] after = ledger.after().head(row);
    double[] action = ledger.explained().samples().action(row);
    String name = words.line(b);
    return switch (head) {
      case SoftmaxHead softmax ->
          probability(
              name,
              softmax.score(before, action)[b] == 1,
              StrictMath.exp(before[b]),
              StrictMath.exp(after[b]));
      case BernoulliHead _ ->
          probability(
              name,
              action[b] == 1,
              BernoulliHead.logistic(before[b]),
              BernoulliHead.logistic(after[b]));
      case GaussianHead _ -> component(name, x -> x, before, after, action, b);
      case SquashedHead squashed ->
          component(name, u -> squashed.squash(u, b), before, after, action, b);
    };
  }

  private static Line probability(String name, boolean taken, double before, double after) {
    return new Line(
        name, taken, before, after, new double[2], new double[] {before, before, after, after}, 0);
  }

  /// @param action what a number that is drawn stands for
  private static Line component(
      String name,
      DoubleUnaryOperator action,
      double[] before,
      double[] after,
      double[] drawn,
      int b) {
    int n = drawn.length;
    double[] spread = {StrictMath.exp(before[n + b]), StrictMath.exp(after[n + b])};
    double[] bars = {
      action.applyAsDouble(before[b] - spread[0]),
      action.applyAsDouble(before[b] + spread[0]),
      action.applyAsDouble(after[b] - spread[1]),
      action.applyAsDouble(after[b] + spread[1])
    };
    return new Line(
        name,
        true,
        action.applyAsDouble(before[b]),
        action.applyAsDouble(after[b]),
        spread,
        bars,
        drawn[b]);
  }

  private Ticks ticks(Line... lines) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      min = Math.min(min, Math.min(line.bars[0], line.bars[2]));
      max = Math.max(max, Math.max(line.bars[1], line.bars[3]));
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
    String centre = head instanceof GaussianHead ? "μ " : density ? "median " : "";
    Plot.label(out, "name end", RIGHT, top + 14, centre + pair.before() + " → " + pair.after());
    double x = across(ticks, line.before);
    double y = top + 31;
    double after = across(ticks, line.after);
    if (density) {
      bar(out, "spread before", ticks, line.bars[0], line.bars[1], y - 4);
      bar(out, "spread after", ticks, line.bars[2], line.bars[3], y + 4);
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

  private static void bar(Markup out, String kind, Ticks ticks, double from, double to, double y) {
    Plot.line(out, kind, across(ticks, from), y, across(ticks, to), y);
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
    return "%s: %s %s before, %s after; standard deviation %s before, %s after; drawn %s"
        .formatted(
            line.name,
            head instanceof GaussianHead ? "mean" : "median",
            pair.before(),
            pair.after(),
            spread.before(),
            spread.after(),
            Digits.three(line.action));
  }
}
