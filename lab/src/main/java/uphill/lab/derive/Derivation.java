package uphill.lab.derive;

import java.util.List;

/// The whole derivation, all of its numbers computed now.
public final class Derivation {

  private Derivation() {}

  /// The steps, in their order.
  public static List<Step> steps() {
    return List.of(
        SettingSteps.setting(),
        SettingSteps.climbing(),
        ScoreSteps.logarithm(),
        ScoreSteps.expression(),
        ScoreSteps.zeroMean(),
        WeightSteps.rewardToGo(),
        WeightSteps.baselines(),
        AdvantageSteps.advantage(),
        GaeStep.generalizedAdvantage(),
        SamplingSteps.sampling(),
        SamplingSteps.step(),
        AnswerSteps.ownPush(),
        PriceSteps.whoPays(),
        PriceSteps.constantBaseline(),
        PracticeStep.practice());
  }
}
