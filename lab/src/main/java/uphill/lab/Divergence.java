package uphill.lab;

import java.util.Locale;
import uphill.autodiff.Parameter;
import uphill.rl.Rollout;
import uphill.rl.VpgConfig;

/// What to do where a number of a training is not finite any more, from what the training looks
/// like then.
final class Divergence {

  /// Beyond it, squares come near the largest float, 3·10³⁸.
  private static final double HUGE = 1e15;

  /// σ below 2·10⁻⁹ or above 5·10⁸ is no noise that anybody wanted.
  private static final double EXTREME_LOG_STD = 20;

  private static final String LOG_STD = "log_std";

  private Divergence() {}

  /// The next step, as sentences.
  static String advice(Training training) {
    VpgConfig settings = training.config().settings();
    Rollout rollout = training.rollout();
    double reward = rollout.largestReward();
    if (reward > HUGE) {
      return String.format(
          Locale.ROOT,
          "Rewards are as large as %.2g: let the environment give rewards of size one or ten.",
          reward);
    }
    double observation = largest(rollout.observation, rollout.rows() * rollout.observationSize());
    if (observation > HUGE) {
      return String.format(
          Locale.ROOT,
          "Observations are as large as %.2g: let the environment give numbers of size one or ten.",
          observation);
    }
    double entropy = training.metrics().get("entropy");
    if (Double.isFinite(entropy)
        && Float.isInfinite((float) (settings.entropyWeight() * entropy))) {
      return String.format(
          Locale.ROOT,
          "The entropy's term of the loss is not finite: entropy_weight=%s times an entropy of %.2g"
              + " is beyond the largest float, 3.4e38. Take a smaller entropy_weight.",
          settings.entropyWeight(),
          entropy);
    }
    double logStd = logStd(training);
    if (Math.abs(logStd) > EXTREME_LOG_STD || Double.isNaN(logStd)) {
      return String.format(
          Locale.ROOT,
          "The policy's log sigma has run away, to %.1f from log_std=%s. Try %sa smaller"
              + " learning_rate.",
          logStd,
          settings.logStd(),
          logStd > 0 && settings.entropyWeight() > 0
              ? "a smaller entropy_weight, which pushes it up, or "
              : "");
    }
    double value = largest(rollout.value, rollout.rows());
    double critic =
        training.critic().map(learnt -> largest(learnt.parameters().values())).orElse(0.0);
    if (!(value <= HUGE) || !(critic <= HUGE)) {
      return "The critic has run away, not the policy. Try a smaller value_learning_rate.";
    }
    if (training.algorithm().policyOptimizer().steps() == 0) {
      return String.format(
          Locale.ROOT,
          "The policy has taken no step yet, so its learning_rate is not the cause: the policy's"
              + " term of the loss is %.2g, at log_std=%s, with observations up to %.2g and rewards"
              + " up to %.2g. Look there for what is too large or too small.",
          training.metrics().get("policy_loss"),
          settings.logStd(),
          observation,
          reward);
    }
    return "Try a smaller learning_rate.";
  }

  /// The log σ that is farthest from 0; 0 where the policy has none.
  private static double logStd(Training training) {
    float[] values = training.policy().parameters().values();
    double farthest = 0;
    for (Parameter parameter : training.policy().parameters().entries()) {
      if (parameter.name().equals(LOG_STD)) {
        for (int i = parameter.at(); i < parameter.at() + parameter.size(); i++) {
          farthest = Math.abs(values[i]) <= Math.abs(farthest) ? farthest : values[i];
        }
      }
    }
    return farthest;
  }

  private static double largest(float[] values) {
    return largest(values, values.length);
  }

  /// The largest absolute value of the first n; NaN if one is NaN.
  private static double largest(float[] values, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }
}
