package uphill.lab.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import uphill.lab.evaluation.Evaluation;
import uphill.records.BoundedLines;
import uphill.records.Json;

/// The evaluations of the mode in the course of one run, as its directory keeps them in
/// `evaluations.jsonl`, a line each.
///
/// @param step environment steps of training that came before each, rising
/// @param mean return of each
public record EvaluationsFile(Path directory, long[] step, double[] mean) {

  public static final String NAME = "evaluations.jsonl";

  private static final int MOST_IN_LINE = 2000; // bytes
  private static final double MOST_RETURN = 1e200;
  private static final int FIRST_ROOM = 64; // evaluations

  /// The line of an evaluation.
  ///
  /// @param update after which it was made
  /// @param steps taken until then
  /// @param seed of its first episode
  public static String line(int update, long steps, long seed, Evaluation evaluation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("update", (long) update);
    json.put("steps", steps);
    json.put("seed", Json.unsigned(seed));
    json.putAll(evaluation.toJson());
    json.put("length_mean", evaluation.meanLength());
    return Json.line(json) + "\n";
  }

  /// How many there are.
  public int evaluations() {
    return step.length;
  }

  /// Those of a run that was not evaluated.
  public static EvaluationsFile none(Path directory) {
    return new EvaluationsFile(directory, new long[0], new double[0]);
  }

  /// Those of a run; none where it has no such file. A last line without its line break is one that
  /// is being written, and is left out.
  ///
  /// @throws IllegalArgumentException if a line is none of a run's
  public static EvaluationsFile read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    long[] step = new long[FIRST_ROOM];
    double[] mean = new double[FIRST_ROOM];
    int rows = 0;
    if (Files.notExists(file)) {
      return none(directory);
    }
    try (BoundedLines lines = BoundedLines.of(file, MOST_IN_LINE)) {
      for (var next = lines.next(); next.isPresent() && lines.broken(); next = lines.next()) {
        Map<String, Object> json = Json.parseObject(next.get(), lines.place());
        if (rows == step.length) {
          step = Arrays.copyOf(step, 2 * rows);
          mean = Arrays.copyOf(mean, 2 * rows);
        }
        step[rows] = Json.field(json, "steps", Long.class, lines.place());
        mean[rows] = Json.field(json, "mean", Number.class, lines.place()).doubleValue();
        long before = rows == 0 ? 0 : step[rows - 1];
        if (step[rows] <= before) {
          throw new IllegalArgumentException(
              "%s: expected steps above %s, got %s".formatted(lines.place(), before, step[rows]));
        }
        if (!(Math.abs(mean[rows]) <= MOST_RETURN)) {
          throw new IllegalArgumentException(
              "%s: expected a mean from -1e200 to 1e200, got %s"
                  .formatted(lines.place(), mean[rows]));
        }
        rows++;
      }
    }
    return new EvaluationsFile(directory, Arrays.copyOf(step, rows), Arrays.copyOf(mean, rows));
  }
}
