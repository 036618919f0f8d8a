package uphill.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uphill.lab.AlteredFiles;
import uphill.lab.RunDirectory;
import uphill.lab.evaluation.Evaluation;
import uphill.records.BoundedFiles;
import uphill.records.Json;

/// What came of one seed.
///
/// @param steps taken
/// @param updates made
/// @param solvedAtSteps when an evaluation first reached the environment's threshold
/// @param evaluation at the end, as [Evaluation#toJson()] has it
/// @param mean return of it
/// @param parametersSha256 of the parameters at the end
/// @param wallSeconds of training: the only part that is not the same whenever it is run again
public record SeedResult(
    long seed,
    long steps,
    long updates,
    Optional<Long> solvedAtSteps,
    Map<String, Object> evaluation,
    double mean,
    String parametersSha256,
    double wallSeconds) {

  private static final List<String> EVALUATION =
      List.of("episodes", "mean", "std", "min", "max", "cut");

  /// What a finished run found.
  ///
  /// @throws IllegalArgumentException if it is not finished, or its result was altered since
  public static SeedResult of(Path run) throws IOException {
    if (!RunDirectory.isFinished(run)) {
      throw new IllegalArgumentException(
          "%s is not finished: \"uphill resume %s\" goes on with it".formatted(run, run));
    }
    Optional<String> altered = AlteredFiles.one(run, RunDirectory.RESULT);
    if (altered.isPresent()) {
      throw new IllegalArgumentException(
          "%s. Delete %s and train it anew".formatted(altered.get(), run));
    }
    Path file = run.resolve(RunDirectory.RESULT);
    String source = file.toString();
    Map<String, Object> json =
        Json.parseObject(BoundedFiles.text(file, BoundedFiles.MOST_CONFIG), source);
    double seconds = Json.field(json, "wall_seconds", Number.class, source).doubleValue();
    return of(json, seconds, source);
  }

  /// What [#toJson()] gave.
  static SeedResult of(Map<String, Object> json, double wallSeconds, String source) {
    Map<String, Object> read = Json.objectField(json, "evaluation", source);
    Map<String, Object> evaluation = new LinkedHashMap<>();
    for (String name : EVALUATION) {
      boolean none = name.equals("std") && read.getOrDefault(name, "").equals(Json.NULL);
      evaluation.put(
          name, none ? Json.NULL : Json.field(read, name, Number.class, source + ": evaluation"));
    }
    double mean = Json.field(read, "mean", Number.class, source + ": evaluation").doubleValue();
    if (!Double.isFinite(mean) || !Double.isFinite(wallSeconds)) {
      throw new IllegalArgumentException(
          "%s: expected a finite mean and a finite time, got %s and %s"
              .formatted(source, mean, wallSeconds));
    }
    Object solved = json.getOrDefault("solved_at_steps", Json.NULL);
    return new SeedResult(
        Json.seed(json, "seed", source),
        Json.field(json, "steps", Long.class, source),
        Json.field(json, "updates", Long.class, source),
        solved.equals(Json.NULL)
            ? Optional.empty()
            : Optional.of(Json.field(json, "solved_at_steps", Long.class, source)),
        evaluation,
        mean,
        Json.field(json, "parameters_sha256", String.class, source),
        wallSeconds);
  }

  /// The same with another evaluation.
  public SeedResult with(Evaluation other) {
    return new SeedResult(
        seed,
        steps,
        updates,
        solvedAtSteps,
        other.toJson(),
        other.mean(),
        parametersSha256,
        wallSeconds);
  }

  /// The same with what its mode is worth exactly, instead of an evaluation.
  public SeedResult exactly(double worth) {
    Map<String, Object> exact = new LinkedHashMap<>();
    exact.put("episodes", (long) Row.EXACT);
    exact.put("mean", worth);
    exact.put("std", Json.NULL);
    exact.put("min", worth);
    exact.put("max", worth);
    exact.put("cut", 0L);
    return new SeedResult(
        seed, steps, updates, solvedAtSteps, exact, worth, parametersSha256, wallSeconds);
  }

  /// As JSON, without the time, which is never the same again.
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", Json.unsigned(seed));
    json.put("steps", steps);
    json.put("updates", updates);
    json.put("solved_at_steps", solvedAtSteps.<Object>map(n -> n).orElse(Json.NULL));
    json.put("evaluation", evaluation);
    json.put("parameters_sha256", parametersSha256);
    return json;
  }
}
