package uphill.derive;

import java.util.List;
import uphill.derive.step.Step;

/// The question, the whole derivation with all of its numbers computed now, and the answer. Math
/// stands between dollar signs.
public final class Derivation {

  private Derivation() {}

  /// What a learner of the policy gradient asks.
  public static String question() {
    return "The policy gradient is $∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·R(τ)]$, and it is said that a step"
        + " along it \"pushes up the log-probability of each action in proportion to $R(τ)$\"."
        + " How does the mathematics do that?";
  }

  /// The answer in three sentences, to be kept: what a sample does to its own log-probability, what
  /// else changes it, and what the sentence of the question is therefore about.
  public static List<String> answer() {
    return List.of(
        "The step is made of scores, $Δθ = α·c·Σⱼ wⱼ·∇log π(aⱼ|sⱼ)$ with the weight $w = R(τ)$, and"
            + " the slope of $log π$ is the score once more: so to first order a sample changes its"
            + " own log-probability by $α·c·wᵢ·‖∇log π(aᵢ|sᵢ)‖²$: a square times its weight, so"
            + " never against the weight's sign, and in proportion to it, each action with a factor"
            + " of its own.",
        "The other samples change that log-probability too, as far as they share parameters with"
            + " it, each by $α·c·wⱼ$ times the inner product of the two scores, and a finite step"
            + " adds curvature: so it may fall although its own weight is positive; and as the"
            + " probabilities of a state sum to 1, what some actions gain, others lose.",
        "\"Pushed up in proportion to $R(τ)$\" is therefore true of each sample's own share of the"
            + " plain gradient step, and says nothing yet of what becomes of the log-probability.");
  }

  /// The steps, in their order.
  public static List<Step> steps() {
    return List.of(
        SettingSteps.setting(),
        SettingSteps.climbing(),
        ScoreSteps.logarithm(),
        ScoreSteps.expression(),
        ScoreSteps.zeroMean(),
        WeightSteps.rewardToGo(),
        BaselineStep.baselines(),
        AdvantageSteps.advantage(),
        GaeStep.generalizedAdvantage(),
        SamplingSteps.sampling(),
        SamplingSteps.step(),
        AnswerSteps.ownPush(),
        PriceStep.whoPays(),
        ConstantStep.constantBaseline(),
        PracticeStep.practice());
  }
}
