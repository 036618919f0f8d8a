package uphill.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import uphill.rl.Policy;

/// What came of a run.
///
/// @param steps taken
/// @param updates made
/// @param wallSeconds of training, evaluation not included
/// @param evaluation of the mode of the policy at the end
/// @param randomPolicyMean the mean return of random actions in the same episodes
/// @param parametersSha256 of `parameters.safetensors`
/// @param directory of the run's records
/// @param policy the policy at the end
public record RunResult(
    RunConfig config,
    long steps,
    int updates,
    double wallSeconds,
    Evaluation evaluation,
    double randomPolicyMean,
    String parametersSha256,
    Path directory,
    Policy policy) {

  /// As `train --json` prints it, and `result.json` keeps it.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", config.environment());
    json.put("algorithm", config.algorithm());
    json.put("preset", config.preset());
    json.put("seed", config.seed());
    json.put("steps", steps);
    json.put("updates", updates);
    json.put("wall_seconds", wallSeconds);
    json.put("steps_per_second", steps / wallSeconds);
    json.put("evaluation", evaluation.toJson());
    json.put("random_policy_mean", randomPolicyMean);
    json.put("parameters_sha256", parametersSha256);
    json.put("run_directory", directory.toString());
    return json;
  }
}
