package uphill.lab.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.records.Json;

/// `times.jsonl`: how long every update took. It is kept apart from the other records because it
/// differs between equal runs; so nothing depends on it, and a damaged line is left out.
///
/// @param bytes of the lines up to an update
/// @param seconds since training began, pauses not included
/// @param evaluationSeconds how many of these went into evaluations that were asked for
/// @param solvedSeconds since the process started, when the environment was solved; NaN if unknown
public record Times(byte[] bytes, double seconds, double evaluationSeconds, double solvedSeconds) {

  public static final String FILE = "times.jsonl";

  private static final String EVALUATION = "evaluation_seconds";
  private static final String SOLVED = "solved_seconds";

  /// The line of an update.
  ///
  /// @param evaluation seconds of the evaluation that came after it; NaN if none was asked for
  public static String line(
      int update,
      double seconds,
      double sampling,
      double learning,
      double evaluation,
      double solvedSeconds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("update", (long) update);
    json.put("seconds", seconds);
    json.put("sampling_seconds", sampling);
    json.put("learning_seconds", learning);
    if (!Double.isNaN(evaluation)) {
      json.put(EVALUATION, evaluation);
    }
    if (!Double.isNaN(solvedSeconds)) {
      json.put(SOLVED, solvedSeconds);
    }
    return Json.line(json) + "\n";
  }

  /// Those of a run's first updates.
  public static Times of(Path run, int updates) throws IOException {
    StringBuilder kept = new StringBuilder();
    double seconds = 0;
    double evaluations = 0;
    double solved = Double.NaN;
    for (String line : lines(run.resolve(FILE))) {
      try {
        Map<String, Object> json = Json.parseObject(line, FILE);
        if (Json.field(json, "update", Long.class, FILE) <= updates) {
          seconds = Json.field(json, "seconds", Number.class, FILE).doubleValue();
          evaluations += json.get(EVALUATION) instanceof Number took ? took.doubleValue() : 0;
          solved = json.get(SOLVED) instanceof Number found ? found.doubleValue() : solved;
          kept.append(line).append('\n');
        }
      } catch (IllegalArgumentException _) {
        // The line that the process was writing when it was killed, or one that was damaged.
      }
    }
    return new Times(
        kept.toString().getBytes(StandardCharsets.UTF_8), seconds, evaluations, solved);
  }

  private static Iterable<String> lines(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }
}
