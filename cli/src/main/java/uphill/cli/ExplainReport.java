package uphill.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import uphill.lab.Answer;
import uphill.lab.Explanation;
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

  ExplainReport(Explanation explanation) {
    this.explanation = explanation;
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
              "  row %5d  %s: pi %s -> %s, change of log pi %+.4f (predicted %+.4f), weight"
                  + " %+.3f",
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
              "    row %5d  %s, weight %+.3f: %+.6f",
              j,
              what(j),
              step.weight()[j],
              by[j]));
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

  private String what(int row) {
    StringBuilder text = new StringBuilder("state (");
    int inputs = explanation.model().inputs();
    for (int k = 0; k < inputs; k++) {
      text.append(k == 0 ? "" : " ")
          .append(
              String.format(Locale.ROOT, "%.2f", step.samples().observation()[row * inputs + k]));
    }
    text.append("), action");
    int size = explanation.model().actionSize();
    for (int k = 0; k < size; k++) {
      double a = step.samples().action()[row * size + k];
      text.append(
          explanation.model().family() == ScoreModel.Family.CATEGORICAL
              ? " " + (long) a
              : String.format(Locale.ROOT, " %.2f", a));
    }
    return text.toString();
  }

  private String probability(double logProb) {
    boolean density = explanation.model().family() == ScoreModel.Family.GAUSSIAN;
    return density
        ? String.format(Locale.ROOT, "%.3f (density)", Math.exp(logProb))
        : String.format(Locale.ROOT, "%.3f", Math.exp(logProb));
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

  /// Everything as JSON.
  ///
  /// @param row whose contributions are wanted; −1: none
  Map<String, Object> toJson(int row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", explanation.config().environment());
    json.put("algorithm", explanation.config().algorithm());
    json.put("weights", Settings.word(explanation.config().settings().weights()));
    json.put("update", (long) explanation.update());
    json.put("learning_rate", explanation.learningRate());
    json.put("scale", step.scale());
    json.put("gradient_clipping", ledger.clipping());
    json.put("samples", (long) step.samples().rows());
    json.put("trajectories", trajectories());
    json.put("plain_step", regression(explanation.plain()));
    json.put("step_taken", regression(explanation.taken()));
    List<Object> pushes = new ArrayList<>();
    for (int i = 0; i < step.samples().rows(); i++) {
      pushes.add(push(i));
    }
    json.put("pushes", pushes);
    if (row >= 0) {
      Map<String, Object> chosen = new LinkedHashMap<>();
      chosen.put("row", (long) row);
      List<Object> by = new ArrayList<>();
      for (double contribution : ledger.contributions(row)) {
        by.add(contribution);
      }
      chosen.put("contributions", by);
      json.put("action", chosen);
    }
    return json;
  }

  private static Map<String, Object> regression(Regression line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slope", line.slope());
    json.put("intercept", line.intercept());
    json.put("r_squared", line.rSquared());
    json.put("wrong_sign", line.wrongSign());
    return json;
  }

  private Map<String, Object> push(int i) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("row", (long) i);
    json.put("trajectory", (long) step.trajectory()[i]);
    json.put("weight", step.weight()[i]);
    json.put("log_prob", ledger.before().logProb(i));
    json.put("predicted", ledger.predicted()[i]);
    json.put("actual", ledger.actual()[i]);
    json.put("residual", ledger.actual()[i] - ledger.predicted()[i]);
    for (Part part : Part.values()) {
      json.put(Settings.word(part), ledger.part(part)[i]);
    }
    return json;
  }
}
