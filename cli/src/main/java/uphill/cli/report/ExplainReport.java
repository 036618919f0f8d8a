package uphill.cli.report;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import uphill.explain.AlikeSamples;
import uphill.explain.Answer;
import uphill.explain.Explanation;
import uphill.explain.StepLines;
import uphill.explain.WhatIf;
import uphill.explain.page.SampleWords;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.lab.RecordedUpdates;
import uphill.oracle.Criterion;
import uphill.push.Explained;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.Regression;
import uphill.rl.setting.Settings;

/// What `uphill explain` says.
public final class ExplainReport {

  private static final int LARGEST = Explanation.FURTHEST;

  private final Explanation explanation;
  private final Ledger ledger;
  private final Explained explained;
  private final SampleWords words;
  private final AlikeSamples alike;

  public ExplainReport(Explanation explanation, SampleWords words) {
    this.explanation = explanation;
    this.words = words;
    this.ledger = explanation.ledger();
    explained = ledger.explained();
    alike = new AlikeSamples(explanation);
  }

  /// Prints the whole update.
  ///
  /// @param choice why it is this update
  public void print(RecordedUpdates.Choice choice, PrintWriter out) {
    out.println(
        "Update %s of %s: %s of %s, %sweights %s, learning rate %s"
            .formatted(
                Integer.toString(explanation.update()),
                explanation.config().environment(),
                Shown.count(explained.rows(), "action"),
                trajectories(IntStream.of(explained.trajectory()).distinct().count()),
                explanation.severalSteps()
                    ? "%s steps of the policy, "
                        .formatted(Integer.toString(explanation.seen().size()))
                    : "",
                explanation.weights(),
                Digits.three(explanation.learningRate())));
    if (!choice.why().isEmpty()) {
      out.println("%s. For another: --update K or --update last".formatted(choice.why()));
    }
    out.println();
    out.println(Answer.QUESTION);
    print(explanation.severalSteps() ? "plain steps" : "the plain step", explanation.plain(), out);
    print(
        explanation.severalSteps() ? "the steps taken" : "the step taken",
        explanation.taken(),
        out);
    out.println("  " + Answer.of(explanation));
    for (String more : List.of(Answer.derived(ledger), Answer.leftOut(explanation))) {
      if (!more.isEmpty()) {
        out.println("  " + more);
      }
    }
    out.println();
    double[] push = ledger.actual();
    print("Pushed up most:", alike.largest(LARGEST, push, i -> push[i] > 0), out);
    double[] down = Arrays.stream(push).map(x -> -x).toArray();
    print("Pushed down most:", alike.largest(LARGEST, down, i -> push[i] < 0), out);
    whoPushed(out);
    out.println();
    new UpdateReport(explanation, words, alike).print(out);
    new GradientReport(explanation).print(out);
  }

  private static String trajectories(long count) {
    return count == 1 ? "1 trajectory" : count + " trajectories";
  }

  private static void print(String name, Regression line, PrintWriter out) {
    String signs =
        line.signed() == 0
            ? "no weight has a sign"
            : line.notFinite() > 0
                ? "against the weight's sign: cannot be said"
                : String.format(
                    Locale.ROOT,
                    "against the weight's sign: %s of %d",
                    Digits.percent(line.wrongSign()),
                    line.signed());
    out.println("  %-16s%s; %s".formatted(name, Answer.line(line), signs));
  }

  private void whoPushed(PrintWriter out) {
    out.println(
        "Who pushed: the parts of the predicted push, root mean squares over %s"
            .formatted(Answer.apart(ledger)));
    clipping(out);
    for (Part part : Part.values()) {
      double size = ledger.size(ledger.clipped(part));
      if (size > 0) {
        size(name(part), size, "", out);
      }
    }
    size("predicted", ledger.size(ledger.predicted()), "their sum", out);
    size("actual", ledger.size(ledger.actual()), "", out);
    size("residual", ledger.size(ledger.residual()), "actual − predicted: the curvature", out);
    for (String more : List.of(words.shared(), Answer.whyApart(ledger))) {
      if (!more.isEmpty()) {
        out.println("  " + more);
      }
    }
  }

  private void clipping(PrintWriter out) {
    String said = Answer.clipping(ledger);
    if (!said.isEmpty()) {
      out.println("  (%s; shown is what each part pushed after that)".formatted(said));
    }
  }

  private static void size(String name, double size, String what, PrintWriter out) {
    out.println("  %-16s %10s  %s".formatted(name, Digits.three(size), what).stripTrailing());
  }

  /// PPO's clip goes by another number, Ψ, which passages about it name so.
  private String weightName() {
    return ledger.weights().derived() ? "derived weight" : "weight";
  }

  private static String name(Part part) {
    return Settings.word(part).replace('_', ' ');
  }

  private void print(String title, int[] rows, PrintWriter out) {
    out.println(title + (rows.length == 0 ? " none" : ""));
    for (int i : rows) {
      Digits.Pair pair =
          Digits.Pair.of(
              StrictMath.exp(ledger.before().logProb(i)),
              StrictMath.exp(ledger.after().logProb(i)));
      boolean density = explanation.model().head().density();
      out.println("  row %5s  %s%s".formatted(Integer.toString(i), what(i), more(i)));
      out.println(
          "             %s %s → %s, change of log π %s (predicted %s), %s %s"
              .formatted(
                  density ? "density" : "π",
                  pair.before(),
                  pair.after(),
                  Digits.signed(ledger.actual()[i]),
                  Digits.signed(ledger.predicted()[i]),
                  weightName(),
                  alike.weight(i)));
    }
    out.println();
  }

  /// The pushes on one action.
  public void print(int row, PrintWriter out) {
    out.println();
    out.println(String.format(Locale.ROOT, "Row %d, %s:", row, what(row)));
    clipping(out);
    for (Part part : Part.values()) {
      if (part != Part.CLIPPING) {
        push(name(part), ledger.clipped(part)[row], "", out);
      }
    }
    push("predicted", ledger.predicted()[row], "their sum", out);
    push("actual", ledger.actual()[row], "", out);
    push("residual", ledger.residual()[row], "actual − predicted: the curvature", out);
    if (explanation.severalSteps()) {
      UpdateReport.print(StepLines.of(ledger, explanation.clipped(), row), out);
    }
    double[] by = alike.sums(ledger.clippedContributions(row));
    int[] largest = bySize(by);
    out.println(largest.length == 0 ? "  " + unpushed() : "  pushed most by the samples");
    for (int j : largest) {
      out.println(
          "    row %5s  %s, %s %s  %s%s"
              .formatted(
                  Integer.toString(j),
                  Digits.signed(by[j]),
                  weightName(),
                  alike.weight(j),
                  what(j),
                  alike.count(j) == 1 ? "" : more(j) + ", together"));
    }
  }

  /// Why no sample pushed an action: the push by sample j is α·c·wⱼ·K(i, j).
  private String unpushed() {
    String why =
        Arrays.stream(ledger.weight()).allMatch(w -> w == 0 || Double.isNaN(w))
            ? "all weights are 0"
            : explanation.seen().stream().allMatch(s -> s.optimizer().learningRate() == 0)
                ? "the learning rate is 0"
                : "the scores of those that have a weight are at right angles to its own, or 0";
    return "pushed by no sample: " + why;
  }

  private static void push(String name, double push, String what, PrintWriter out) {
    out.println("  %-16s %10s  %s".formatted(name, Digits.signed(push), what).stripTrailing());
  }

  /// What another choice would have done.
  public void print(WhatIf choice, WhatIf.Outcome outcome, PrintWriter out) {
    double[] actual = ledger.actual();
    double[] other = outcome.ledger().actual();
    double[] difference = new double[actual.length];
    Arrays.setAll(difference, i -> other[i] - actual[i]);
    out.println();
    out.println("What if " + String.join(", ", choice.words()) + "?");
    print("the step taken", explanation.taken(), out);
    print("the other step", outcome.taken(), out);
    out.println(
        "  changes of log π: %s as it was, %s then, %s between them (root mean squares)"
            .formatted(
                Digits.three(Answer.rootMeanSquare(actual)),
                Digits.three(Answer.rootMeanSquare(other)),
                Digits.three(Answer.rootMeanSquare(difference))));
    outcome.criterion().ifPresent(criterion -> objectives(criterion, outcome.objectives(), out));
    if (outcome.criterion().isEmpty()) {
      out.println("  J is computed of worlds that are tables%s.".formatted(whyNoTable()));
    }
    int[] largest = bySize(difference);
    out.println(
        largest.length == 0
            ? "  it makes no difference to any action"
            : "  where it makes the largest difference:");
    for (int i : largest) {
      out.println("    row %5s  %s%s".formatted(Integer.toString(i), what(i), more(i)));
      out.println(
          "               change of log π %s as it was, %s then"
              .formatted(Digits.signed(actual[i]), Digits.signed(other[i])));
    }
  }

  /// Why the world of the run is not taken for one.
  private String whyNoTable() {
    return explanation.config().masksActions()
        ? " and mask no actions, and this one masks some"
        : ", and this one is none";
  }

  private static void objectives(Criterion criterion, List<Double> j, PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "  J exactly, γ %s over %s: %.8g before, %.8g after the step taken, %.8g after the"
                + " other",
            Digits.brief(criterion.gamma()),
            criterion.horizon().isPresent()
                ? Shown.count(criterion.horizon().getAsInt(), "step") + " at most"
                : "all steps",
            j.get(0),
            j.get(1),
            j.get(2)));
  }

  /// The largest either way, no two alike.
  private int[] bySize(double... values) {
    double[] size = Arrays.stream(values).map(Math::abs).toArray();
    return alike.largest(LARGEST, size, i -> size[i] > 0);
  }

  /// What was seen and done, in the world's words.
  private String what(int row) {
    return words.state(row) + ": " + words.action(row);
  }

  private String more(int row) {
    int count = alike.count(row);
    return count == 1 ? "" : String.format(Locale.ROOT, ", and %d more like it", count - 1);
  }
}
