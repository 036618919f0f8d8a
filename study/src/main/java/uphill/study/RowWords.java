package uphill.study;

import java.util.Locale;
import uphill.kernel.Shown;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.MeanReturn;
import uphill.lab.evaluation.SeedScore;

/// What came of a row, as people read it.
///
/// @param score the interquartile mean, with its interval where there are several seeds, and the
///   number of episodes where it is not the usual one, or that it is exact
/// @param worst mean return of the worst seed
/// @param goal how many seeds reach it
/// @param time of training, of all seeds together
public record RowWords(String score, String worst, String goal, String time) {

  private static final String NONE = "-";
  private static final double MINUTE = 60; // seconds
  private static final double HOUR = 60 * MINUTE;

  /// Of these results.
  public static RowWords of(RowResults row) {
    SeedScore score = row.score();
    MeanReturn mean = score.meanReturn();
    String iqm = mean.text(row.goal());
    String interval =
        row.seeds().size() == 1
            ? ""
            : " [%s, %s]"
                .formatted(mean.text(score.interval().low()), mean.text(score.interval().high()));
    String episodes =
        row.episodes() == Row.EXACT
            ? ", exact"
            : row.episodes() == Evaluation.EPISODES
                ? ""
                : ", " + Shown.count(row.episodes(), "episode");
    return new RowWords(
        iqm + interval + episodes,
        "%s (seed %s)"
            .formatted(
                new MeanReturn(row.worst().mean(), mean.error()).text(row.goal()),
                Long.toUnsignedString(row.worst().seed())),
        row.goal().isPresent()
            ? String.format(
                Locale.ROOT,
                "%d of %d (%s)",
                row.atGoal(),
                row.seeds().size(),
                MeanReturn.threshold(row.goal().getAsDouble()))
            : NONE,
        time(row.wallSeconds()));
  }

  /// 4.2 s, 12 min, 3.5 h.
  static String time(double seconds) {
    if (seconds < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 2 * HOUR
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }
}
