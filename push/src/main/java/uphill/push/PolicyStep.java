package uphill.push;

import java.util.Locale;

/// One step of a policy gradient that was taken, as the ledger reads it: algorithms know nothing of
/// it.
///
/// ```text
/// Δθ = P·s·(c·Σⱼ wⱼgⱼ + e + v) + m
/// ```
///
/// @param before θ
/// @param after θ′, as it was stored
/// @param samples the (s, a) of the step
/// @param weight w, what multiplied each score
/// @param trajectory to which trajectory each sample belongs, counted from 0 without gaps
/// @param scale c: 1/N, or 1/n
/// @param entropyWeight c_h, so that e = c_h·∇ mean H
/// @param valueGradient v, of the value's terms through shared parameters; all zeros if none are
/// @param maxGradientNorm what ‖c·Σ wg + e + v‖ was scaled down to; 0 if it was left
/// @param optimizer before the step
public record PolicyStep(
    double[] before,
    double[] after,
    Samples samples,
    double[] weight,
    int[] trajectory,
    double scale,
    double entropyWeight,
    double[] valueGradient,
    double maxGradientNorm,
    OptimizerStep.Before optimizer) {

  /// Checks that the columns belong together.
  public PolicyStep {
    int n = samples.rows();
    if (weight.length != n || trajectory.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples need as many weights and trajectories, got %d and %d",
              n,
              weight.length,
              trajectory.length));
    }
    if (before.length != after.length || before.length != valueGradient.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "θ has %d elements before, %d after, and the value's gradient %d",
              before.length,
              after.length,
              valueGradient.length));
    }
  }

  /// The same step with other weights and another optimizer, ending where its own arithmetic leads:
  /// a step that nobody took.
  ///
  /// @param model of the policy
  public PolicyStep untaken(ScoreModel model, double[] weight, OptimizerStep.Before optimizer) {
    PolicyStep other = with(after, weight, optimizer);
    double[] there = Direction.of(other, model.at(before, samples)).from(before);
    return with(there, weight, optimizer);
  }

  private PolicyStep with(double[] after, double[] weight, OptimizerStep.Before optimizer) {
    return new PolicyStep(
        before,
        after,
        samples,
        weight,
        trajectory,
        scale,
        entropyWeight,
        valueGradient,
        maxGradientNorm,
        optimizer);
  }
}
