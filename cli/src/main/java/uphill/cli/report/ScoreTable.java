package uphill.cli.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.cli.terminal.Columns;
import uphill.compare.LearningPlot;
import uphill.figure.Figure;
import uphill.oracle.Score;
import uphill.oracle.Scoreboard;

/// The estimators that were asked for, as a table, as JSON, and as a picture.
///
/// @param board all of them
/// @param chosen their names
/// @param critic what v is
public record ScoreTable(Scoreboard board, List<String> chosen, String critic) {

  private static final int POINTS = 60; // of a line in the picture
  private static final int MOST_LINES = 6;
  private static final double DECADES = 6;
  private static final double ROUNDING = 1e-12;

  private static final List<String> LINES =
      List.of(
          "return",
          "reward_to_go",
          "optimal_baseline",
          "value_baseline",
          "advantage",
          "gae_0.95",
          "reward_to_go_without_gamma_t");

  public ScoreTable {
    chosen = List.copyOf(chosen);
  }

  private List<Score> scores() {
    return board.scores().stream().filter(score -> chosen.contains(score.name())).toList();
  }

  /// @param columns that the table may take
  void print(PrintWriter out, int columns) {
    out.println(
        "Estimators X = sum over t of weight x grad log pi, from one trajectory (critic: %s)"
            .formatted(critic));
    Columns table =
        new Columns()
            .left("")
            .left("weight")
            .right("bias")
            .left("variance (trace)")
            .right("cosine")
            .left("trajectories for cosine 0.9");
    for (Score score : scores()) {
      table.row(
          List.of(
              score.name(),
              score.formula(),
              small(score.biasNorm()),
              variance(score),
              Double.isNaN(score.cosine())
                  ? "-"
                  : String.format(Locale.ROOT, "%.4f", score.cosine()),
              samples(score.samplesForCosine())));
    }
    table.lines(columns).forEach(out::println);
    out.println("  " + method());
  }

  /// Rounding is not a bias.
  private static String small(double bias) {
    return bias < 1e-12 ? "0" : String.format(Locale.ROOT, "%.3g", bias);
  }

  private static String variance(Score score) {
    if (score.varianceTrace() <= ROUNDING * score.signal()) {
      return "0"; // E‖X‖² − ‖E[X]‖² is no more exact than the rounding of these squares
    }
    return score.varianceLow() == score.varianceHigh()
        ? String.format(Locale.ROOT, "%.4g", score.varianceTrace())
        : String.format(
            Locale.ROOT,
            "%.4g [%.4g, %.4g]",
            score.varianceTrace(),
            score.varianceLow(),
            score.varianceHigh());
  }

  private static String samples(double samples) {
    return Double.isNaN(samples)
        ? "- (there is no direction)"
        : Double.isInfinite(samples)
            ? "never: the bias forbids it"
            : String.format(Locale.ROOT, "%,.0f", Math.ceil(samples));
  }

  private String method() {
    return "Bias and cosine are exact, by dynamic programming; "
        + (board.enumerated() ? runThrough() : drawn());
  }

  private String runThrough() {
    return board.trajectories() == 1
        ? "so is the variance: the one trajectory that there is was run through."
        : String.format(
            Locale.ROOT,
            "so is the variance: all %,d trajectories were run through.",
            board.trajectories());
  }

  private String drawn() {
    return String.format(
        Locale.ROOT,
        "the variance is estimated from %,d drawn trajectories%s, with its 95 %% interval: where"
            + " two intervals overlap, which is smaller may be chance.",
        board.trajectories(),
        chosen.contains("optimal_baseline") ? " (b* from others)" : "");
  }

  List<Object> toJson() {
    List<Object> estimators = new ArrayList<>();
    for (Score score : scores()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", score.name());
      json.put("weight", score.formula());
      json.put("bias_norm", score.biasNorm());
      json.put("variance_trace", score.varianceTrace());
      json.put("variance_trace_interval", List.of(score.varianceLow(), score.varianceHigh()));
      json.put("cosine", score.cosine());
      json.put("samples_for_cosine_09", score.samplesForCosine());
      json.put("method", board.enumerated() ? "enumeration" : "sampling");
      json.put("trajectories", board.trajectories());
      estimators.add(json);
    }
    return estimators;
  }

  /// Draws how the cosine with the gradient grows with the trajectories.
  ///
  /// @param place FILE, with or without the ending of one of both pictures
  public void draw(Path place, String title) throws IOException {
    LearningPlot.write(figure(title), place);
  }

  private Figure figure(String title) {
    List<Score> shown =
        scores().stream()
            .filter(score -> !Double.isNaN(score.cosine()))
            .filter(score -> LINES.contains(score.name()) || chosen.size() <= MOST_LINES)
            .toList();
    List<Figure.Series> series = new ArrayList<>();
    StringBuilder description = new StringBuilder();
    Figure.Ink[] inks = Figure.Ink.values();
    for (int k = 0; k < shown.size(); k++) {
      Score score = shown.get(k);
      double[] x = new double[POINTS];
      double[] y = new double[POINTS];
      for (int i = 0; i < POINTS; i++) {
        x[i] = DECADES * i / (POINTS - 1);
        y[i] = score.cosineAfter(StrictMath.pow(10, x[i]));
      }
      Figure.Ink ink = inks[k % inks.length];
      boolean dashed = score.name().endsWith("without_gamma_t");
      series.add(new Figure.Series(score.name(), ink, dashed, List.of(new Figure.Mark.Line(x, y))));
      description.append(
          "%s needs %s trajectories. ".formatted(score.name(), samples(score.samplesForCosine())));
    }
    return new Figure(
        title,
        "Cosine of the mean estimate with the exact gradient against the number of trajectories. "
            + description,
        "trajectories, as a power of ten",
        "cosine with the exact gradient",
        series,
        List.of(new Figure.Reference(Score.COSINE, "0.9")),
        List.of("uphill oracle"),
        Figure.WIDTH,
        Figure.HEIGHT);
  }
}
