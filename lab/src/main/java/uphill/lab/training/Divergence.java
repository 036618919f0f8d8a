package uphill.lab.training;

import java.util.Locale;
import java.util.Map;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.rl.data.Rollout;
import uphill.rl.setting.Settings;

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
    Map<String, Object> settings = Settings.values(training.config().settings());
    double entropyWeight = number(settings, "entropy_weight");
    Rollout rollout = training.rollout();
    double reward = rollout.largestReward();
    if (reward * rollout.rewardScale() > HUGE) {
      return String.format(
          Locale.ROOT,
          "Rewards are as large as %.2g: let the environment give rewards of size one or ten%s.",
          reward,
          orElse(Remedy.NORMALIZE_REWARDS, training));
    }
    double observation = largest(rollout.observation, rollout.rows() * rollout.observationSize());
    if (observation > HUGE && !training.policy().normalizer().normalizes()) {
      return String.format(
          Locale.ROOT,
          "Observations are as large as %.2g: let the environment give numbers of size one or"
              + " ten%s.",
          observation,
          orElse(Remedy.NORMALIZE_OBSERVATIONS, training));
    }
    double entropy = metric(training, "entropy");
    if (Double.isFinite(entropy) && Float.isInfinite((float) (entropyWeight * entropy))) {
      return String.format(
          Locale.ROOT,
          "The entropy's term of the loss is not finite: entropy_weight=%s times an entropy of %.2g"
              + " is beyond the largest float, 3.4e38. Take a smaller entropy_weight.",
          entropyWeight,
          entropy);
    }
    double logStd = logStd(training);
    if (Math.abs(logStd) > EXTREME_LOG_STD || Double.isNaN(logStd)) {
      return String.format(
          Locale.ROOT,
          "The policy's log sigma has run away, to %.1f from log_std=%s. Try %s%s.",
          logStd,
          number(settings, "log_std"),
          logStd > 0 && entropyWeight > 0
              ? "a smaller entropy_weight, which pushes it up, or "
              : "",
          smallerSteps(settings));
    }
    if (!(largest(rollout.value, rollout.rows()) <= HUGE) || !(others(training) <= HUGE)) {
      return "The critic has run away, not the policy. Try a smaller value_learning_rate.";
    }
    if (steps(training) == 0) {
      return String.format(
          Locale.ROOT,
          "The policy has taken no step yet, so its learning_rate is not the cause: the policy's"
              + " term of the loss is %.2g, at log_std=%s, with observations up to %.2g and rewards"
              + " up to %.2g. Look there for what is too large or too small.",
          metric(training, "policy_loss"),
          number(settings, "log_std"),
          observation,
          reward);
    }
    return "Try %s.".formatted(smallerSteps(settings));
  }

  /// What makes steps smaller: a natural gradient has no learning rate.
  private static String smallerSteps(Map<String, Object> settings) {
    return settings.containsKey("learning_rate")
        ? "a smaller learning_rate"
        : "a smaller max_kl, or more damping";
  }

  /// A setting that would do it as well, where the algorithm has it and it is not on.
  private static String orElse(Remedy remedy, Training training) {
    return remedy.advice(training.config().settings()).map(set -> ", or " + set).orElse("");
  }

  /// A setting; 0 where the algorithm has none of this name.
  private static double number(Map<String, Object> settings, String name) {
    return settings.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  /// A metric; NaN where the algorithm has none of this name.
  private static double metric(Training training, String name) {
    return training.metrics().names().contains(name) ? training.metrics().get(name) : Double.NaN;
  }

  /// The largest parameter that is not the policy's.
  private static double others(Training training) {
    double largest = 0;
    for (Parameters set : training.learner().setup().parameters().values()) {
      if (set != training.policy().parameters()) {
        largest = Math.max(largest, largest(set.values()));
      }
    }
    return largest;
  }

  /// Steps that the policy has taken.
  private static long steps(Training training) {
    return training.learner().setup().descents().stream()
        .filter(descent -> descent.parameters() == training.policy().parameters())
        .mapToLong(descent -> descent.optimizer().steps())
        .sum();
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
