package uphill.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.records.Json;
import uphill.rl.Policy;

/// What came of a run.
///
/// @param steps taken
/// @param updates made
/// @param wallSeconds of training, with the evaluations that were asked for, and no others
/// @param evaluationSeconds how many of these went into evaluations
/// @param solved the first evaluation that reached the environment's threshold
/// @param evaluation of the mode of the policy at the end
/// @param rewardThreshold from which on a mean return solves the environment
/// @param randomPolicy random actions in the same episodes
/// @param parametersSha256 of `parameters.safetensors`
/// @param peakMemory bytes of memory that the process held at most until then
/// @param directory of the run's records
/// @param policy the policy at the end
public record RunResult(
    RunConfig config,
    long steps,
    int updates,
    double wallSeconds,
    double evaluationSeconds,
    Optional<Solved> solved,
    Evaluation evaluation,
    OptionalDouble rewardThreshold,
    Evaluation randomPolicy,
    String parametersSha256,
    long peakMemory,
    Path directory,
    Policy policy) {

  /// The first evaluation with a mean return of at least the environment's threshold.
  ///
  /// @param update after which it was made
  /// @param steps taken until then
  /// @param seconds since the process started, the launcher's build not included, the evaluation
  ///   included
  public record Solved(int update, long steps, double seconds) {}

  /// The mean return of random actions in the same episodes.
  public double randomPolicyMean() {
    return randomPolicy.mean();
  }

  /// Steps of training in a second that went into no evaluation.
  public double stepsPerSecond() {
    return steps / (wallSeconds - evaluationSeconds);
  }

  /// As `train --json` prints it, and `result.json` keeps it.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", config.environment());
    json.put("algorithm", config.algorithm());
    json.put("preset", config.preset());
    json.put("seed", Json.unsigned(config.seed()));
    json.put("steps", steps);
    json.put("updates", updates);
    json.put("wall_seconds", wallSeconds);
    if (config.evaluations().isPresent()) {
      json.put("evaluation_seconds", evaluationSeconds);
    }
    json.put("steps_per_second", stepsPerSecond());
    json.put("solved_at_update", solved.<Object>map(Solved::update).orElse(Json.NULL));
    json.put("solved_at_steps", solved.<Object>map(Solved::steps).orElse(Json.NULL));
    json.put("solved_at_seconds", solved.<Object>map(Solved::seconds).orElse(Json.NULL));
    json.put("evaluation", evaluation.toJson());
    json.put("random_policy_mean", randomPolicyMean());
    json.put("random_policy_cut", (long) randomPolicy.cut());
    json.put("parameters_sha256", parametersSha256);
    json.put("peak_memory_bytes", peakMemory);
    json.put("run_directory", directory.toString());
    return json;
  }
}
