package uphill.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import uphill.lab.Answer;
import uphill.lab.Explanation;
import uphill.lab.WhatIf;
import uphill.lab.page.SampleWords;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.PolicyStep;
import uphill.push.Regression;
import uphill.push.ScoreModel;
import uphill.rl.Settings;

/// What `uphill explain` says.
final class ExplainReport {

  private static final int LARGEST = 5;

  private final Explanation explanation;
  private final Ledger ledger;
  private final PolicyStep step;
  private final SampleWords words;

  ExplainReport(Explanation explanation, SampleWords words) {
    this.explanation = explanation;
    this.words = words;
    this.ledger = explanation.ledger();
    this.step = ledger.step();
  }

  void print(PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "Update %d of %s: %d actions of %d trajectories, weights %s, learning rate %.2g",
            explanation.update(),
            explanation.config().environment(),
            step.samples().rows(),
            trajectories(),
            Settings.word(explanation.config().settings().weights()),
            explanation.learningRate()));
    out.println();
    out.println(Answer.QUESTION);
    print("the plain step", explanation.plain(), out);
    print("the step taken", explanation.taken(), out);
    out.println("  " + Answer.of(explanation));
    out.println();
    print("Pushed up most:", explanation.largest(LARGEST, true), out);
    print("Pushed down most:", explanation.largest(LARGEST, false), out);
    out.println("Who pushed, root mean square over the actions (parts of the predicted push):");
    for (Part part : Part.values()) {
      double size = rootMeanSquare(ledger.part(part));
      if (size > 0) {
        out.println(
            String.format(
                Locale.ROOT, "  %-16s %10.3g", Settings.word(part).replace('_', ' '), size));
      }
    }
    out.println(
        String.format(
            Locale.ROOT, "  %-16s %10.3g", "predicted", rootMeanSquare(ledger.predicted())));
    out.println(
        String.format(Locale.ROOT, "  %-16s %10.3g", "actual", rootMeanSquare(ledger.actual())));
    out.println(
        String.format(
            Locale.ROOT,
            "  %-16s %10.3g  (the curvature)",
            "residual",
            rootMeanSquare(residual())));
    out.println();
    statistics(out);
  }

  private void statistics(PrintWriter out) {
    Map<String, Double> values = explanation.statistics().values();
    out.println("The gradient, over the trajectories of this batch:");
    line(out, values, "gradient_snr", "%.3g", "signal to noise of the batch's gradient");
    line(out, values, "split_half_cosine", "%.3f", "cosine between the gradients of its halves");
    line(out, values, "noise_scale", "%.3g", "trajectories with as much signal as noise");
    line(out, values, "advised_batch_steps", "%.3g", "steps of such a batch");
    line(out, values, "effective_sample_size", "%.4f", "of the ratios after the step, of 1");
    line(out, values, "kl_exact", "%.3g", "mean KL(old || new), exactly");
    line(out, values, "kl_k1", "%.3g", "estimated by the mean of -log ratio");
    line(out, values, "kl_k2", "%.3g", "estimated by the mean of (log ratio)^2 / 2");
    line(out, values, "kl_k3", "%.3g", "estimated by the mean of ratio - 1 - log ratio");
    line(out, values, "variance_removed_reward_to_go", "%.3f", "of the variance that R(tau) has");
    line(out, values, "variance_removed_baseline", "%.3f", "by a baseline");
    line(out, values, "variance_removed_gae", "%.3f", "by GAE");
  }

  private static void line(
      PrintWriter out, Map<String, Double> values, String name, String format, String meaning) {
    double value = values.getOrDefault(name, Double.NaN);
    String shown = String.format(Locale.ROOT, format, value);
    if (!Double.isNaN(value)) {
      out.println(String.format(Locale.ROOT, "  %-30s %10s  %s", name, shown, meaning));
    }
  }

  /// What another choice would have done.
  void print(WhatIf choice, WhatIf.Outcome outcome, PrintWriter out) {
    double[] actual = ledger.actual();
    double[] other = outcome.ledger().actual();
    double[] difference = new double[actual.length];
    Arrays.setAll(difference, i -> other[i] - actual[i]);
    out.println();
    out.println("What if " + String.join(", ", choice.words()) + "?");
    print("the step taken", explanation.taken(), out);
    print("the other step", outcome.taken(), out);
    out.println(
        String.format(
            Locale.ROOT,
            "  changes of log pi: %.3g as it was, %.3g then, %.3g between them (root mean square)",
            rootMeanSquare(actual),
            rootMeanSquare(other),
            rootMeanSquare(difference)));
    List<Double> j = outcome.objectives();
    if (!j.isEmpty()) {
      out.println(
          String.format(
              Locale.ROOT,
              "  J exactly: %.8g before, %.8g after the step taken, %.8g after the other",
              j.get(0),
              j.get(1),
              j.get(2)));
    }
    out.println("  where it makes the largest difference:");
    for (int i : byMost(difference)) {
      out.println(
          String.format(
              Locale.ROOT,
              "    row %5d  %s%n               change of log pi %+.4f as it was, %+.4f then",
              i,
              what(i),
              actual[i],
              other[i]));
    }
  }

  private static void print(String name, Regression line, PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "  %-15s change of log pi = %.3g x weight %+.3g, R2 %.2f, against the weight's sign:"
                + " %.0f %%",
            name,
            line.slope(),
            line.intercept(),
            line.rSquared(),
            100 * line.wrongSign()));
  }

  private void print(String title, int[] rows, PrintWriter out) {
    out.println(title);
    for (int i : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "  row %5d  %s%n             pi %s -> %s, change of log pi %+.4f (predicted %+.4f),"
                  + " weight %+.3f",
              i,
              what(i),
              probability(ledger.before().logProb(i)),
              probability(ledger.after().logProb(i)),
              ledger.actual()[i],
              ledger.predicted()[i],
              step.weight()[i]));
    }
    out.println();
  }

  /// The pushes on one action.
  void print(int row, PrintWriter out) {
    out.println();
    out.println(String.format(Locale.ROOT, "Row %d, %s:", row, what(row)));
    for (Part part : Part.values()) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-16s %+.6f",
              Settings.word(part).replace('_', ' '),
              ledger.part(part)[row]));
    }
    out.println(
        String.format(
            Locale.ROOT, "  %-16s %+.6f  (their sum)", "predicted", ledger.predicted()[row]));
    out.println(String.format(Locale.ROOT, "  %-16s %+.6f", "actual", ledger.actual()[row]));
    out.println(
        String.format(Locale.ROOT, "  %-16s %+.6f  (the curvature)", "residual", residual()[row]));
    out.println("  pushed most by the samples");
    double[] by = ledger.contributions(row);
    for (int j : byMost(by)) {
      out.println(
          String.format(
              Locale.ROOT,
              "    row %5d  %+.6f  weight %+.3f  %s",
              j,
              by[j],
              step.weight()[j],
              what(j)));
    }
  }

  private static int[] byMost(double[] contributions) {
    return IntStream.range(0, contributions.length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(contributions[j])))
        .limit(LARGEST)
        .mapToInt(j -> j)
        .toArray();
  }

  /// What was seen and done, in the world's words.
  private String what(int row) {
    return words.state(row) + ": " + words.action(row);
  }

  private String probability(double logProb) {
    boolean density = explanation.model().family() == ScoreModel.Family.GAUSSIAN;
    return density
        ? String.format(Locale.ROOT, "%.3f (density)", StrictMath.exp(logProb))
        : String.format(Locale.ROOT, "%.3f", StrictMath.exp(logProb));
  }

  private double[] residual() {
    double[] residual = new double[ledger.actual().length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = ledger.actual()[i] - ledger.predicted()[i];
    }
    return residual;
  }

  private static double rootMeanSquare(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  private long trajectories() {
    return IntStream.of(step.trajectory()).distinct().count();
  }
}
