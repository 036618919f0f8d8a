package uphill.explain.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import uphill.explain.Answer;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.kernel.Digits;
import uphill.push.Regression;
import uphill.push.StepWeights;

/// A film of an update: the cloud of pushes against weights, frame by frame, and beside it how the
/// actual pushes bend away from the predicted ones.
///
/// Without a script it shows the last frame, and a table of all.
final class FilmPicture {

  private final Film film;
  private final double[] weight;
  private final StepWeights weights;
  private final int[] drawn;
  private final int[] bent;
  private final Plot cloud;
  private final Plot bend;
  private final double[][] residuals; // of each frame

  /// @param drawn which samples are points
  /// @param bent which samples have a line of their own
  FilmPicture(Film film, StepWeights weights, int[] drawn, int[] bent) {
    this.film = film;
    this.weights = weights;
    weight = weights.weight();
    this.drawn = drawn;
    this.bent = bent;
    residuals = film.frames().stream().map(FilmPicture::residuals).toArray(double[][]::new);
    double[] x = Arrays.stream(drawn).mapToDouble(i -> weight[i]).toArray();
    double[] y =
        film.frames().stream()
            .flatMapToDouble(f -> Arrays.stream(drawn).mapToDouble(i -> f.actual()[i]))
            .toArray();
    cloud = Plot.covering(x, y);
    double[] at = film.frames().stream().mapToDouble(Film.Frame::at).toArray();
    double[] away =
        Arrays.stream(residuals)
            .flatMapToDouble(r -> Arrays.stream(bent).mapToDouble(i -> r[i]))
            .toArray();
    bend = Plot.covering(at, away);
  }

  private static double[] residuals(Film.Frame frame) {
    double[] residual = new double[frame.actual().length];
    Arrays.setAll(residual, i -> frame.actual()[i] - frame.predicted()[i]);
    return residual;
  }

  void draw(Markup out) {
    int last = film.frames().size() - 1;
    out.element("p", film.note());
    out.open("div", "class", "controls film", "id", "film-controls", "hidden", "hidden");
    out.element("button", "Play", "type", "button", "id", "film-play");
    out.element("label", "Frame", "for", "film-at");
    out.empty(
        "input",
        "type",
        "range",
        "autocomplete",
        "off",
        "id",
        "film-at",
        "min",
        "0",
        "max",
        Integer.toString(last),
        "value",
        Integer.toString(last));
    out.close();
    out.element("output", told(last), "id", "film-told", "for", "film-at", "aria-live", "polite");
    out.open("div", "class", "panels");
    cloud(out, last);
    bend(out, last);
    out.close();
    Cloud.legend(out);
    table(out);
  }

  private void cloud(Markup out, int last) {
    out.open("figure");
    out.open("figcaption").element("h3", "Pushes against weights").close();
    Picture.open(
        out,
        "film",
        Plot.WIDTH,
        Plot.HEIGHT,
        "Film: change of log π against weight",
        "Drawn is one frame. The last: " + told(last));
    cloud.axes(out, "weight of the sample", "change of log π so far");
    shown(last).draw(out, "film", line(last));
    out.close().close();
  }

  private void bend(Markup out, int last) {
    double[] mean = Arrays.stream(residuals).mapToDouble(FilmPicture::mean).toArray();
    out.open("figure");
    out.open("figcaption").element("h3", "The curvature: actual minus predicted").close();
    Picture.open(
        out,
        "bend",
        Plot.WIDTH,
        Plot.HEIGHT,
        "Residual on the way",
        String.format(
            Locale.ROOT,
            "Predicted pushes are straight lines; here they lie on zero. Actual ones bend away: %d"
                + " samples as thin lines, from %s to %s in the last frame, and the mean of all"
                + " samples as a thick one, which ends at %s.",
            bent.length,
            Digits.signed(IntStream.of(bent).mapToDouble(i -> residuals[last][i]).min().orElse(0)),
            Digits.signed(IntStream.of(bent).mapToDouble(i -> residuals[last][i]).max().orElse(0)),
            Digits.signed(mean[last])));
    bend.axes(out, film.axis(), "residual");
    StringBuilder thin = new StringBuilder();
    for (int i : bent) {
      thin.append(path(IntStream.rangeClosed(0, last).mapToDouble(f -> residuals[f][i]).toArray()));
    }
    out.empty("path", "class", "thin", "d", thin.toString());
    out.empty("path", "class", "mean", "d", path(mean));
    out.empty("path", "id", "film-now", "class", "now", "d", now(last));
    out.close();
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "Thin: the %d samples of the heat map. Thick: the mean of all %d samples.",
            bent.length,
            weight.length),
        "class",
        "note");
    out.close();
  }

  private String path(double... values) {
    StringBuilder path = new StringBuilder();
    for (int f = 0; f < values.length; f++) {
      double at = film.frames().get(f).at();
      if (Plot.drawable(at, values[f])) {
        path.append(path.isEmpty() ? 'M' : 'L').append(Plot.place(bend.across(at)));
        path.append(' ').append(Plot.place(bend.down(values[f])));
      }
    }
    return path.toString();
  }

  private String now(int f) {
    return bend.upright(film.frames().get(f).at());
  }

  private Cloud shown(int f) {
    return new Cloud(cloud, drawn, weight, film.frames().get(f).actual());
  }

  private Regression line(int f) {
    return Regression.of(weights, film.frames().get(f).actual());
  }

  private static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /// A frame in a sentence.
  private String told(int f) {
    Film.Frame frame = film.frames().get(f);
    double size = Answer.rootMeanSquare(frame.actual());
    if (size == 0) {
      return frame.label() + ": nothing has moved yet.";
    }
    Regression line = line(f);
    return "%s: moved by %s, with a curvature of %s (root mean squares). %s; %s."
        .formatted(
            frame.label(),
            Digits.three(size),
            Digits.three(Answer.rootMeanSquare(residuals[f])),
            Double.isNaN(line.rSquared())
                ? Answer.capital(Answer.line(line))
                : "The weights explain %s of the differences"
                    .formatted(Digits.percent(line.rSquared())),
            Answer.against(line));
  }

  private void table(Markup out) {
    out.open("details").element("summary", "The film as a table");
    out.open("table", "role", "table", "class", "stacked frames");
    out.element("caption", "Every frame; sizes are root mean squares over all samples");
    out.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String name : List.of("frame", "moved", "residual", "mean residual", "R²", "against")) {
      out.element("th", name, "scope", "col", "role", "columnheader");
    }
    out.close().close().open("tbody", "role", "rowgroup");
    for (int f = 0; f < film.frames().size(); f++) {
      out.open("tr", "role", "row");
      out.element("th", film.frames().get(f).label(), "scope", "row", "role", "rowheader");
      Regression line = line(f);
      boolean moved = Answer.rootMeanSquare(film.frames().get(f).actual()) > 0;
      for (String number :
          List.of(
              Digits.three(Answer.rootMeanSquare(film.frames().get(f).actual())),
              Digits.three(Answer.rootMeanSquare(residuals[f])),
              Digits.signed(mean(residuals[f])),
              shareOrDash(moved ? line.rSquared() : Double.NaN),
              shareOrDash(moved ? line.wrongSign() : Double.NaN))) {
        out.element("td", number, "role", "cell");
      }
      out.close();
    }
    out.close().close().close();
  }

  private static String shareOrDash(double share) {
    return Double.isNaN(share) ? "–" : Digits.percent(share);
  }

  /// What the script shows, a frame at a time.
  List<Object> data() {
    List<Object> frames = new ArrayList<>();
    for (int f = 0; f < film.frames().size(); f++) {
      Cloud.Paths paths = shown(f).paths(line(f));
      Map<String, Object> frame = new LinkedHashMap<>();
      frame.put("label", film.frames().get(f).label());
      frame.put("told", told(f));
      frame.put("dots", paths.dots());
      frame.put("crosses", paths.crosses());
      frame.put("rings", paths.rings());
      frame.put("fit", paths.fit());
      frame.put("now", now(f));
      frames.add(frame);
    }
    return frames;
  }
}
