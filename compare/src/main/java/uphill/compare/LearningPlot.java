package uphill.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import uphill.figure.Figure;
import uphill.figure.Figure.Ink;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Series;
import uphill.kernel.Shown;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.evaluation.MeanReturn;
import uphill.lab.evaluation.Statistics;
import uphill.lab.record.EpisodesFile;
import uphill.records.Place;
import uphill.records.WholeFiles;

/// The picture of what one or more groups of runs learned.
///
/// One run alone is shown as its episodes, as dots, and their moving mean. Otherwise every group
/// has a colour, with the interquartile mean of its runs as a line and its bootstrap interval as a
/// band. Where the mode was evaluated while it was trained, its curve is drawn beside them: in a
/// colour of its own if there is one group, dashed if there are several.
public final class LearningPlot {

  private static final int PNG_SCALE = 2;
  private static final String MODES = "most probable actions";
  private static final Pattern ENDING = Pattern.compile("\\.(svg|png)$", Pattern.CASE_INSENSITIVE);

  /// Runs that differ in nothing but the seed.
  ///
  /// @param modes their evaluations, where all of them were evaluated alike
  public record Group(String label, List<EpisodesFile> runs, Optional<Modes> modes) {

    /// Runs without evaluations.
    public Group(String label, List<EpisodesFile> runs) {
      this(label, runs, Optional.empty());
    }

    public Group {
      runs = List.copyOf(runs);
      if (runs.isEmpty()) {
        throw new IllegalArgumentException("group \"%s\" has no runs".formatted(label));
      }
    }
  }

  /// What the picture says besides the curves.
  ///
  /// @param title above it
  /// @param references horizontal lines with a label
  /// @param footer lines of small print below it
  /// @param individualRuns whether thin lines show the runs behind the mean of a group
  /// @param curve how runs become curves
  public record Options(
      String title,
      List<Figure.Reference> references,
      List<String> footer,
      boolean individualRuns, // thin lines behind the mean of a group
      LearningCurve.Config curve) {

    public Options {
      references = List.copyOf(references);
      footer = List.copyOf(footer);
    }

    /// A title, and nothing else that is not in the runs.
    public static Options titled(String title) {
      return new Options(
          title,
          /* references= */ List.of(),
          /* footer= */ List.of(),
          /* individualRuns= */ false,
          LearningCurve.Config.standard());
    }

    public Options withReferences(List<Figure.Reference> references) {
      return new Options(title, references, footer, individualRuns, curve);
    }

    public Options withFooter(List<String> footer) {
      return new Options(title, references, footer, individualRuns, curve);
    }

    public Options withIndividualRuns(boolean individualRuns) {
      return new Options(title, references, footer, individualRuns, curve);
    }

    public Options withCurve(LearningCurve.Config curve) {
      return new Options(title, references, footer, individualRuns, curve);
    }
  }

  private LearningPlot() {}

  public static Figure of(List<Group> groups, Options options) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a learning plot needs at least one run, got none");
    }
    List<Series> series = new ArrayList<>();
    List<String> description = new ArrayList<>();
    for (Group group : groups) {
      LearningCurve curve = LearningCurve.of(group.runs(), options.curve());
      if (groups.size() == 1 && group.runs().size() == 1) {
        series.addAll(oneRun(group.runs().getFirst(), curve, options));
      } else {
        series.add(group(group, curve, series.size(), options));
      }
      description.add(describe(group.label(), "episode return", curve));
    }
    List<String> footer = new ArrayList<>();
    if (groups.stream().anyMatch(group -> group.runs().size() > 1)) {
      footer.add(legendOfBands(options.curve()));
    }
    List<Group> evaluated = groups.stream().filter(group -> group.modes().isPresent()).toList();
    if (groups.size() <= Ink.values().length) {
      modes(groups, options, series, description);
      footer.addAll(legends(evaluated));
    } else if (!evaluated.isEmpty()) {
      footer.add("Evaluations of most probable actions are not drawn: there are too many lines.");
    }
    footer.addAll(options.footer());
    return new Figure(
        options.title(),
        String.join(" ", description),
        /* xLabel= */ "environment steps",
        /* yLabel= */ "episode return",
        series,
        options.references(),
        footer,
        Figure.WIDTH,
        Figure.HEIGHT);
  }

  /// Writes `NAME.svg` and `NAME.png`, replacing those of before, and returns their paths. Both are
  /// drawn before either is written, and each appears in one step, so that a reader finds the old
  /// one or the new one.
  ///
  /// @param place NAME, in a folder that is there; with or without the ending of one of the
  ///   pictures
  public static List<Path> write(Figure figure, Path place) throws IOException {
    byte[] svg = figure.svg().getBytes(StandardCharsets.UTF_8);
    byte[] png = figure.png(PNG_SCALE);
    String name = ENDING.matcher(String.valueOf(place.getFileName())).replaceFirst("");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is an ending and no name, expected one such as %s"
              .formatted(place, place.resolveSibling("learning-curve.svg")));
    }
    Path svgFile = place.resolveSibling(name + ".svg");
    Path pngFile = place.resolveSibling(name + ".png");
    for (Path file : List.of(svgFile, pngFile)) {
      if (Files.isDirectory(file)) {
        throw new IOException(file + " is a folder, so no picture can have that name");
      }
    }
    Place.require(svgFile, "");
    WholeFiles.write(svgFile, svg);
    WholeFiles.write(pngFile, png);
    return List.of(svgFile, pngFile);
  }

  private static List<Series> oneRun(EpisodesFile run, LearningCurve curve, Options options) {
    double[] step = Arrays.stream(run.step()).asDoubleStream().toArray();
    String window =
        "mean over a window of %s of the steps".formatted(percent(options.curve().window()));
    return List.of(
        new Series(
            "one episode",
            Ink.SKY_BLUE,
            /* dashed= */ false,
            List.of(new Mark.Dots(step, run.episodeReturn()))),
        new Series(
            window,
            Ink.BLUE,
            /* dashed= */ false,
            List.of(new Mark.Line(curve.step(), curve.iqm()))));
  }

  private static Series group(Group group, LearningCurve curve, int index, Options options) {
    List<Mark> marks = new ArrayList<>();
    if (group.runs().size() > 1) {
      marks.add(new Mark.Band(curve.step(), curve.low(), curve.high()));
      if (options.individualRuns()) {
        for (Curve run : curve.runs()) {
          marks.add(new Mark.ThinLine(run.step(), run.value()));
        }
      }
    }
    marks.add(new Mark.Line(curve.step(), curve.iqm()));
    Ink[] inks = Ink.values();
    boolean dashed = index / inks.length % 2 == 1; // the second time through the colours
    String label = "%s (%s)".formatted(group.label(), countOf(group.runs().size()));
    return new Series(label, inks[index % inks.length], dashed, marks);
  }

  /// The curves of the most probable actions.
  private static void modes(
      List<Group> groups, Options options, List<Series> series, List<String> description) {
    Ink[] inks = Ink.values();
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      if (group.modes().isEmpty()) {
        continue;
      }
      LearningCurve curve = group.modes().get().curve(options.curve());
      List<Mark> marks = new ArrayList<>();
      boolean alone = groups.size() == 1;
      if (alone && curve.runs().size() > 1) {
        marks.add(new Mark.Band(curve.step(), curve.low(), curve.high()));
      }
      marks.add(new Mark.Dots(curve.step(), curve.iqm()));
      marks.add(new Mark.Line(curve.step(), curve.iqm()));
      series.add(
          new Series(
              alone ? MODES : "%s: %s".formatted(group.label(), MODES),
              alone ? Ink.VERMILLION : inks[g],
              /* dashed= */ !alone,
              marks));
      description.add(describe(group.label(), MODES, curve));
    }
  }

  /// What these evaluations are; where they are not of one plan, of each group.
  private static List<String> legends(List<Group> evaluated) {
    List<EvaluationPlan> plans =
        evaluated.stream().flatMap(group -> group.modes().stream()).map(Modes::plan).toList();
    if (plans.stream().distinct().count() <= 1) {
      return plans.stream().limit(1).map(plan -> "The " + legend(plan)).toList();
    }
    return evaluated.stream()
        .flatMap(
            group ->
                group.modes().map(Modes::plan).stream()
                    .map(plan -> "%s: the %s".formatted(group.label(), legend(plan))))
        .toList();
  }

  private static String legend(EvaluationPlan plan) {
    return String.format(
        Locale.ROOT,
        "%s are evaluated over %s of their own, every %d steps.",
        MODES,
        Shown.count(plan.episodes(), "episode"),
        plan.everySteps());
  }

  private static String describe(String label, String what, LearningCurve curve) {
    int end = curve.step().length - 1;
    Statistics.Interval interval = new Statistics.Interval(curve.low()[end], curve.high()[end]);
    MeanReturn last = MeanReturn.of(curve.iqm()[end], interval);
    String start =
        "%s: %s %s after %s environment steps"
            .formatted(label, what, last.text(), Math.round(curve.step()[end]));
    if (curve.runs().size() == 1) {
      return start + ", one run.";
    }
    return "%s, interquartile mean of %s, interval %s to %s."
        .formatted(
            start,
            countOf(curve.runs().size()),
            last.text(interval.low()),
            last.text(interval.high()));
  }

  private static String legendOfBands(LearningCurve.Config config) {
    return ("Line: interquartile mean over runs, each the mean over a window of %s of the steps."
            + " Band: %s bootstrap interval.")
        .formatted(percent(config.window()), percent(config.confidence()));
  }

  private static String countOf(int runs) {
    return runs == 1 ? "1 run" : runs + " runs";
  }

  private static String percent(double share) {
    String digits = String.format(Locale.ROOT, "%.4g", 100 * share);
    return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") + " %" : digits + " %";
  }
}
