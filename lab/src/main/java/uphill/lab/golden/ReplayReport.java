package uphill.lab.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a world compares with a recording of another implementation of it.
///
/// Errors are absolute; a step is equal if all of its components are, in every bit.
///
/// @param file the recording
/// @param environment the world's id
/// @param arguments what the world was made with
/// @param episodes of the recording
/// @param steps of all episodes
/// @param worstStateError the largest error of a component of a state
/// @param stateTolerance how large it may be
/// @param worstObservationError the largest error of a component of an observation
/// @param worstObservationUlps the same, in numbers that float32 has between the two
/// @param allowedObservationUlps how many of these are within tolerance
/// @param worstRewardError the largest error of a reward
/// @param stateBitEqualShare the share of steps whose state is equal
/// @param observationBitEqualShare the share of recorded observations that are equal; NaN if none
///   was compared
/// @param flagMismatches how often `terminated` or `truncated` differs
/// @param firstDeviation what is beyond tolerance first, and where
public record ReplayReport(
    Path file,
    String environment,
    Map<String, Object> arguments,
    int episodes,
    long steps,
    double worstStateError,
    double stateTolerance,
    double worstObservationError,
    long worstObservationUlps,
    long allowedObservationUlps,
    double worstRewardError,
    double stateBitEqualShare,
    double observationBitEqualShare,
    long flagMismatches,
    Optional<String> firstDeviation) {

  /// A step is the same arithmetic in the same order: all that may differ is the last bit of a
  /// sine.
  public static final double STATE_TOLERANCE = 1e-12;

  /// NumPy's float32 square differs from a product in the last bit.
  public static final double REWARD_TOLERANCE = 1e-9;

  /// Whether everything is within tolerance.
  public boolean passed() {
    return worstStateError <= stateTolerance
        && worstObservationUlps <= allowedObservationUlps
        && worstRewardError <= REWARD_TOLERANCE
        && flagMismatches == 0;
  }

  /// What `uphill replay --json` prints of it. An error that is not finite becomes null.
  public Map<String, Object> toJson() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("environment", environment);
    object.put("episodes", episodes);
    object.put("steps", steps);
    object.put("worst_state_error", worstStateError);
    object.put("state_tolerance", stateTolerance);
    object.put("worst_observation_error", worstObservationError);
    object.put("worst_observation_ulps", worstObservationUlps);
    object.put("worst_reward_error", worstRewardError);
    object.put("state_bit_equal_share", stateBitEqualShare);
    object.put("observation_bit_equal_share", observationBitEqualShare);
    object.put("flag_mismatches", flagMismatches);
    object.put("passed", passed());
    return object;
  }
}
