package uphill.cli.report;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import uphill.env.scene.Scene;
import uphill.kernel.Shown;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.MeanReturn;
import uphill.picture.Film;
import uphill.records.Json;
import uphill.rl.setting.Settings;

/// What `uphill watch` says.
///
/// @param environment its name
/// @param algorithm of the run, if it is one
/// @param run its directory
/// @param how the policy of the run picked its actions
/// @param seed of the first episode
/// @param episodes each played by itself
public record WatchReport(
    String environment,
    Optional<String> algorithm,
    Optional<Path> run,
    Evaluation.Choice how,
    long seed,
    List<Evaluation> episodes) {

  private static final int MOST_RETURNS = 10;

  /// Prints what was played, and what was shown or written.
  ///
  /// @param shown how many of the film's frames the file shows
  public void print(Film film, int shown, Optional<Path> file, PrintWriter out) {
    String actions =
        run.isEmpty()
            ? "random actions"
            : how == Evaluation.Choice.MODE ? "most probable actions" : "drawn actions";
    out.println(
        "%s, %s, %s from seed %s: %s; %s%s"
            .formatted(
                environment,
                actions,
                Shown.count(episodes.size(), "episode"),
                Long.toUnsignedString(seed),
                returns(),
                Shown.count(episodes.stream().mapToLong(e -> e.lengths()[0]).sum(), "step"),
                TrainReport.remark(Evaluation.remark(episodes))));
    Scene scene = film.frames().getFirst().scene();
    out.println(
        String.format(
            Locale.ROOT,
            "%s%s, %d x %d pixels, %s a second",
            file.map(path -> path + ": ").orElse(""),
            frames(film, shown),
            scene.width(),
            scene.height(),
            rate(scene.framesPerSecond())));
  }

  /// Frames a second, to four digits.
  static String rate(double framesPerSecond) {
    return new BigDecimal(framesPerSecond)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String frames(Film film, int shown) {
    String seen = Shown.count(film.seen(), "frame");
    int kept = film.frames().size();
    String first = kept == film.seen() ? "" : "the first %s of ".formatted(Integer.toString(kept));
    String some = shown == kept ? "" : "%s of ".formatted(Integer.toString(shown));
    return some + first + seen;
  }

  private String returns() {
    if (episodes.size() == 1) {
      return "return " + word(episodes.getFirst().mean());
    }
    return "returns %s%s, mean %s"
        .formatted(
            episodes.stream()
                .limit(MOST_RETURNS)
                .map(episode -> word(episode.mean()))
                .collect(Collectors.joining(", ")),
            episodes.size() > MOST_RETURNS ? ", …" : "",
            word(mean()));
  }

  private double mean() {
    double sum = 0;
    for (Evaluation episode : episodes) {
      sum += episode.mean();
    }
    return sum / episodes.size();
  }

  private static String word(double episodeReturn) {
    return new MeanReturn(episodeReturn, 0).brief(episodeReturn);
  }

  /// The same as JSON.
  public Map<String, Object> toJson(Film film, int shown, Optional<Path> file) {
    Scene scene = film.frames().getFirst().scene();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("environment", environment);
    object.put("algorithm", algorithm.<Object>map(name -> name).orElse(Json.NULL));
    object.put("actions", run.isEmpty() ? "random" : Settings.word(how));
    object.put("seed", Json.unsigned(seed));
    object.put("returns", episodes.stream().map(Evaluation::mean).toList());
    object.put("lengths", episodes.stream().map(episode -> (long) episode.lengths()[0]).toList());
    object.put("cut", episodes.stream().mapToLong(Evaluation::cut).sum());
    object.put("file", file.<Object>map(Path::toString).orElse(Json.NULL));
    object.put("frames", (long) shown);
    object.put("frames_kept", (long) film.frames().size());
    object.put("frames_seen", film.seen());
    object.put("width", (long) scene.width());
    object.put("height", (long) scene.height());
    object.put("frames_per_second", scene.framesPerSecond());
    object.put("run_directory", run.<Object>map(Path::toString).orElse(Json.NULL));
    return object;
  }
}
